// Keys of entries, and what an entry adds to the state hash; see state_codec.hpp.
#include "engine/core/state/hash.hpp"
#include "engine/core/state/state_codec.hpp"

namespace leadline::engine {

using events::BytesView;
using events::Text;

void append_entry_key(std::string& key, TableKind table, Text program, Text id) {
    key.push_back(static_cast<char>(table));
    key.push_back(static_cast<char>(program.size()));  // an id has at most 128 bytes
    key += program;
    key += id;
}

void append_entry_key(std::string& key, const Entry& entry) {
    append_entry_key(key, entry.table, entry.program->id, entry.id);
}

void append_sub_key(std::string& key, TableKind table, Text program, Text id) {
    append_entry_key(key, table, program, {});
    key.push_back(static_cast<char>(id.size()));
    key += id;
}

bool read_entry_key(BytesView key, EntryKey& out) {
    const Text text = events::as_text(key);
    if (text.size() < 2) return false;
    const auto program_size = static_cast<unsigned char>(text[1]);
    if (text.size() < 2U + program_size) return false;
    out.table = static_cast<TableKind>(text[0]);
    out.program = text.substr(2, program_size);
    out.id = text.substr(2U + program_size);
    return true;
}

Hash128 entry_hash(Text key, BytesView value) {
    if (value.empty()) return 0;
    const XXH64_hash_t seed = XXH3_64bits(key.data(), key.size());
    const XXH128_hash_t hash = XXH3_128bits_withSeed(value.data(), value.size(), seed);
    return (Hash128{hash.high64} << 64U) | hash.low64;
}

}  // namespace leadline::engine
