// Conditions of rules (SPEC 5), from YAML to the flat list of nodes that travels in the log:
//     {field: address.country, equals: DE}    {all: [...]}    {any: [...]}    {not: ...}
//     {territory: NAME}    {within_km: 50, of: PLACE}    {time_window: {...}}
// Values are tested against what the field can hold, patterns are compiled, so that nothing that is
// read here is refused later. docs/rules.md tells the language. One thread.
#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

using TerritoryNames = std::set<std::string_view>;
using StatusNames = std::vector<std::string_view>;

// Reads the tree at `node` into memory of `arena`; it may ask for those territories, and for leads
// of those statuses (none: of the built-in process) and with those custom fields (none: with any).
// False after a report.
[[nodiscard]] bool read_condition(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                                  events::List<events::ConditionNode>& out,
                                  const TerritoryNames& territories = {},
                                  const StatusNames& statuses = {},
                                  std::span<const events::CustomFieldRule> custom_fields = {});

}  // namespace leadline::config
