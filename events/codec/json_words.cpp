// See json_words.hpp.
#include "events/codec/json_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "events/base/utf8.hpp"

namespace leadline::events {
namespace {

constexpr std::size_t quoted_bytes_max = 60;
constexpr std::size_t compared_bytes_max = 32;

// How many letters have to be put in, taken out or changed to make one name of the other; letters
// that differ in case alone count nothing.
std::size_t edits(Text a, Text b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; };
    std::array<std::size_t, compared_bytes_max + 1> row{};
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

bool is_digits(Text text) {
    return !text.empty() && text.find_first_not_of("0123456789") == Text::npos;
}

Text nearest(Text text, std::span<const Text> names) {
    Text found;
    std::size_t fewest = std::max<std::size_t>(text.size() / 3, 1) + 1;
    for (const Text name : names) {
        if (text.size() > compared_bytes_max || name.size() > compared_bytes_max) continue;
        const std::size_t distance = edits(text, name);
        if (distance >= fewest || distance >= name.size()) continue;
        fewest = distance;
        found = name;
    }
    return found;
}

}  // namespace

void append_pointer(std::string& to, Text key) {
    to += '/';
    for (const char c : key) {
        if (c == '~') {
            to += "~0";
        } else if (c == '/') {
            to += "~1";
        } else {
            to += c;
        }
    }
}

std::string quoted(Text text) {
    std::string out = "\"";
    const Text shown = utf8_prefix(text, quoted_bytes_max);
    for (const char c : shown) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + (shown.size() < text.size() ? "...\"" : "\"");
}

bool is_decimal(Text text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    if (point == Text::npos) return is_digits(text);
    return is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

std::string listed(std::span<const Text> names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
        out += names[i];
    }
    return out;
}

std::string unknown_name(Text what, Text text, std::span<const Text> names) {
    std::string out = fmt::format("unknown {} {}", what, quoted(text));
    if (const Text near = nearest(text, names); !near.empty())
        out += fmt::format("; did you mean {}?", quoted(near));
    return out;
}

}  // namespace leadline::events
