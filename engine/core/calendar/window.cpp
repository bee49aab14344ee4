// See window.hpp. Windows of days and more are cut on the dates and put back on the time line by
// TimeZone::instant, which never falls: so they tile it whatever clocks do.
#include "engine/core/calendar/window.hpp"

#include <algorithm>

#include "events/base/ensure.hpp"

namespace leadline::engine {
namespace {

Window hour_of(const TimeZone& zone, Time t) {
    const ZoneSpan span = zone.span_at(t);
    const std::int64_t shown_us = t.us + span.offset.us;
    const std::int64_t full_us =
        events::floor_div(shown_us, events::hour.us) * events::hour.us - span.offset.us;
    return {std::max(span.begin, Time{full_us}), std::min(span.end, Time{full_us} + events::hour)};
}

Day first_day(WindowUnit unit, Day day) {
    if (unit == WindowUnit::week) return {day.number - events::weekday_of(day) + 1};
    if (unit == WindowUnit::month) return {day.number - events::date_of(day).day + 1};
    return day;
}

// The first day of the window after the one that begins with `first`.
Day next_first_day(WindowUnit unit, Day first) {
    if (unit == WindowUnit::day) return {first.number + 1};
    if (unit == WindowUnit::week) return {first.number + 7};
    const Date date = events::date_of(first);
    return {first.number + events::days_in(date.year, date.month)};
}

}  // namespace

Window window_of(const TimeZone& zone, WindowUnit unit, Time any) {
    const Time t = in_range(any);
    if (unit == WindowUnit::hour) return hour_of(zone, t);
    Day first = first_day(unit, zone.local_day(t));
    // Clocks put back over midnight show the day before once more, in a window that has begun; at
    // most 36 hours lie between what they show and what they have shown.
    constexpr int steps_max = 4;
    for (int step = 0; step < steps_max; ++step) {
        const Day next = next_first_day(unit, first);
        const Window window{zone.instant(midnight(first)), zone.instant(midnight(next))};
        if (window.holds(t)) return window;
        first = next;
    }
    ENSURE(false);  // windows tile
    return {};
}

}  // namespace leadline::engine
