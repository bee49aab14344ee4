// The rule behind the changes of a time zone that come every year, such as "the last Sunday in
// March at 2 o'clock". Used by zone.cpp alone. Pure; any thread.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "events/zone.hpp"

namespace leadline::config {

struct YearlyRule {
    std::int64_t from_year = 0;
    std::array<events::YearlyChange, 2> changes;
};

// The rule that gives every change from its first year on, as far as the list goes; none when the
// list's end follows none for 28 years, in which a calendar has shown every year that it has.
[[nodiscard]] std::optional<YearlyRule> yearly_rule(std::span<const events::ZoneChange> changes);

[[nodiscard]] std::int64_t year_of(events::Time utc);

}  // namespace leadline::config
