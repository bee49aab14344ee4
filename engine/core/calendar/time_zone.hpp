// A time zone to reckon with: what its clocks show at an instant, and when they show it. Made of
// the value that stands in events; the tz database is asked nowhere. Integers only, nothing grows
// with the years. Times outside of years 1 to 9999 count as the nearest within. Pure; any thread.
//
// Two rules: a local time that clocks leap over is the instant of the leap; one that they show
// twice is the first. Both follow from one: `instant` is the first at which clocks show that time
// or a later one. It follows too that it never falls.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "events/base/date.hpp"
#include "events/base/result.hpp"
#include "events/zone.hpp"

namespace leadline::engine {

using events::Date;
using events::Day;
using events::Duration;
using events::Time;

// What clocks show, in microseconds since they showed 1970-01-01T00:00.
struct LocalTime {
    std::int64_t us = 0;
    friend constexpr auto operator<=>(LocalTime, LocalTime) = default;
};

[[nodiscard]] constexpr Day day_of(LocalTime local) {
    return {events::floor_div(local.us, events::day.us)};
}
[[nodiscard]] constexpr LocalTime midnight(Day day) { return {day.number * events::day.us}; }
// Since its midnight, 0 to 24 hours.
[[nodiscard]] constexpr Duration time_of_day(LocalTime local) {
    return {local.us - midnight(day_of(local)).us};
}

// The time as it counts: the nearest of years 1 to 9999.
[[nodiscard]] constexpr Time in_range(Time t) {
    return t < events::time_min ? events::time_min : t > events::time_max ? events::time_max : t;
}

// A time in which clocks are not changed: [begin, end).
struct ZoneSpan {
    Time begin;  // long_ago for the first
    Time end;    // far_off when nothing changes any more
    Duration offset;
    std::int64_t number = 0;  // of changes before it
};

inline constexpr Time long_ago{INT64_MIN / 4};
inline constexpr Time far_off{INT64_MAX / 4};

class TimeZone {
public:
    TimeZone() : TimeZone(events::Zone{}) {}  // UTC

    // `bad_input` when the value is no time zone: a name of more than 64 letters, offsets of more
    // than 18 hours, changes out of order or less than two days apart, yearly changes that are not
    // two in different months of February to November, or that do not go on from where the listed
    // changes end.
    [[nodiscard]] static events::Result<TimeZone> make(const events::Zone& zone);

    [[nodiscard]] ZoneSpan span_at(Time t) const;
    [[nodiscard]] LocalTime local(Time t) const { return {in_range(t).us + span_at(t).offset.us}; }
    [[nodiscard]] Day local_day(Time t) const { return day_of(local(t)); }
    [[nodiscard]] Time instant(LocalTime local) const;

    // ---- For sums over changes (opening_hours).

    // The spans before the yearly changes; the last one ends with the first of those, or never.
    [[nodiscard]] std::size_t listed_spans() const { return begins_.size(); }
    [[nodiscard]] ZoneSpan listed_span(std::size_t i) const;
    // The changes of any year for ever; call only when has_yearly().
    [[nodiscard]] bool has_yearly() const { return yearly_from_ != 0; }
    [[nodiscard]] ZoneSpan first_yearly_span() const { return span_at(listed_end_); }

private:
    explicit TimeZone(const events::Zone& zone);

    [[nodiscard]] Time yearly_at(std::int64_t year, std::size_t which) const;
    [[nodiscard]] Duration yearly_offset(std::size_t which) const {
        return {yearly_[which].offset_s * std::int64_t{1'000'000}};
    }
    [[nodiscard]] ZoneSpan yearly_span_at(Time t, std::int64_t year) const;

    std::vector<Time> begins_;       // of the listed spans; the first is long_ago
    std::vector<Duration> offsets_;  // theirs
    std::vector<LocalTime> leaves_;  // what clocks have come to when the span ends; rises
    Time listed_end_ = far_off;      // the first yearly change
    std::int64_t yearly_from_ = 0;   // 0: none
    std::array<events::YearlyChange, 2> yearly_{};
};

}  // namespace leadline::engine
