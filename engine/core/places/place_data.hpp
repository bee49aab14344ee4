// The tables behind centroids.hpp: records of fixed width, in order, as constant text. Nobody else
// reads them. Numbers have as many digits as their letters:
//
//   country_records  = { code sign "ddmm" sign "dddmm" " " }     degrees and minutes
//   PostalTable      = { prefix sign "dddd" sign "ddddd" " " }   hundredths of a degree
//
// North and east are "+". A prefix shorter than the table's width is filled up with spaces. Postal
// prefixes are from GeoNames (geonames.org, postal code files of August 2024, CC BY 4.0): the mean
// of the places of all postal codes that begin so, without those that lie far from most. Codes of
// armies and of Santa Claus, and 969 of the US, which is two ends of an ocean, are left out. Those
// of the US are 2 km from the Census Bureau's gazetteer of 2021, half of them.
#pragma once

#include <span>

#include "events/base/arena.hpp"

namespace leadline::engine {

extern const events::Text country_records;
inline constexpr std::size_t country_record_bytes = 14;

struct PostalTable {
    events::Text country;
    std::size_t width;  // of the prefix
    events::Text records;

    [[nodiscard]] constexpr std::size_t record_bytes() const { return width + 12; }
};

// Each in order of the countries.
extern const std::span<const PostalTable> postal_west_europe;
extern const std::span<const PostalTable> postal_east_europe;
extern const std::span<const PostalTable> postal_us;
extern const std::span<const PostalTable> postal_world;

}  // namespace leadline::engine
