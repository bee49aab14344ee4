// State: everything that decisions of one partition depend on, folded from its events by `evolve`.
// It knows which entries changed, so that a checkpoint writes only those and the state hash is kept
// incrementally: the sum modulo 2^128 of the XXH3-128 of each entry's value, seeded by its key. One
// thread at a time.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>

#include "engine/core/state/dedup.hpp"
#include "engine/core/state/program.hpp"
#include "engine/core/state/timers.hpp"
#include "events/base/result.hpp"
#include "events/event_prefix.hpp"
#include "events/ids.hpp"

namespace leadline::engine {

using events::BytesView;
using events::Position;
using events::Result;

class State {
public:
    // With everything in memory.
    State() = default;
    // With what `stored` has outside memory, of which memory holds about `bytes` at most. `is_new`:
    // there is nothing there yet.
    State(const Stored& stored, std::size_t bytes, bool is_new);
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    Position position;  // of the last event that was folded
    Time time;          // of that event
    StateMemory memory;
    Timers timers{memory};
    Dedup dedup{memory};

    // Null when there is none.
    [[nodiscard]] Program* program(events::ProgramId id) {
        return const_cast<Program*>(std::as_const(*this).program(id));
    }
    [[nodiscard]] const Program* program(events::ProgramId id) const {
        return last_ != nullptr && events::same_id(last_->id, id.text) ? last_ : find_program(id);
    }
    Program& add_program(events::ProgramId id);
    [[nodiscard]] const auto& programs() const { return programs_; }

    // Says that the entry's canonical value may have changed.
    void touch(Entry& entry) {
        if (entry.dirty) return;
        entry.dirty = true;
        entry.changed = memory.changing;
        dirty_.push_back(&entry);
    }

    // Encodes each changed entry once, brings the hash up to date, and tells of places in orders
    // and lists that changed, in the order in which they did. An empty value means that the key is
    // to be deleted. Views are valid within the call.
    template <class Visit>  // visit(BytesView key, BytesView value)
    void collect(Visit&& visit) {
        for (Entry* entry : dirty_) {
            encode(*entry);
            visit(events::as_bytes(key_), BytesView(value_));
        }
        dirty_.clear();
        const BytesView bytes(memory.changed_bytes);
        for (const StateMemory::Change& c : memory.changes)
            visit(bytes.subspan(c.key, c.value - c.key), bytes.subspan(c.value, c.end - c.value));
        memory.changes.clear();
        memory.changed_bytes.clear();
    }

    // Between epochs: forgets what has long not been used, until memory is within its limit or
    // nothing more can go. Pointers to things of cold tables become invalid.
    void forget();
    // Too much has changed since the checkpoint before: a next one is wanted.
    [[nodiscard]] bool is_short_of_memory() const { return short_since_.has_value(); }

    // As of the last collect().
    [[nodiscard]] Hash128 hash() const { return hash_; }

    // Loads one resident entry as collect() gave it; entries arrive in key order. After the last
    // one, finish_load() makes what is derived, and says where state stands. `corrupt` when the
    // bytes are not an entry's.
    [[nodiscard]] Result<void> load(BytesView key, BytesView value);
    struct Standing {
        Position position;
        Time time;
        Hash128 hash = 0;
    };
    [[nodiscard]] Result<void> finish_load(const Standing& at);

private:
    void encode(Entry& entry);
    [[nodiscard]] const Program* find_program(events::ProgramId id) const;

    std::vector<std::unique_ptr<Program>> programs_;  // in order of creation
    boost::unordered_flat_map<Text, Program*> by_id_;
    mutable Program* last_ = nullptr;  // most events are of the same program as the last
    bool is_new_ = true;               // the store has nothing
    std::vector<Entry*> dirty_;
    Hash128 hash_ = 0;
    std::optional<Generation> short_since_;  // what was written when forgetting did not suffice
    std::string key_;                        // of the entry being collected
    Bytes value_;
};

// 32 hex digits.
[[nodiscard]] std::string hash_text(Hash128 hash);

}  // namespace leadline::engine
