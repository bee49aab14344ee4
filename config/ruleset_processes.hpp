// Lead processes (SPEC 4), from YAML to what travels in the log:
//     lead_processes:
//       - {name: NAME, record_types: [TYPE], statuses: [{name: new, category: open, next: [won]}]}
// Every mistake is reported: a status that nothing leads to is one. docs/rules.md tells the
// language. One thread.
#pragma once

#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

void read_lead_processes(const Node& list, Diagnostics& diagnostics, events::Arena& arena,
                         std::vector<events::LeadProcess>& out);

// The names that a lead's status can have, each once, in the order of the file: those of the
// built-in process too where some record types have no other.
[[nodiscard]] std::vector<std::string_view> status_names(
    std::span<const events::LeadProcess> processes);

}  // namespace leadline::config
