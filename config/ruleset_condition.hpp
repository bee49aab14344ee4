// Conditions of rules (SPEC 5), from YAML to the flat list of nodes that travels in the log:
//     {field: address.country, equals: DE}    {all: [...]}    {any: [...]}    {not: ...}
// Values are tested against what the field can hold, patterns are compiled, so that nothing that is
// read here is refused later. docs/rules.md tells the language. One thread.
#pragma once

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

// Reads the tree at `node` into memory of `arena`. False after a report.
[[nodiscard]] bool read_condition(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                                  events::List<events::ConditionNode>& out);

}  // namespace leadline::config
