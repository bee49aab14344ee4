// JSON out, the letters: texts with their escapes, numbers, times. Everything appends to a string
// of the caller's, takes no other memory and uses no floating point. Texts are UTF-8 already. Any
// thread.
#pragma once

#include <charconv>
#include <concepts>
#include <string>

#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"
#include "events/base/time.hpp"

namespace leadline::events {

// The text in quotes. Control characters, `"` and `\` are escaped, everything else stands as it is.
void append_json(std::string& out, Text text);

// The same without the quotes.
void append_json_inner(std::string& out, Text text);

// Whether the text stands in JSON as it is.
[[nodiscard]] bool is_plain_json(Text text);

// In quotes, 27 characters between them.
void append_json(std::string& out, Time time);

template <std::integral Number>
requires(!std::same_as<Number, bool>) void append_number(std::string& out, Number number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, static_cast<std::size_t>(end - digits));
}

// With zeros before it, `width` digits.
void append_padded(std::string& out, std::uint64_t number, std::size_t width);

// Two small hex digits per byte, without quotes.
void append_hex(std::string& out, BytesView bytes);

// RFC 4648 with padding, without quotes.
void append_base64(std::string& out, BytesView bytes);

// `"name":`, and a comma before it where something stands before it in the object.
void append_key(std::string& out, Text name);

// The same JSON over several lines, two spaces deeper per level; empty objects and lists stay
// short.
[[nodiscard]] std::string indented(Text json);

}  // namespace leadline::events
