// Time in rules (SPEC 5), from YAML to what travels in the log:
//     time_zone: Europe/Berlin
//     {time_window: {weekdays: [mon, fri], from: 09:00, to: 17:00, dates: [2026-12-24,
//     2027-01-02]}}
// Every mistake is reported; a window that can never hold is one. docs/rules.md tells the language.
// One thread.
#pragma once

#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

// The tz database is asked here; what it says travels. `out` then has one item.
void read_zone(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
               std::vector<events::Zone>& out);

// Their parts, which other hours have too; false after a report. Weekdays are bits, Monday the
// lowest; a time of day is in minutes since midnight.
[[nodiscard]] bool read_weekdays(const Node& node, Diagnostics& diagnostics, std::uint8_t& out);
[[nodiscard]] bool read_minute(const Node& node, Diagnostics& diagnostics, std::uint16_t& out);

// False after a report.
[[nodiscard]] bool read_time_window(const Node& node, Diagnostics& diagnostics,
                                    events::Arena& arena, events::TimeWindow& out);

}  // namespace leadline::config
