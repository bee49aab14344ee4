// What is said of the stages of opportunities (SPEC 10), from YAML to what travels in the log:
//     opportunity_stages: {names: [qualify, propose, close], may_go_back: true}
// Every mistake is reported. One thread.
#pragma once

#include <vector>

#include "config/yaml/map_reader.hpp"
#include "events/opportunity_stages.hpp"

namespace leadline::config {

// Texts lie in the arena. `out`: the section.
void read_opportunity_stages(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                             std::vector<events::OpportunityStages>& out);

}  // namespace leadline::config
