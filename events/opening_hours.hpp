// Opening hours as they are written down and travel in events: of a program, a partner or a member.
// Local to some time zone, which stands elsewhere. engine/core/calendar checks them
// (OpeningHours::make) and reckons with them.
#pragma once

#include "events/base/time.hpp"
#include "events/field.hpp"

namespace leadline::events {

inline constexpr std::size_t open_spans_max = 200;
inline constexpr std::size_t holidays_max = 5'000;
inline constexpr std::size_t absences_max = 5'000;
inline constexpr std::uint32_t day_minutes = 24 * 60;

// Open every week on that day, [from, to). A `to` that is not behind `from` is on the next day.
struct OpenSpan {
    std::uint8_t weekday = 0;  // ISO 8601: Monday is 1
    std::uint16_t from_min = 0;
    std::uint16_t to_min = 0;  // at most 1440, midnight

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("weekday", weekday, "1 is Monday, 7 Sunday."),
           field("from_min", from_min, "Minutes since midnight, on clocks of the time zone."),
           field("to_min", to_min, "Likewise; when it is not behind `from_min`, the next day's."));
    }
    friend bool operator==(const OpenSpan&, const OpenSpan&) = default;
};

// Away from `from` until `until`, which is no longer part of it.
struct Absence {
    Time from;
    Time until;  // not set: for ever

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("from", from, "The first instant of it."),
           field("until", until, "The first instant after it; none: for ever."));
    }
    friend bool operator==(const Absence&, const Absence&) = default;
};

struct OpeningHours {
    List<OpenSpan> week;     // in any order; none: never open
    List<Text> holidays;     // "2026-12-25": closed from midnight to midnight
    List<Absence> absences;  // in any order

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("week", week, "When it is open, every week; at most 200 spans."),
           field("holidays", holidays, "Dates on which it is closed; at most 5,000."),
           field("absences", absences, "Periods in which it is closed; at most 5,000."));
    }
    friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

}  // namespace leadline::events
