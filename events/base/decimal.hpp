// Decimal numbers as text, compared by value without ever becoming floating point: "1.50" is "1.5".
// Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace leadline::events {

// a < b: -1, a = b: 0, a > b: 1, as decimals of any length; none when one is no decimal.
[[nodiscard]] std::optional<int> compare_decimals(std::string_view a, std::string_view b);

}  // namespace leadline::events
