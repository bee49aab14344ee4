// A time zone as a value: what its clocks did and will do, as the tz database said when a program
// file was read. It travels in events, so that a replay under another tz database decides the same:
// nothing else ever asks the database. Read by engine/core/calendar, which checks it
// (TimeZone::make); written by config/zone.
//
// Bytes: at most 512 changes, below 6 KiB; Europe/Berlin takes 355, UTC 8, and the longest of
// tzdata 2025b, Asia/Hebron, 3,189.
#pragma once

#include "events/base/time.hpp"
#include "events/field.hpp"

namespace leadline::events {

inline constexpr std::size_t zone_changes_max = 512;
inline constexpr std::int32_t zone_offset_max_s = 18 * 3600;

// From `at` on, clocks are `offset_s` ahead of UTC.
struct ZoneChange {
    Time at;
    std::int32_t offset_s = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("at", at, "When clocks are changed."),
           field("offset_s", offset_s, "Seconds ahead of UTC from then on; at most 18 hours."));
    }
    friend bool operator==(const ZoneChange&, const ZoneChange&) = default;
};

// A change that comes every year: on the first to fourth, or last, such weekday of a month, when
// clocks that have not been changed yet show `time_s` since that day's midnight. As in POSIX, that
// may lie on a day before or behind it.
struct YearlyChange {
    std::uint8_t month = 0;    // 2 to 11, so that all of them lie within their year
    std::uint8_t week = 0;     // 1 to 4; 5: the last
    std::uint8_t weekday = 0;  // ISO 8601: Monday is 1
    std::int32_t time_s = 0;   // less than 7 days either way
    std::int32_t offset_s = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("month", month, "2 to 11."),
           field("week", week, "1 to 4: which of the month's; 5: the last."),
           field("weekday", weekday, "1 is Monday, 7 Sunday."),
           field("time_s", time_s, "What clocks show, in seconds since that day's midnight."),
           field("offset_s", offset_s, "Seconds ahead of UTC from then on; at most 18 hours."));
    }
    friend bool operator==(const YearlyChange&, const YearlyChange&) = default;
};

struct Zone {
    Text name;                  // of the tz database, such as Europe/Berlin; not looked up again
    std::int32_t offset_s = 0;  // before the first change
    List<ZoneChange> changes;   // in order of time, at least two days apart
    std::uint32_t yearly_from = 0;  // the first year that `yearly` tells
    List<YearlyChange> yearly;      // two, in order of the year; or none: nothing changes any more

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "Of the tz database, such as Europe/Berlin."),
           field("offset_s", offset_s, "Seconds ahead of UTC before the first change."),
           field("changes", changes, "In order of time, at least two days apart; at most 512."),
           field("yearly_from", yearly_from, "The first year with the yearly changes."),
           field("yearly", yearly, "Two changes that come every year for ever, or none."));
    }
    friend bool operator==(const Zone&, const Zone&) = default;
};

}  // namespace leadline::events
