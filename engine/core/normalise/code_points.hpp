// A walk over the code points of UTF-8 text that may be ill-formed. Pure; any thread.
#pragma once

#include <unicode/utf8.h>

#include <cstdint>
#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// Calls use(code point, its bytes); the code point of an ill-formed sequence is negative.
template <class Use>
void for_each_code_point(events::Text text, Use use) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, text.size(), c);
        use(c, text.substr(start, at - start));
    }
}

// `c` is a Unicode scalar value.
inline void append_code_point(std::string& out, UChar32 c) {
    std::uint8_t bytes[U8_MAX_LENGTH];
    std::size_t size = 0;
    const auto scalar = static_cast<std::uint32_t>(c);
    U8_APPEND_UNSAFE(bytes, size, scalar);
    out.append(reinterpret_cast<const char*>(bytes), size);
}

inline bool is_ascii(events::Text text) {
    unsigned char all = 0;
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

}  // namespace leadline::engine
