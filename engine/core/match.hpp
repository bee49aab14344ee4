// Match keys: how equal names and equal e-mail addresses are found without showing them (DESIGN
// D8). A key is a keyed digest of the normalised text and begins with its normaliser's number.
// Normaliser 1 trims Unicode white space and folds case (full folding, default mappings); it
// applies no normalisation form, so that "é" in one and in two code points are two names. Only
// `decide` makes keys: they stand in events, so a newer ICU never changes what has been decided.
// Pure; any thread.
#pragma once

#include <array>
#include <string>

#include "engine/core/state/cold_records.hpp"
#include "events/ids.hpp"
#include "events/personal.hpp"

namespace leadline::engine {

// Every normaliser by which keys in state may have been made, the newest first. New keys are made
// by the newest; a look-up tries all.
inline constexpr std::array<std::uint8_t, 1> normalisers_in_use{1};
inline constexpr std::uint8_t newest_normaliser = normalisers_in_use.front();

inline constexpr std::uint8_t match_algorithm = 1;  // HMAC-SHA-256 under the program's id
inline constexpr std::uint32_t match_key_id = 0;
inline constexpr std::size_t match_digest_bytes = 16;  // the first of the 32

// What the normaliser makes of UTF-8 text; empty when nothing but white space is in it.
[[nodiscard]] std::string normalise(std::uint8_t normaliser, Text text);

// The key of `text`; not set when there is nothing to match by. The digest lies in the arena.
[[nodiscard]] events::MatchKey match_key(events::ProgramId program, Text text, events::Arena& arena,
                                         std::uint8_t normaliser = newest_normaliser);

// The key as one string, for indexes: normaliser, algorithm, key (little-endian), digest. Empty for
// a key that is not set.
[[nodiscard]] std::string match_key_bytes(const events::MatchKey& key);

// The same in hexadecimal digits, for keys that people may see.
[[nodiscard]] std::string match_key_hex(const events::MatchKey& key);

// The id that `text` leads to, by any normaliser in use; empty: to none.
[[nodiscard]] Text find_match(const ColdTable<Match>& matches, events::ProgramId program, Text text,
                              events::Arena& arena);

}  // namespace leadline::engine
