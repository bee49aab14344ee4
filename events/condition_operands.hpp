// What conditions compare beside the values of fields: how far a lead is from a place, and what
// clocks show when it is decided. engine/core/routing compiles and checks them.
#pragma once

#include "events/opening_hours.hpp"
#include "events/place.hpp"

namespace leadline::events {

inline constexpr std::uint32_t distance_km_max = 20'015;  // half the way round the earth

struct Nearness {
    std::uint32_t km = 0;  // at most distance_km_max
    Coordinates at;        // of the place, as it was found when the rules were read
    Text name;             // the place as it was written, such as "DE 80331"; for explanations

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("km", km, "Whole kilometres, at most 20,015."),
           field("at", at, "The place from which it is measured."),
           field("name", name, "The place as it was written."));
    }
    friend bool operator==(const Nearness&, const Nearness&) = default;
};

// On the clocks of the ruleset's time zone. Hours are [from, to); when `to` is not behind `from`
// they go over midnight and belong to the day on which they begin.
struct TimeWindow {
    std::uint8_t weekdays = 0x7F;
    std::uint16_t from_min = 0;
    std::uint16_t to_min = day_minutes;
    Text first_date;  // "2026-12-24"; empty: no such bound. Both dates are included
    Text last_date;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("weekdays", weekdays, "A sum: 1 is Monday, 2 Tuesday, 4, 8, 16, 32, 64 Sunday."),
           field("from_min", from_min, "Minutes since midnight, on clocks of the time zone."),
           field("to_min", to_min, "Likewise; when it is not behind `from_min`, the next day's."),
           field("first_date", first_date, "The first date on which it holds; none: any."),
           field("last_date", last_date, "The last date on which it holds; none: any."));
    }
    friend bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

}  // namespace leadline::events
