// Opening hours of partners and users (SPEC 3), from YAML:
//     hours:
//       week: [{days: [mon, tue], from: 09:00, to: 17:00}]
//       holidays: [2026-12-25]
//       absences: [{from: 2026-08-01T00:00:00Z, until: 2026-08-15T00:00:00Z}]
// On the clocks of the rules' time_zone. Every mistake is reported. One thread.
#pragma once

#include <optional>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/base/arena.hpp"
#include "events/opening_hours.hpp"

namespace leadline::config {

void read_hours(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                std::optional<events::OpeningHours>& out);

}  // namespace leadline::config
