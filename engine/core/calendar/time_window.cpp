// See time_window.hpp.
#include "engine/core/calendar/time_window.hpp"

namespace leadline::engine {
namespace {

bool is_day(const TimeWindow& window, Day day) {
    return (window.weekdays & weekday_bit(events::weekday_of(day))) != 0 &&
           (!window.first || *window.first <= day) && (!window.last || day <= *window.last);
}

// Between less than a week's dates some weekdays do not come.
bool has_weekday(const TimeWindow& window) {
    if (!window.first || !window.last || window.last->number - window.first->number >= 6)
        return true;
    for (Day day = *window.first; day <= *window.last; ++day.number)
        if (is_day(window, day)) return true;
    return false;
}

}  // namespace

events::Text what_is_wrong(const TimeWindow& window) {
    if ((window.weekdays & 0x7FU) == 0) return "it has no weekday";
    if (window.weekdays > 0x7F) return "it has a weekday that there is not";
    if (window.from_min >= events::day_minutes) return "it begins at no time of a day";
    if (window.to_min > events::day_minutes) return "it ends at no time of a day";
    if (window.first && window.last && *window.last < *window.first)
        return "its last date is before its first";
    if (!has_weekday(window)) return "none of its weekdays comes between its dates";
    return {};
}

bool holds(const TimeWindow& window, const TimeZone& zone, Time t) {
    const LocalTime local = zone.local(t);
    const Day today = day_of(local);
    const std::int64_t minute = time_of_day(local).us / events::minute.us;
    if (window.from_min < window.to_min)
        return is_day(window, today) && window.from_min <= minute && minute < window.to_min;
    return (is_day(window, today) && window.from_min <= minute) ||
           (is_day(window, {today.number - 1}) && minute < window.to_min);
}

}  // namespace leadline::engine
