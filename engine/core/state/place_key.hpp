// Keys of the store whose bytes sort as what they say does: numbers most significant byte first,
// signed ones with their sign turned over.
#pragma once

#include <cstdint>
#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// Eight bytes.
inline void put_ordered(char* to, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8)
        *to++ = static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU);
}

inline void append_ordered(std::string& key, std::uint64_t number) {
    char bytes[sizeof number];
    put_ordered(bytes, number);
    key.append(bytes, sizeof bytes);
}

inline void append_ordered(std::string& key, std::int64_t number) {
    append_ordered(key, static_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63U));
}

// Exactly eight bytes; false for any other text.
[[nodiscard]] inline bool read_ordered(events::Text key, std::uint64_t& number) {
    if (key.size() != sizeof number) return false;
    number = 0;
    for (const char c : key) number = (number << 8U) | static_cast<unsigned char>(c);
    return true;
}

[[nodiscard]] inline bool read_ordered(events::Text key, std::int64_t& number) {
    std::uint64_t bits = 0;
    if (!read_ordered(key, bits)) return false;
    number = static_cast<std::int64_t>(bits ^ (std::uint64_t{1} << 63U));
    return true;
}

}  // namespace leadline::engine
