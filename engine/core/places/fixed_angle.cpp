// See fixed_angle.hpp.
#include "engine/core/places/fixed_angle.hpp"

#include <array>
#include <bit>
#include <cstddef>

namespace leadline::engine {
namespace {

// atan(2^-i) times 2^40, to the nearest.
constexpr std::array<std::int64_t, 41> turns{863'554'413'089,
                                             509'785'937'287,
                                             269'356'888'665,
                                             136'729'762'476,
                                             68'630'207'382,
                                             34'348'560'106,
                                             17'178'471'287,
                                             8'589'759'836,
                                             4'294'945'451,
                                             2'147'480'917,
                                             1'073'741'483,
                                             536'870'869,
                                             268'435'451,
                                             134'217'727,
                                             67'108'864,
                                             33'554'432,
                                             16'777'216,
                                             8'388'608,
                                             4'194'304,
                                             2'097'152,
                                             1'048'576,
                                             524'288,
                                             262'144,
                                             131'072,
                                             65'536,
                                             32'768,
                                             16'384,
                                             8'192,
                                             4'096,
                                             2'048,
                                             1'024,
                                             512,
                                             256,
                                             128,
                                             64,
                                             32,
                                             16,
                                             8,
                                             4,
                                             2,
                                             1};

// The turns lengthen a vector by the product of sqrt(1 + 4^-i); this is 1 / that, times 2^40.
constexpr std::int64_t shortened = 667'681'663'043;

constexpr std::int64_t microdegree = 1'257'642'267;  // in radians, times 2^56

// `value`, or -value when `sign` is negative; without a branch, which would be guessed wrong every
// other time.
constexpr std::int64_t with_sign(std::int64_t value, std::int64_t sign) {
    const std::int64_t mask = sign >> 63;
    return (value ^ mask) - mask;
}

}  // namespace

// Shifting a negative number right rounds down, in C++20 for certain.
FixedVector unit_vector(std::int64_t angle) {
    FixedVector v{shortened, 0};
    for (std::size_t i = 0; i < turns.size(); ++i) {
        v = {v.x - with_sign(v.y >> i, angle), v.y + with_sign(v.x >> i, angle)};
        angle -= with_sign(turns[i], angle);
    }
    return v;
}

std::int64_t angle_of(FixedVector v) {
    if (v.x == 0 && v.y == 0) return 0;
    std::int64_t angle = 0;
    for (std::size_t i = 0; i < turns.size(); ++i) {
        angle += with_sign(turns[i], v.y);
        v = {v.x + with_sign(v.y >> i, v.y), v.y - with_sign(v.x >> i, v.y)};
    }
    return angle;
}

std::int64_t radians(std::int64_t microdegrees) {
    constexpr std::int64_t half = std::int64_t{1} << 15;
    return (microdegrees * microdegree + half) >> 16;
}

// Digit by digit, as by hand, in base 4.
std::uint64_t square_root(std::uint64_t value) {
    if (value == 0) return 0;
    std::uint64_t root = 0;
    const auto top = static_cast<unsigned>(63 - std::countl_zero(value));
    for (std::uint64_t bit = std::uint64_t{1} << (top & ~1U); bit != 0; bit >>= 2U) {
        const std::uint64_t least = root + bit;
        const std::uint64_t mask = value >= least ? ~std::uint64_t{0} : 0;
        value -= least & mask;
        root = (root >> 1U) + (bit & mask);
    }
    return root;
}

}  // namespace leadline::engine
