// The custom fields of a program (SPEC 4), from YAML to what travels in the log:
//     custom_fields:
//       - {name: NAME, type: decimal, required: true, record_types: [TYPE], minimum: 0}
//       - {name: NAME, type: string, values: [smb, enterprise]}
// Every mistake is reported. docs/rules.md tells the language. One thread.
#pragma once

#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

void read_custom_fields(const Node& list, Diagnostics& diagnostics, events::Arena& arena,
                        std::vector<events::CustomFieldRule>& out);

}  // namespace leadline::config
