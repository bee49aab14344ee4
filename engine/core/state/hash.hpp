// Hashes of what tables look up, compiled in: an id is hashed several times for each command, and
// is so short that a call into the library would cost about as much. A table's hash is in no file,
// event or tie; what is (the state hash, identities of commands) calls xxHash by its own names.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>

#include "events/base/arena.hpp"

namespace leadline::engine {

[[nodiscard]] inline std::uint64_t hash_of(events::Text id) {
    return XXH3_64bits(id.data(), id.size());
}

// Of a number, by the last steps of MurmurHash3 (Appleby): every bit of it changes half of them.
[[nodiscard]] constexpr std::uint64_t hash_of(std::uint64_t number) {
    number ^= number >> 33U;
    number *= 0xFF51'AFD7'ED55'8CCDU;
    number ^= number >> 33U;
    number *= 0xC4CE'B9FE'1A85'EC53U;
    return number ^ (number >> 33U);
}

}  // namespace leadline::engine
