// Windows in which things are counted. Fixed ones are hours, days, weeks and months of a time zone;
// each instant lies in exactly one of each kind, and every window is half-open. Pure; any thread.
//
// A day, week or month begins when clocks first show its midnight, or leap over it: with the change
// of clocks it has 23, 25 or 23.5 hours, and a date that is leapt over (Apia, 2011-12-30) has no
// window. Clocks that are put back over a midnight begin no second one. An hour begins when clocks
// show a full hour, each time they do, and also when they are changed: the hour that comes twice in
// autumn is two windows, and where clocks change by half an hour there is a window of 30 minutes.
#pragma once

#include "engine/core/calendar/time_zone.hpp"

namespace leadline::engine {

enum class WindowUnit : std::uint8_t {
    hour = 1,
    day = 2,
    week = 3,  // ISO 8601: from Monday on
    month = 4,
};

struct Window {
    Time begin;
    Time end;
    friend bool operator==(Window, Window) = default;

    [[nodiscard]] constexpr bool holds(Time t) const { return begin <= t && t < end; }
    [[nodiscard]] constexpr Duration length() const { return end - begin; }
};

// The window that holds `t`; of the nearest time in years 1 to 9999 when it is in none of those.
[[nodiscard]] Window window_of(const TimeZone& zone, WindowUnit unit, Time t);

// ---- Rolling: what happened at `at` counts until at + length, and then no longer.

// When it ceases to count; far_off when that is beyond all times. A length below 0 is 0.
[[nodiscard]] constexpr Time counts_until(Time at, Duration length) {
    const Time begin = in_range(at);
    if (length.us <= 0) return begin;
    return length.us > far_off.us - begin.us ? far_off : begin + length;
}

[[nodiscard]] constexpr bool still_counts(Time at, Duration length, Time now) {
    return in_range(at) <= in_range(now) && in_range(now) < counts_until(at, length);
}

}  // namespace leadline::engine
