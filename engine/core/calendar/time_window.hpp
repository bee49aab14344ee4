// The condition "within time window": weekdays and hours, and between two dates, on the clocks of a
// time zone. Pure; any thread.
#pragma once

#include <optional>

#include "engine/core/calendar/time_zone.hpp"
#include "events/opening_hours.hpp"

namespace leadline::engine {

// Hours are [from, to). When `to_min` is not behind `from_min` they go over midnight and belong,
// weekday and date, to the day on which they begin: Friday 22:00 to 06:00 holds on Saturday at 2.
// Equal ones are a whole day from then on.
struct TimeWindow {
    std::uint8_t weekdays = 0x7F;  // bit 0 is Monday, bit 6 Sunday
    std::uint16_t from_min = 0;    // since midnight
    std::uint16_t to_min = events::day_minutes;
    std::optional<Day> first = {};  // the dates between which it holds, both included
    std::optional<Day> last = {};

    friend bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

[[nodiscard]] constexpr std::uint8_t weekday_bit(std::int64_t iso_weekday) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(iso_weekday - 1));
}

// Why the window is none, in words; empty when it is one. One that can never hold is none.
[[nodiscard]] events::Text what_is_wrong(const TimeWindow& window);

// Call only with a window that is one.
[[nodiscard]] bool holds(const TimeWindow& window, const TimeZone& zone, Time t);

}  // namespace leadline::engine
