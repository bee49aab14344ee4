// See output_words.hpp.
#include "connectors/cli/output_words.hpp"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <optional>

namespace leadline::connectors {
namespace {

constexpr std::string_view ellipsis = "…";

// The code point at `at`, moved behind it; below 0: these bytes are no UTF-8.
UChar32 next_code_point(std::string_view text, std::int32_t& at) {
    UChar32 c = 0;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    U8_NEXT(bytes, at, static_cast<std::int32_t>(text.size()), c);
    return c;
}

bool is_control(UChar32 c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

// Marks that turn the direction of the text around them would rearrange a table.
bool turns_direction(UChar32 c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::size_t columns_of(UChar32 c) {
    if (c < 0x300) return 1;
    const auto type = static_cast<UCharCategory>(u_charType(c));
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool is_safe(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':';
}

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    return std::nullopt;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::int32_t at = 0; at < static_cast<std::int32_t>(text.size());) {
        const std::int32_t begin = at;
        const UChar32 c = next_code_point(text, at);
        if (c == '\n' || c == '\r' || c == '\t') {
            out += ' ';
        } else if (c < 0 || is_control(c) || turns_direction(c)) {
            out += '?';
        } else {
            out +=
                text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
        }
    }
    return out;
}

std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (std::int32_t at = 0; at < static_cast<std::int32_t>(text.size());)
        columns += columns_of(next_code_point(text, at));
    return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
    if (columns_of(text) <= columns) return std::string(text);
    if (columns == 0) return {};
    std::size_t used = 0;
    std::int32_t at = 0;
    while (true) {
        std::int32_t next = at;
        used += columns_of(next_code_point(text, next));
        if (used > columns - 1) break;
        at = next;
    }
    return std::string(text.substr(0, static_cast<std::size_t>(at))).append(ellipsis);
}

std::size_t terminal_columns(int fd) {
    struct winsize size {};
    return ::ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string cursor_text(std::string_view cursor) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : cursor) {
        if (is_safe(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::string cursor_of(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool has_digits = text[i] == '%' && i + 2 < text.size();
        const auto high = has_digits ? hex_digit(text[i + 1]) : std::nullopt;
        const auto low = has_digits ? hex_digit(text[i + 2]) : std::nullopt;
        if (high && low) {
            out += static_cast<char>(*high << 4U | *low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace leadline::connectors
