// See json_scan.hpp.
#include "events/codec/json_scan.hpp"

#include <algorithm>
#include <string_view>

namespace leadline::events {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_number_letter(char c) {
    return is_digit(c) || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E';
}

// Whether the digits of a whole number, the first not 0, fit the parser's 64 bits.
bool fits(std::string_view digits, bool negative) {
    const std::string_view largest = negative ? "9223372036854775808" : "18446744073709551615";
    return digits.size() < largest.size() || (digits.size() == largest.size() && digits <= largest);
}

void make_fraction(std::span<char> number) {
    const bool negative = number[0] == '-';
    const std::span<char> rest = number.subspan(negative ? 1 : 0);
    const auto whole_end = std::find_if_not(rest.begin(), rest.end(), is_digit);
    const auto whole = static_cast<std::size_t>(whole_end - rest.begin());
    const bool is_whole = whole == rest.size();
    if (whole >= 2 && rest[0] != '0' && !fits({rest.data(), whole}, negative)) {
        rest[1] = '.';
        if (!is_whole && rest[whole] == '.') rest[whole] = '0';
    }
    const auto exponent =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == 'e' || c == 'E'; });
    std::replace_if(exponent, rest.end(), is_digit, '0');
}

// Calls visit(at) for every letter outside of texts; it answers where to go on.
template <class Visit>
void for_each_outside_texts(std::span<const char> json, Visit&& visit) {
    bool in_text = false;
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] == '"') in_text = !in_text;
        if (in_text) {
            at += json[at] == '\\' ? 2U : 1U;
        } else {
            at = visit(at);
        }
    }
}

}  // namespace

bool is_nested_deeper(std::span<const char> json, std::size_t depth_max) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for_each_outside_texts(json, [&](std::size_t at) {
        if (json[at] == '{' || json[at] == '[') deepest = std::max(deepest, ++depth);
        if ((json[at] == '}' || json[at] == ']') && depth > 0) --depth;
        return at + 1;
    });
    return deepest > depth_max;
}

void make_fractions_of_large_numbers(std::span<char> json) {
    for_each_outside_texts(json, [&](std::size_t at) {
        if (json[at] != '-' && !is_digit(json[at])) return at + 1;
        std::size_t end = at + 1;
        while (end < json.size() && is_number_letter(json[end])) ++end;
        make_fraction(json.subspan(at, end - at));
        return end;
    });
}

}  // namespace leadline::events
