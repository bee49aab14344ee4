// Match keys: how equal people and companies are found without showing them (DESIGN D8). A key is a
// keyed digest of the normalised text and begins with its normaliser's number. Normaliser 2 makes
// the normal forms of the room normalise/, and no two kinds of text ever have one digest.
// Normaliser 1 knew no kinds: it trimmed white space and folded case; keys made by it are still
// found. Only `decide` makes keys: they stand in events, so a newer ICU or list of public suffixes
// never changes what has been decided. Pure; any thread.
#pragma once

#include <array>
#include <string>

#include "engine/core/state/cold_records.hpp"
#include "events/ids.hpp"
#include "events/personal.hpp"

namespace leadline::engine {

// Every normaliser by which keys in state may have been made, the newest first. New keys are made
// by the newest; a look-up tries all.
inline constexpr std::array<std::uint8_t, 2> normalisers_in_use{2, 1};
inline constexpr std::uint8_t newest_normaliser = normalisers_in_use.front();

// What a text is. The numbers stand in digests, for ever.
enum class MatchKind : std::uint8_t { email = 1, phone = 2, company = 3, domain = 4 };

// What is to be matched, as it was said.
struct MatchText {
    MatchKind kind = MatchKind::company;
    Text text;
    Text country{};  // ISO 3166-1 alpha-2, for phones; empty: not known
};

inline constexpr std::uint8_t match_algorithm = 1;  // HMAC-SHA-256 under the program's id
inline constexpr std::uint32_t match_key_id = 0;
inline constexpr std::size_t match_digest_bytes = 16;  // the first of the 32

// What the normaliser makes of UTF-8 text; empty when there is nothing to match by: nothing was
// said, a phone number of no country, a domain of free mail, or a kind that the normaliser has not.
[[nodiscard]] std::string normalise(std::uint8_t normaliser, const MatchText& said);

// The key of what was said; not set when there is nothing to match by. The digest lies in the
// arena.
[[nodiscard]] events::MatchKey match_key(events::ProgramId program, const MatchText& said,
                                         events::Arena& arena,
                                         std::uint8_t normaliser = newest_normaliser);

// The key as one string, for indexes: normaliser, algorithm, key (little-endian), digest. Empty for
// a key that is not set.
[[nodiscard]] std::string match_key_bytes(const events::MatchKey& key);

// The same in hexadecimal digits, for keys that people may see.
[[nodiscard]] std::string match_key_hex(const events::MatchKey& key);

// The id that it leads to, by any normaliser in use, the newest first; empty: to none. What is
// nothing to match by for the newest is so for all: "-" leads nowhere, whatever was keyed once.
[[nodiscard]] Text find_match(const ColdTable<Match>& matches, events::ProgramId program,
                              const MatchText& said, events::Arena& arena);

}  // namespace leadline::engine
