// Readers of single values; see scalars.hpp.
#include "config/yaml/scalars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// -?(0|[1-9][0-9]*)
bool is_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return all_digits(text) && (text.size() == 1 || text[0] != '0');
}

bool is_decimal(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return is_integer(text);
    return is_integer(text.substr(0, point)) && all_digits(text.substr(point + 1));
}

std::string without_leading_zeros(std::string_view digits) {
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return std::string(digits.substr(first));
}

// What the writer of a number may have meant; empty when there is nothing to say.
std::string integer_hint(const Node& node) {
    const std::string_view text = node.text;
    if (!node.is_scalar()) return {};
    if (node.in_quotes && is_integer(text)) return "write it without quotes";
    if (all_digits(text)) return "write " + without_leading_zeros(text) + ", without leading zeros";
    std::string plain(text);
    std::erase_if(plain, [](char c) { return c == '_' || c == ','; });
    if (plain.starts_with('+')) plain.erase(0, 1);
    if (plain != text && is_integer(plain)) return "write " + plain;
    const auto exponent = plain.find_first_of("eE");
    double value = 0;
    const auto [end, code] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (exponent == std::string::npos || code != std::errc{} || end != plain.data() + plain.size())
        return {};
    if (std::abs(value) > 1e15 || value != std::floor(value)) return {};
    return fmt::format("write {:.0f}", value);
}

constexpr std::string_view yes_words[] = {"yes", "Yes", "YES", "on",   "On",
                                          "ON",  "y",   "Y",   "True", "TRUE"};
constexpr std::string_view no_words[] = {"no",  "No", "NO", "off",   "Off",
                                         "OFF", "n",  "N",  "False", "FALSE"};

std::string_view bool_hint(const Node& node) {
    if (node.text == "true" || node.text == "false") return "write it without quotes";
    if (std::ranges::find(yes_words, node.text) != std::end(yes_words)) return "write true";
    if (std::ranges::find(no_words, node.text) != std::end(no_words)) return "write false";
    return {};
}

std::string_view null_hint(const Node& node) {
    return node.kind == NodeKind::nothing && !node.text.empty()
               ? "put it in quotes if the word is meant"
               : "";
}

}  // namespace

bool read(const Node& node, Diagnostics& diagnostics, std::string& out) {
    if (!node.is_scalar() || node.text.empty()) {
        diagnostics.expected(node, "text", null_hint(node));
        return false;
    }
    out = node.text;
    return true;
}

bool read(const Node& node, Diagnostics& diagnostics, AnyText& out) {
    if (!node.is_scalar()) {
        diagnostics.expected(node, "a text, a number, true or false", null_hint(node));
        return false;
    }
    out.text = node.text;
    return true;
}

bool read(const Node& node, Diagnostics& diagnostics, Decimal& out) {
    if (!node.is_scalar() || !is_decimal(node.text)) {
        diagnostics.expected(node, "a decimal number such as 1000 or 12.50");
        return false;
    }
    out.text = node.text;
    return true;
}

bool read(const Node& node, Diagnostics& diagnostics, bool& out) {
    const bool is_bool =
        node.is_scalar() && !node.in_quotes && (node.text == "true" || node.text == "false");
    if (!is_bool) {
        diagnostics.expected(node, "true or false", node.is_scalar() ? bool_hint(node) : "");
        return false;
    }
    out = node.text == "true";
    return true;
}

bool read(const Node& node, Diagnostics& diagnostics, events::Duration& out) {
    const auto value = node.is_scalar() ? events::parse_duration(node.text) : std::nullopt;
    if (!value) {
        const bool bare = node.is_scalar() && all_digits(node.text);
        diagnostics.expected(node, "a duration such as 90s, 30m, 4h or 7d",
                             bare ? "name the unit" : "");
        return false;
    }
    out = *value;
    return true;
}

bool read(const Node& node, Diagnostics& diagnostics, events::Time& out) {
    const auto value = node.is_scalar() ? events::parse_time(node.text) : std::nullopt;
    if (!value) {
        diagnostics.expected(node, "a time such as 2026-01-31T08:00:00Z, or a date");
        return false;
    }
    out = *value;
    return true;
}

bool read_integer(const Node& node, Diagnostics& diagnostics, std::int64_t min, std::int64_t max,
                  std::int64_t& out) {
    std::int64_t value = 0;
    bool fits = false;
    bool too_long = false;
    const bool written = node.is_scalar() && !node.in_quotes && is_integer(node.text);
    if (written) {
        const char* end = node.text.data() + node.text.size();
        const auto code = std::from_chars(node.text.data(), end, value).ec;
        too_long = code != std::errc{};  // for any whole number here
        fits = !too_long && value >= min && value <= max;
    }
    if (!fits) {
        std::string what = "a whole number";
        const bool bounded = max != std::numeric_limits<std::int64_t>::max();
        if (bounded || too_long) what += fmt::format(" from {} to {}", min, max);
        if (!bounded && !too_long && min != std::numeric_limits<std::int64_t>::min())
            what += fmt::format(", at least {}", min);
        diagnostics.expected(node, what, written ? "" : integer_hint(node));
        return false;
    }
    out = value;
    return true;
}

bool read_name(const Node& node, Diagnostics& diagnostics, std::string_view what,
               std::span<const std::string_view> names, std::size_t& out) {
    if (!node.is_scalar()) {
        diagnostics.expected(node, fmt::format("a {}: one of {}", what, listed(names)));
        return false;
    }
    const auto at = std::find(names.begin(), names.end(), node.text);
    if (at == names.end()) {
        diagnostics.error(node, unknown_name(what, node.text, names));
        return false;
    }
    out = static_cast<std::size_t>(at - names.begin());
    return true;
}

}  // namespace leadline::config
