// Match keys: how equal people and companies are found without showing them (DESIGN D8). A key is a
// keyed digest of the normal forms of the room normalise/ and begins with its normaliser's number;
// no two kinds of text ever have one digest. Only `decide` makes keys: they stand in events, so a
// newer ICU or list of public suffixes never changes what has been decided. Pure; any thread.
#pragma once

#include <span>
#include <string>

#include "engine/core/state/cold_records.hpp"
#include "events/duplicates.hpp"
#include "events/ids.hpp"
#include "events/personal.hpp"

namespace leadline::engine {

using events::MatchField;

// What is to be matched, as it was said.
struct MatchText {
    MatchField field = MatchField::company;
    Text text;
    Text country{};  // ISO 3166-1 alpha-2, for phones; empty: not known
};

inline constexpr std::uint8_t normaliser = 2;
inline constexpr std::uint8_t match_algorithm = 1;  // HMAC-SHA-256 under the program's id
inline constexpr std::uint32_t match_key_id = 0;
inline constexpr std::size_t match_digest_bytes = 16;  // the first of the 32

// What the normaliser makes of UTF-8 text; empty when there is nothing to match by: nothing was
// said, a phone number of no country, a domain of free mail.
[[nodiscard]] std::string normalise(const MatchText& said);

// The key of what was said, one text or several that must all be equal; not set when there is
// nothing to match by in any of them. The order of the texts does not matter, each is of another
// field. The digest lies in the arena.
[[nodiscard]] events::MatchKey match_key(events::ProgramId program, std::span<const MatchText> said,
                                         events::Arena& arena);
[[nodiscard]] inline events::MatchKey match_key(events::ProgramId program, const MatchText& said,
                                                events::Arena& arena) {
    return match_key(program, std::span(&said, 1), arena);
}

// The key as one string, for indexes: normaliser, algorithm, key (little-endian), digest. Empty for
// a key that is not set.
[[nodiscard]] std::string match_key_bytes(const events::MatchKey& key);

// The same in hexadecimal digits, for keys that people may see.
[[nodiscard]] std::string match_key_hex(const events::MatchKey& key);

// The id that it leads to; empty: to none.
[[nodiscard]] Text find_match(const ColdTable<Match>& matches, events::ProgramId program,
                              const MatchText& said, events::Arena& arena);

}  // namespace leadline::engine
