// See json_text.hpp.
#include "events/codec/json_text.hpp"

#include <cstring>

namespace leadline::events {
namespace {

constexpr Text hex_digits = "0123456789abcdef";

constexpr std::uint64_t each(std::uint64_t byte) { return byte * 0x0101'0101'0101'0101U; }

// A bit at the top of each byte of `word` that is zero; bits above the first one may be wrong.
constexpr std::uint64_t zero_bytes(std::uint64_t word) {
    return (word - each(1)) & ~word & each(0x80);
}

// Whether none of eight bytes has to be escaped.
bool is_plain(std::uint64_t word) {
    const std::uint64_t control = (word - each(0x20)) & ~word & each(0x80);
    return (control | zero_bytes(word ^ each('"')) | zero_bytes(word ^ each('\\'))) == 0;
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
        out += c;
        return;
    }
    out += "\\u00";
    out += hex_digits[byte >> 4U];
    out += hex_digits[byte & 15U];
}

// Room for `count` more bytes: one look at the string's capacity for all that stands in them.
char* grown(std::string& out, std::size_t count) {
    const std::size_t begin = out.size();
    out.resize(begin + count);
    return out.data() + begin;
}

void append_line(std::string& out, std::size_t depth) {
    out += '\n';
    out.append(depth * 2, ' ');
}

}  // namespace

void append_json(std::string& out, Text text) {
    if (!is_plain_json(text)) {
        out += '"';
        append_json_inner(out, text);
        out += '"';
        return;
    }
    char* const to = grown(out, text.size() + 2);
    *to = '"';
    std::memcpy(to + 1, text.data(), text.size());
    to[text.size() + 1] = '"';
}

void append_json_inner(std::string& out, Text text) {
    std::size_t done = 0;
    std::size_t at = 0;
    std::uint64_t word = 0;
    while (at < text.size()) {
        if (text.size() - at >= sizeof word) {
            std::memcpy(&word, text.data() + at, sizeof word);
            if (is_plain(word)) {
                at += sizeof word;
                continue;
            }
        }
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            out.append(text, done, at - done);
            append_escaped(out, text[at]);
            done = at + 1;
        }
        ++at;
    }
    out.append(text, done, text.size() - done);
}

bool is_plain_json(Text text) {
    std::uint64_t word = 0;
    for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
        std::memcpy(&word, text.data(), sizeof word);
        if (!is_plain(word)) return false;
    }
    word = each(' ');
    std::memcpy(&word, text.data(), text.size());
    return is_plain(word);
}

void append_json(std::string& out, Time time) {
    char text[time_text_bytes + 2];
    text[0] = '"';
    write_text(time, text + 1);
    text[time_text_bytes + 1] = '"';
    out.append(text, sizeof text);
}

void append_padded(std::string& out, std::uint64_t number, std::size_t width) {
    const std::size_t begin = out.size();
    append_number(out, number);
    const std::size_t digits = out.size() - begin;
    if (digits < width) out.insert(begin, width - digits, '0');
}

void append_hex(std::string& out, BytesView bytes) {
    for (const std::byte byte : bytes) {
        out += hex_digits[std::to_integer<std::size_t>(byte) >> 4U];
        out += hex_digits[std::to_integer<std::size_t>(byte) & 15U];
    }
}

void append_base64(std::string& out, BytesView bytes) {
    constexpr Text digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8U |
                    (at + i < bytes.size() ? std::to_integer<std::uint32_t>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i) {
            const bool is_padding = at + i > bytes.size();
            out += is_padding ? '=' : digits[group >> (18 - 6 * i) & 63U];
        }
    }
}

void append_key(std::string& out, Text name) {
    const bool is_first = out.empty() || out.back() == '{';
    char* to = grown(out, name.size() + (is_first ? 3 : 4));
    if (!is_first) *to++ = ',';
    *to++ = '"';
    std::memcpy(to, name.data(), name.size());
    to += name.size();
    *to++ = '"';
    *to = ':';
}

std::string indented(Text json) {
    std::string out;
    std::size_t depth = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_text) {
            out += c;
            if (c == '\\' && i + 1 < json.size()) out += json[++i];
            if (c == '"') in_text = false;
            continue;
        }
        const bool opens = c == '{' || c == '[';
        const bool is_empty_pair =
            opens && i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        if (is_empty_pair) {
            out += c;
            out += json[++i];
        } else if (opens) {
            out += c;
            append_line(out, ++depth);
        } else if (c == '}' || c == ']') {
            if (depth > 0) --depth;
            append_line(out, depth);
            out += c;
        } else {
            out += c;
            if (c == ',') append_line(out, depth);
            if (c == ':') out += ' ';
            in_text = c == '"';
        }
    }
    return out;
}

}  // namespace leadline::events
