// Keys of the store whose bytes sort as what they say does: numbers most significant byte first,
// signed ones with their sign turned over.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// Eight bytes.
inline void put_ordered(char* to, std::uint64_t number) {
    const std::uint64_t turned = __builtin_bswap64(number);
    std::memcpy(to, &turned, sizeof turned);
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
    std::memcpy(&number, key.data(), sizeof number);
    number = __builtin_bswap64(number);
    return true;
}

[[nodiscard]] inline bool read_ordered(events::Text key, std::int64_t& number) {
    std::uint64_t bits = 0;
    if (!read_ordered(key, bits)) return false;
    number = static_cast<std::int64_t>(bits ^ (std::uint64_t{1} << 63U));
    return true;
}

}  // namespace leadline::engine
