// Entry and Table: how state keeps its things. An entry is one key and one canonical value in the
// state's store and hash; a table finds entries by id and by index. Pointers and indexes stay valid
// for the state's life (nothing is ever deleted). One thread.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <deque>
#include <string>

#include "events/base/arena.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

using events::Text;

// A sum of these, modulo 2^128, is the state hash (DESIGN D7).
__extension__ using Hash128 = unsigned __int128;

// The table an entry stands in. Numbers are the first byte of its key in the store, and an entry
// refers only to entries of lower tables, so that loading in key order finds them.
enum class TableKind : std::uint8_t {
    program = 1,
    ruleset = 2,
    staging = 3,
    counters = 4,
    queue = 5,
    partner = 6,
    user = 7,
    rotation = 8,
    claim_counter = 9,
    account = 10,
    contact = 11,
    opportunity = 12,
    lead = 13,
    deal = 14,
};

struct Program;

// Interned number of a resident thing: never in an event, a key, a hash or a tie (DESIGN D2).
using Index = std::uint32_t;
inline constexpr Index no_index = 0xFFFF'FFFF;

struct Entry {
    std::string id;  // within program and table
    Program* program = nullptr;
    Hash128 hash = 0;  // of key and value as last collected; 0: not in the store
    Index index = no_index;
    TableKind table = TableKind::program;
    bool dirty = false;
};

template <class Record>
class Table {
public:
    Table(TableKind kind, Program& program) : kind_(kind), program_(&program) {}

    [[nodiscard]] Record* find(Text id) { return look_up(id); }
    [[nodiscard]] const Record* find(Text id) const { return look_up(id); }
    // Asks the memory for what find(id) will look at.
    void prefetch(Text id) const { by_id_.prefetch(id); }
    [[nodiscard]] Record& at(Index index) { return records_[index]; }
    [[nodiscard]] const Record& at(Index index) const { return records_[index]; }
    [[nodiscard]] Index size() const { return static_cast<Index>(records_.size()); }
    [[nodiscard]] auto begin() { return records_.begin(); }
    [[nodiscard]] auto end() { return records_.end(); }
    [[nodiscard]] auto begin() const { return records_.begin(); }
    [[nodiscard]] auto end() const { return records_.end(); }

    // The id must be new.
    Record& insert(Text id) {
        Record& record = records_.emplace_back();
        record.id.assign(id);
        record.program = program_;
        record.table = kind_;
        record.index = static_cast<Index>(records_.size() - 1);
        const bool is_new = by_id_.emplace(Text(record.id), &record).second;
        ENSURE(is_new);
        last_ = &record;
        return record;
    }

private:
    // Whoever checks a thing looks it up again to change it, and events of one command are about
    // the same things: the one that was found last is tried first.
    [[nodiscard]] Record* look_up(Text id) const {
        if (last_ != nullptr && last_->id == id) return last_;
        const auto at = by_id_.find(id);
        if (at == by_id_.end()) return nullptr;
        last_ = at->second;
        return last_;
    }

    TableKind kind_;
    Program* program_;
    std::deque<Record> records_;
    absl::flat_hash_map<Text, Record*> by_id_;
    mutable Record* last_ = nullptr;
};

}  // namespace leadline::engine
