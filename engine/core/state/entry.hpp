// Entry and Table: how state keeps its things. An entry is one key and one canonical value in the
// state's store and hash. A table has the things that are always in memory, and finds them by id
// and by index; its pointers and indexes stay valid for the state's life. See cold_table.hpp for
// the others. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/state/hash.hpp"
#include "engine/core/state/hash_index.hpp"
#include "engine/core/state/record_blocks.hpp"
#include "engine/core/state/state_memory.hpp"
#include "events/base/ensure.hpp"
#include "events/ids.hpp"

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
    cap_counter = 10,
    backlog = 11,
    account = 12,
    contact = 13,
    opportunity = 14,
    lead = 15,
    deal = 16,
    account_name = 17,
    contact_email = 18,
    customer = 19,
    leads_of_key = 20,
    lead_keys = 21,
    // From here on no entries, and not in the hash: orders and lists over them.
    queue_place = 64,
    timer = 65,
    leads_of_user = 66,
    deals_of_partner = 67,
    backlog_place = 68,
    offers_of_partner = 69,
    opportunities_of_user = 70,
    opportunities_of_partner = 71,  // delivered to it
};

// Whether things of this table are always in memory.
[[nodiscard]] constexpr bool is_resident(TableKind table) { return table < TableKind::account; }

struct Program;

// Interned number of a resident thing: never in an event, a key, a hash or a tie (DESIGN D2).
using Index = HashIndex::Number;
inline constexpr Index no_index = HashIndex::none;

// Whether a place in a cold table is taken, and by what: a thing, or the knowledge that there is
// none. Things of other tables are always there.
enum class Presence : std::uint8_t { here, absent, free };

struct Entry {
    std::string id;    // within program and table
    Hash128 hash = 0;  // of key and value as last collected; 0: not in the store
    Program* program = nullptr;
    Index index = no_index;
    Generation changed = 0;  // the checkpoint that its last change is in
    TableKind table = TableKind::program;
    bool dirty : 1 = false;              // changed, and not yet collected
    mutable bool is_recent : 1 = false;  // used since forgetting last came by
    Presence presence : 2 = Presence::here;
};
static_assert(sizeof(Entry) == 64);

// Asks the memory for a record, and answers where it is; null: there is none of that number.
template <class Record>
const Record* ask_for(const Records<Record>& records, Index index) {
    if (index >= records.size()) return nullptr;
    const Record* record = &records[index];
    const char* bytes = reinterpret_cast<const char*>(record);
    constexpr std::size_t cache_line = 64;
    for (std::size_t line = 0; line < sizeof(Record); line += cache_line)
        __builtin_prefetch(bytes + line, 1);
    return record;
}

template <class Record>
class Table {
public:
    Table(TableKind kind, Program& program) : kind_(kind), program_(&program) {}

    [[nodiscard]] Record* find(Text id) { return look_up(id); }
    [[nodiscard]] const Record* find(Text id) const { return look_up(id); }
    // Asks the memory for what find() of an id with this hash will look at, in two steps some
    // look-ups apart: first where the index looks, then the record itself. The second answers the
    // record's address, for those who will want more of it; nothing is read there yet, and it may
    // be another's.
    void prefetch_index(std::uint64_t hash) const { by_id_.prefetch(hash); }
    const Record* prefetch_record(std::uint64_t hash) const {
        return ask_for(records_, by_id_.guess(hash));
    }
    [[nodiscard]] Record& at(Index index) { return records_[index]; }
    [[nodiscard]] const Record& at(Index index) const { return records_[index]; }
    [[nodiscard]] Index size() const { return static_cast<Index>(records_.size()); }
    [[nodiscard]] auto begin() { return records_.begin(); }
    [[nodiscard]] auto end() { return records_.end(); }
    [[nodiscard]] auto begin() const { return records_.begin(); }
    [[nodiscard]] auto end() const { return records_.end(); }

    // The id must be new.
    Record& insert(Text id) {
        ENSURE(look_up(id) == nullptr);
        Record& record = records_.add();
        record.id.assign(id);
        record.program = program_;
        record.table = kind_;
        record.index = static_cast<Index>(records_.size() - 1);
        by_id_.add(hash_of(id), record.index);
        last_ = &record;
        return record;
    }

private:
    // Whoever checks a thing looks it up again to change it, and events of one command are about
    // the same things: the one that was found last is tried first.
    [[nodiscard]] Record* look_up(Text id) const {
        if (last_ != nullptr && events::same_id(last_->id, id)) return last_;
        const Index found = by_id_.find(
            hash_of(id), [&](Index index) { return events::same_id(records_[index].id, id); });
        if (found == no_index) return nullptr;
        // Const protects the table's shape; whoever holds a const Table gets const records.
        last_ = const_cast<Record*>(&records_[found]);
        return last_;
    }

    TableKind kind_;
    Program* program_;
    Records<Record> records_;
    HashIndex by_id_;
    mutable Record* last_ = nullptr;
};

}  // namespace leadline::engine
