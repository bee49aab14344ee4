// Sine, cosine, arc tangent and square root in integers, the same on every machine: CORDIC (Volder,
// 1959) turns a vector by the angles whose tangents are powers of two, with shifts and sums alone.
// Angles are radians and lengths are numbers, both times 2^40; forty steps leave an error below
// 2^-33 of a length of 1. Pure; any thread.
#pragma once

#include <cstdint>

namespace leadline::engine {

inline constexpr std::int64_t fixed_one = std::int64_t{1} << 40;
inline constexpr std::int64_t fixed_pi = 3'454'217'652'358;

struct FixedVector {
    std::int64_t x = 0;  // cosine
    std::int64_t y = 0;  // sine
};

// The unit vector at an angle of -pi/2 to pi/2.
[[nodiscard]] FixedVector unit_vector(std::int64_t angle);

// The angle of a vector whose x is not negative and which is at most 2^45 long; 0 for none at all.
[[nodiscard]] std::int64_t angle_of(FixedVector vector);

// Radians times 2^40 of microdegrees from -180 to 180 degrees.
[[nodiscard]] std::int64_t radians(std::int64_t microdegrees);

// Rounded down.
[[nodiscard]] std::uint64_t square_root(std::uint64_t value);

}  // namespace leadline::engine
