// Coordinates as people write them.
#include "engine/core/places/coordinates.hpp"

#include <catch2/catch.hpp>

namespace leadline::tests {
namespace {

using engine::coordinates_of;
using events::Coordinates;

TEST_CASE("coordinates_of: decimal degrees become microdegrees, half away from zero", "[engine]") {
    CHECK(coordinates_of("48.137", "11.575") == Coordinates{48'137'000, 11'575'000});
    CHECK(coordinates_of("-0.5", "-000179.9999995") == Coordinates{-500'000, -180'000'000});
    CHECK(coordinates_of("1.0000004999", "1.0000005") == Coordinates{1'000'000, 1'000'001});
    CHECK(coordinates_of("-1.0000005", "-0") == Coordinates{-1'000'001, 0});
    CHECK(coordinates_of("90", "180.000000") == Coordinates{90'000'000, 180'000'000});
}

TEST_CASE("coordinates_of: what is no decimal or on no map is none", "[engine]") {
    for (const char* bad : {"", "-", ".", "1.", ".5", "1e1", "+1", " 1", "1,5", "--1", "north",
                            "90.0000006", "-91", "1000", "99999999999999999999"}) {
        INFO(bad);
        CHECK_FALSE(coordinates_of(bad, "0").has_value());
    }
    CHECK_FALSE(coordinates_of("0", "180.000001").has_value());
    CHECK_FALSE(coordinates_of("0", "-181").has_value());
    CHECK_FALSE(coordinates_of("0", "").has_value());
}

}  // namespace
}  // namespace leadline::tests
