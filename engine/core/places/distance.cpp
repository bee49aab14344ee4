// See distance.hpp.
#include "engine/core/places/distance.hpp"

#include <algorithm>

#include "engine/core/places/fixed_angle.hpp"

namespace leadline::engine {
namespace {

constexpr std::int64_t quarter_turn = 90'000'000;
constexpr std::int64_t half_turn = 180'000'000;
constexpr std::int64_t earth_radius_cm = 637'100'880;
constexpr std::int64_t half_round_cm = 2'001'511'444;  // pi times that

// From 40 bits behind the point to 30.
constexpr std::int64_t to_30_bits(std::int64_t value) { return (value + (1 << 9)) >> 10; }

constexpr std::int64_t one_squared = std::int64_t{1} << 60;

std::int64_t square(std::int64_t value) { return value * value; }

// Any longitude, by turns of half a round put back into the half before us.
FixedVector of_longitude(std::int64_t longitude) {
    longitude %= 2 * half_turn;
    if (longitude > half_turn) longitude -= 2 * half_turn;
    if (longitude < -half_turn) longitude += 2 * half_turn;
    if (longitude >= -quarter_turn && longitude <= quarter_turn)
        return unit_vector(radians(longitude));
    const std::int64_t opposite = longitude > 0 ? longitude - half_turn : longitude + half_turn;
    const FixedVector v = unit_vector(radians(opposite));
    return {-v.x, -v.y};
}

// Two lengths of at most 1 multiplied, with 31 bits behind the point each.
std::int32_t product(std::int64_t a, std::int64_t b) {
    constexpr std::int64_t half = std::int64_t{1} << 31;
    const std::int64_t exact = ((a + (1 << 8)) >> 9) * ((b + (1 << 8)) >> 9);
    return static_cast<std::int32_t>((exact + half) >> 32);
}

// The arc over a chord of at most a quarter of the way round.
std::int64_t arc_cm(std::int64_t squared_chord) {
    const auto chord =
        static_cast<std::int64_t>(square_root(static_cast<std::uint64_t>(squared_chord)));
    const auto rest = static_cast<std::int64_t>(
        square_root(static_cast<std::uint64_t>(one_squared - squared_chord / 4)));
    // From 30 bits behind the point to 40, and the chord halved.
    const std::int64_t angle = angle_of({rest << 10, chord << 9});
    const std::int64_t arc = (2 * angle + (1 << 7)) >> 8;  // 32 bits behind the point
    return (arc * earth_radius_cm + (std::int64_t{1} << 31)) >> 32;
}

}  // namespace

Point::Point(Coordinates at) {
    const std::int64_t latitude =
        std::clamp<std::int64_t>(at.latitude, -quarter_turn, quarter_turn);
    const FixedVector up = unit_vector(radians(latitude));
    const FixedVector round = of_longitude(at.longitude);
    x_ = product(up.x, round.x);
    y_ = product(up.x, round.y);
    z_ = static_cast<std::int32_t>(to_30_bits(up.y));
}

std::int64_t squared_chord(const Point& a, const Point& b) {
    return square(std::int64_t{a.x_} - b.x_) + square(std::int64_t{a.y_} - b.y_) +
           square(std::int64_t{a.z_} - b.z_);
}

std::int64_t distance_m(const Point& a, const Point& b) {
    const std::int64_t near = squared_chord(a, b);
    const std::int64_t far = square(std::int64_t{a.x_} + b.x_) + square(std::int64_t{a.y_} + b.y_) +
                             square(std::int64_t{a.z_} + b.z_);
    const std::int64_t cm = near <= far ? arc_cm(near) : half_round_cm - arc_cm(far);
    return (cm + 50) / 100;
}

}  // namespace leadline::engine
