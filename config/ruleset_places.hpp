// Where leads are, in rules (SPEC 5), from YAML to what travels in the log:
//     territories: {benelux: [{country: BE}, {country: NL, region: Utrecht}, {country: LU}]}
//     {within_km: 50, of: {country: DE, postal_code: 80331}}
// A place is looked up here, once, and travels as coordinates. Every mistake is reported; a country
// or a postal code that nobody knows is one. docs/rules.md tells the language. One thread.
#pragma once

#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

void read_territories(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                      std::vector<events::NamedTerritory>& out);

// `km` and `of` are the values of a condition's keys. False after a report.
[[nodiscard]] bool read_nearness(const Node& km, const Node& of, Diagnostics& diagnostics,
                                 events::Arena& arena, events::Nearness& out);

}  // namespace leadline::config
