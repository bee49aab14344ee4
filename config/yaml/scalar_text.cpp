// See scalar_text.hpp. In doubt a text keeps its quotes.
#include "config/yaml/scalar_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace leadline::config {
namespace {

constexpr std::array<std::string_view, 10> words{"null", "true", "false", "yes", "no",
                                                 "on",   "off",  "y",     "n",   "~"};

// A pattern reads better in quotes, and not every reader takes these without.
constexpr std::string_view of_patterns = R"(?*|\^$"`)";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_word(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::find(words.begin(), words.end(), lower) != words.end();
}

// Numbers, dates and times, in every form that some reader of YAML knows.
bool is_like_number(std::string_view text) {
    constexpr std::string_view of_numbers = "0123456789.,_+-:abcdefABCDEFxXoOTZ";
    const std::size_t first = text.find_first_not_of("+-.");
    return first != std::string_view::npos && is_digit(text[first]) &&
           text.find_first_not_of(of_numbers) == std::string_view::npos;
}

bool has_odd_character(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
    // Line ends that some readers know, a byte order mark, and what begins them.
    for (const std::string_view odd : {"\xC2\x80", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"})
        if (text.find(odd) != std::string_view::npos) return true;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == '\xC2' && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
    return false;
}

bool may_begin(char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '/' || c == '(' || c == '+' ||
           c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool is_plain(std::string_view text, ScalarPlace place) {
    if (text.empty() || !may_begin(text.front()) || text.back() == ' ' || text.back() == ':')
        return false;
    if (is_word(text) || is_like_number(text) || has_odd_character(text)) return false;
    if (text.find_first_of(of_patterns) != std::string_view::npos) return false;
    const auto has = [text](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    };
    if (has(": ") || has(" #") || text.starts_with("...")) return false;
    if (place != ScalarPlace::line && has(":")) return false;
    return place == ScalarPlace::line || text.find_first_of(",[]{}") == std::string_view::npos;
}

std::string in_double_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

}  // namespace leadline::config
