// About where an address is, when nobody gave its coordinates: the middle of the region that its
// postal code begins with, else the middle of its country. Facts that are compiled in
// (place_data.hpp names the sources), so the same for every replay of the same release; whatever is
// decided by them is written into its event. Pure; any thread.
//
// How near: half and nine tenths of a country's postal codes lie within so many km of the place
// given for their prefix. Two digits, but three in US, letters in GB, a letter and a digit in CA,
// the routing key in IE:
//   AT 13 23   AU 36 182   BE 8 15    BG 15 28   BR 107 289  CA 14 181  CH 8 18    CO 53 118
//   CZ 19 38   DE 23 46    DK 2 17    EE 13 23   ES 36 68    FI 18 45   FR 13 46   GB 13 38
//   HR 22 45   HU 13 24    IE 0 0     IN 84 174  IT 19 40    JP 18 54   KR 8 36    LT 2 16
//   LU 1 4     MX 44 113   MY 1 32    NL 7 16    NO 10 42    NZ 16 49   PL 3 28    PT 11 24
//   RO 6 39    RS 24 43    RU 183 530 SE 11 41   SI 13 26    SK 13 36   TR 30 79   UA 43 110
//   US 28 73   ZA 18 93
#pragma once

#include <optional>

#include "engine/core/places/distance.hpp"
#include "engine/core/places/postal_code.hpp"

namespace leadline::engine {

// How somebody came to be somewhere; a smaller number is nearer to the truth.
enum class PlacedBy : std::uint8_t { coordinates = 1, postal_code = 2, country = 3 };

struct Located {
    Coordinates at;
    PlacedBy by = PlacedBy::country;
    friend bool operator==(const Located&, const Located&) = default;
};

// Every code of ISO 3166-1 alpha-2, in capitals, and XK; none for any other.
[[nodiscard]] std::optional<Coordinates> country_centroid(Text country);

// By the longest prefix that is known; none for a country or a prefix that is not.
[[nodiscard]] std::optional<Coordinates> postal_centroid(Text country, Text postal_code);

// By postal code, else by country.
[[nodiscard]] std::optional<Located> place_of(Text country, Text postal_code);

}  // namespace leadline::engine
