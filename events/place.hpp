// Where something is, and where somebody works: coordinates and territories, as they travel in
// events. engine/core/places reckons with them.
#pragma once

#include "events/field.hpp"

namespace leadline::events {

// Microdegrees: 50,850,000 and 4,350,000 are 50.85 N, 4.35 E.
struct Coordinates {
    std::int32_t latitude = 0;   // north is positive; at most 90 degrees either way
    std::int32_t longitude = 0;  // east is positive; at most 180 degrees either way

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("latitude", latitude, "Microdegrees, north is positive; at most 90,000,000."),
           field("longitude", longitude, "Microdegrees, east is positive; at most 180,000,000."));
    }
    friend bool operator==(const Coordinates&, const Coordinates&) = default;
};

// A country, or a part of it: what is empty is not asked for.
struct Territory {
    Text country;        // ISO 3166-1 alpha-2
    Text region;         // compared as names are: white space around it and case do not count
    Text postal_prefix;  // compared without spaces, hyphens and case

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("country", country), field("region", region, "None: all of the country."),
           field("postal_prefix", postal_prefix,
                 "What its postal codes begin with; none: all of them."));
    }
    friend bool operator==(const Territory&, const Territory&) = default;
};

}  // namespace leadline::events
