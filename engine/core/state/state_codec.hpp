// The canonical bytes of state entries: what the store keeps and the state hash covers. Not a
// format for ever: state_version names it, and state of another version is made anew from the log.
#pragma once

#include "engine/core/state/timers.hpp"
#include "events/base/result.hpp"

namespace leadline::engine {

inline constexpr std::uint32_t state_version = 8;

// Table, program id with its length, entry id.
void append_entry_key(std::string& key, TableKind table, events::Text program, events::Text id);
void append_entry_key(std::string& key, const Entry& entry);

// What begins the keys of an order or a list: the same, with the length of `id` before it.
void append_sub_key(std::string& key, TableKind table, events::Text program, events::Text id);

// The value; empty when the entry is as good as absent (nothing staged, counters of nobody).
void append_entry_value(events::Bytes& value, const Entry& entry);

struct EntryKey {
    TableKind table;
    events::Text program;
    events::Text id;
};
[[nodiscard]] bool read_entry_key(events::BytesView key, EntryKey& out);

// Makes the resident entry with that id in its table and fills it. The things it refers to must be
// there: tables are loaded in the order of their numbers. None when the bytes are not an entry's.
[[nodiscard]] Entry* load_entry(Program& program, const EntryKey& key, events::BytesView value);

// Fills an entry from its value. False: the bytes are not a value of its table.
[[nodiscard]] bool read_entry_value(Entry& entry, events::BytesView value);

// The part of the state hash that this entry makes.
[[nodiscard]] Hash128 entry_hash(events::Text key, events::BytesView value);

// Makes what is derived of the resident entries of a program, when all are loaded.
[[nodiscard]] bool derive(Program& program);

// The derived parts of single entries, which `evolve` shares.
[[nodiscard]] bool derive_queue(Queue& queue);

}  // namespace leadline::engine
