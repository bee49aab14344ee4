// See decimal.hpp.
#include "events/base/decimal.hpp"

#include <algorithm>

namespace leadline::events {

namespace {

// Sign, digits before the point without leading zeros, digits behind it without trailing ones.
struct Decimal {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
};

std::optional<Decimal> parse_decimal(std::string_view text) {
    Decimal decimal;
    if (text.starts_with('-')) {
        decimal.negative = true;
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    decimal.whole = text.substr(0, point);
    if (point != std::string_view::npos) decimal.fraction = text.substr(point + 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (decimal.whole.empty() || (point != std::string_view::npos && decimal.fraction.empty()) ||
        !std::all_of(decimal.whole.begin(), decimal.whole.end(), is_digit) ||
        !std::all_of(decimal.fraction.begin(), decimal.fraction.end(), is_digit)) {
        return std::nullopt;
    }
    while (decimal.whole.starts_with('0')) decimal.whole.remove_prefix(1);
    while (decimal.fraction.ends_with('0')) decimal.fraction.remove_suffix(1);
    if (decimal.whole.empty() && decimal.fraction.empty()) decimal.negative = false;
    return decimal;
}

int compare_size(const Decimal& a, const Decimal& b) {
    if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
    int order = a.whole.compare(b.whole);
    if (order == 0) order = a.fraction.compare(b.fraction);
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

}  // namespace

std::optional<int> compare_decimals(std::string_view a, std::string_view b) {
    const auto left = parse_decimal(a);
    const auto right = parse_decimal(b);
    if (!left || !right) return std::nullopt;
    if (left->negative != right->negative) return left->negative ? -1 : 1;
    const int size = compare_size(*left, *right);
    return left->negative ? -size : size;
}

}  // namespace leadline::events
