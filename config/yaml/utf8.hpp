// UTF-8, checked: the well-formed sequences of RFC 3629 only (no overlong forms, no surrogates,
// nothing over U+10FFFF). Pure; any thread. Normalising and case folding are not done here.
#pragma once

#include <cstddef>
#include <string_view>

namespace leadline::config {

inline constexpr std::size_t utf8_whole = std::string_view::npos;

// The offset of the first byte that belongs to no well-formed sequence, or utf8_whole.
[[nodiscard]] std::size_t first_bad_utf8(std::string_view text);

// How many code points stand in well-formed `text`.
[[nodiscard]] std::size_t code_points(std::string_view text);

// True for the bytes 10xxxxxx, which begin no code point.
[[nodiscard]] constexpr bool continues_code_point(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace leadline::config
