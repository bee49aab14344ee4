// See coordinates.hpp.
#include "engine/core/places/coordinates.hpp"

#include "engine/core/places/distance.hpp"

namespace leadline::engine {
namespace {

constexpr std::size_t micro_digits = 6;
constexpr std::size_t whole_digits_max = 3;  // zeros in front of it left out

std::optional<std::int32_t> microdegrees(Text text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    Text whole = text.substr(0, point);
    const Text fraction = point == Text::npos ? Text() : text.substr(point + 1);
    if (whole.empty() || (point != Text::npos && fraction.empty())) return std::nullopt;
    for (const Text digits : {whole, fraction})
        if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    while (whole.starts_with('0')) whole.remove_prefix(1);
    if (whole.size() > whole_digits_max) return std::nullopt;
    std::int32_t value = 0;
    for (const char digit : whole) value = value * 10 + (digit - '0');
    for (std::size_t i = 0; i < micro_digits; ++i)
        value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    if (fraction.size() > micro_digits && fraction[micro_digits] >= '5') ++value;
    return is_negative ? -value : value;
}

}  // namespace

std::optional<events::Coordinates> coordinates_of(Text latitude, Text longitude) {
    const auto north = microdegrees(latitude);
    const auto east = microdegrees(longitude);
    if (!north || !east) return std::nullopt;
    const Coordinates at{*north, *east};
    return is_place(at) ? std::optional(at) : std::nullopt;
}

}  // namespace leadline::engine
