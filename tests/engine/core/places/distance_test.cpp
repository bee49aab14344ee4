// Distances: known ones, and how far the integers are from the haversine in long double.
#include "engine/core/places/distance.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "engine/core/places/fixed_angle.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {
namespace {

using engine::Coordinates;
using engine::distance_km;
using engine::distance_m;
using engine::Point;

constexpr Coordinates london{51'500'000, -117'000};
constexpr Coordinates new_york{40'700'000, -74'000'000};

long double haversine_m(Coordinates a, Coordinates b) {
    constexpr long double radian = 3.14159265358979323846264338327950288L / 180'000'000.0L;
    const auto lat = [](Coordinates at) { return radian * static_cast<long double>(at.latitude); };
    const auto lon = [](Coordinates at) { return radian * static_cast<long double>(at.longitude); };
    const long double up = std::sin((lat(b) - lat(a)) / 2);
    const long double round = std::sin((lon(b) - lon(a)) / 2);
    const long double h = up * up + std::cos(lat(a)) * std::cos(lat(b)) * round * round;
    return 2 * 6'371'008.8L * std::asin(std::sqrt(std::min(1.0L, h)));
}

Coordinates anywhere(Random& random) {
    return {static_cast<std::int32_t>(random.between(-90'000'000, 90'000'000)),
            static_cast<std::int32_t>(random.between(-180'000'000, 180'000'000))};
}

std::int32_t longitude(std::int64_t any) {
    if (any > 180'000'000) any -= 360'000'000;
    if (any < -180'000'000) any += 360'000'000;
    return static_cast<std::int32_t>(any);
}

// Near another, or near the point opposite of it, from some metres to hundreds of kilometres.
Coordinates near(Random& random, Coordinates at, bool opposite) {
    const std::int64_t most = std::int64_t{1} << random.between(3, 22);
    const std::int64_t sign = opposite ? -1 : 1;
    const std::int64_t lat = sign * at.latitude + random.between(-most, most);
    const std::int64_t lon = at.longitude + (opposite ? 180'000'000 : 0);
    return {static_cast<std::int32_t>(std::clamp<std::int64_t>(lat, -90'000'000, 90'000'000)),
            longitude(longitude(lon) + random.between(-most, most))};
}

TEST_CASE("distance: known ways", "[engine]") {
    CHECK(distance_km(Point(london), Point(new_york)) == 5'572);
    CHECK(distance_m(Point({0, 0}), Point({0, 180'000'000})) == 20'015'114);
    CHECK(distance_m(Point({90'000'000, 0}), Point({-90'000'000, 77})) == 20'015'114);
    CHECK(distance_m(Point({0, 0}), Point({0, 1'000'000})) == 111'195);
    CHECK(distance_m(Point({0, 179'999'995}), Point({0, -179'999'995})) == 1);
    CHECK(distance_m(Point(london), Point(london)) == 0);
    CHECK(distance_m(Point({0, 180'000'000}), Point({0, -180'000'000})) == 0);
}

TEST_CASE("distance: within so many km is exact to the metre", "[engine]") {
    const Point a({0, 0});
    const Point b({0, 8'993});  // 1,000 m
    const Point c({0, 9'002});  // 1,001 m
    CHECK(distance_m(a, b) == 1'000);
    CHECK(is_within_km(a, b, 1));
    CHECK(distance_m(a, c) == 1'001);
    CHECK_FALSE(is_within_km(a, c, 1));
    CHECK(is_within_km(a, a, 0));
    CHECK_FALSE(is_within_km(a, a, -1));
    CHECK(is_within_km(a, c, INT64_MAX));
}

TEST_CASE("distance: is within 0.55 m of the haversine, near, far and opposite", "[engine][laws]") {
    long double worst = 0;
    CHECK(rc::check("haversine", [&worst] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        for (int i = 0; i < 1'000; ++i) {
            const Coordinates a = anywhere(random);
            const std::int64_t kind = random.between(0, 2);
            const Coordinates b = kind == 0 ? anywhere(random) : near(random, a, kind == 2);
            const auto ours = static_cast<long double>(distance_m(Point(a), Point(b)));
            const long double off = std::fabs(ours - haversine_m(a, b));
            worst = std::max(worst, off);
            RC_ASSERT(off <= 0.55L);
        }
    }));
    CHECK(worst > 0.4L);  // rounding to metres alone comes near a half
}

TEST_CASE("distance: is the same on every machine and in every release", "[engine]") {
    Random random(20);
    std::int64_t sum_m = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Coordinates a = anywhere(random);
        const Coordinates b = i % 2 == 0 ? anywhere(random) : near(random, a, i % 4 == 1);
        sum_m += distance_m(Point(a), Point(b)) * (i % 7 + 1);
    }
    CHECK(sum_m == 400'281'081'988);
}

TEST_CASE("distance: is the same both ways, and no way round is shorter", "[engine][laws]") {
    CHECK(rc::check("metric", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const Point a(anywhere(random));
        const Point b(anywhere(random));
        const Point c(anywhere(random));
        RC_ASSERT(distance_m(a, b) == distance_m(b, a));
        RC_ASSERT(distance_m(a, a) == 0);
        RC_ASSERT(distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 2);
        if (distance_m(a, b) + 2 < distance_m(a, c)) {
            RC_ASSERT(squared_chord(a, b) < squared_chord(a, c));
        }
    }));
}

TEST_CASE("distance: any 64 bits are coordinates", "[engine][laws]") {
    CHECK(rc::check("any bits", [](std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) {
        const std::int64_t metres = distance_m(Point({a, b}), Point({c, d}));
        RC_ASSERT(metres >= 0);
        RC_ASSERT(metres <= 20'015'114);
    }));
    for (const std::int32_t odd : {INT32_MIN, INT32_MAX, 0})
        for (const std::int32_t other : {INT32_MIN, INT32_MAX, 0})
            CHECK(distance_m(Point({odd, other}), Point({other, odd})) <= 20'015'114);
    CHECK(Point({INT32_MAX, 0}) == Point({90'000'000, 0}));
    CHECK(Point({0, 370'000'000}) == Point({0, 10'000'000}));
    CHECK_FALSE(engine::is_place({90'000'001, 0}));
    CHECK_FALSE(engine::is_place({0, -180'000'001}));
    CHECK(engine::is_place({-90'000'000, 180'000'000}));
}

TEST_CASE("square_root: is the largest whose square is not larger", "[engine][laws]") {
    CHECK(rc::check("roots", [](std::uint64_t value) {
        const std::uint64_t root = engine::square_root(value);
        RC_ASSERT(root <= UINT32_MAX);
        RC_ASSERT(root * root <= value);
        RC_ASSERT(root == UINT32_MAX || (root + 1) * (root + 1) > value);
    }));
    CHECK(engine::square_root(UINT64_MAX) == UINT32_MAX);
    CHECK(engine::square_root(0) == 0);
    CHECK(engine::angle_of({0, 0}) == 0);
}

}  // namespace
}  // namespace leadline::tests
