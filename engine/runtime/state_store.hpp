// The port behind which state's checkpoints lie. A checkpoint is written whole or not at all, and
// only after the log holds the block it stands on; what is in between is replayed from the log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/state/state.hpp"
#include "engine/log/log.hpp"

namespace leadline::engine {

// Where in which log a state stands (DESIGN D7).
struct StatePosition {
    LogId log{};
    Partition partition;
    Position position;
    Time time;
    std::uint64_t block = 0;
    Digest32 block_hash{};  // SHA-256 of that block; of the chain's beginning at block 0
    Hash128 state_hash = 0;

    friend bool operator==(const StatePosition&, const StatePosition&) = default;
};

// What has changed since the checkpoint before. Sorting it is left to whoever writes it, off the
// decider's thread.
struct Checkpoint {
    struct Change {  // offsets into `bytes`
        std::size_t key = 0;
        std::size_t value = 0;  // where the key ends
        std::size_t end = 0;    // no value: the key is deleted
    };

    StatePosition at;
    Generation generation = 0;  // of the changes in it
    Bytes bytes;
    std::vector<Change> changes;     // in order of change: a later one of a key replaces
    std::vector<DedupRecord> noted;  // in log order

    [[nodiscard]] BytesView key(const Change& c) const {
        return BytesView(bytes).subspan(c.key, c.value - c.key);
    }
    [[nodiscard]] BytesView value(const Change& c) const {
        return BytesView(bytes).subspan(c.value, c.end - c.value);
    }

    // Brings `changes` into ascending order of keys, each key once, the latest of it.
    void sort();
};

class StateStore {
public:
    virtual ~StateStore() = default;

    // Where the last checkpoint stands; none when there is none. `corrupt` when that cannot be read
    // or is of another version.
    [[nodiscard]] virtual Result<std::optional<StatePosition>> position() const = 0;

    // Fills a state that was made on stored() with what must always be in memory, as of the last
    // checkpoint. Errors as above.
    [[nodiscard]] virtual Result<void> load(State& state) = 0;

    // Recovery is over, which had the machine to itself: work in the background may begin.
    virtual void begin_upkeep() {}

    // What is not in memory: readable from the thread of the state while a checkpoint is written.
    // Null: nothing is kept there, and states have everything in memory.
    [[nodiscard]] virtual const Stored* stored() const = 0;

    // Sorts the checkpoint and writes it. May be called on a thread of its own, one call at a time.
    [[nodiscard]] virtual Result<void> write(Checkpoint& checkpoint) = 0;

    // Moves what is there aside, so that state can be made anew from the log.
    [[nodiscard]] virtual Result<void> set_aside() = 0;
};

}  // namespace leadline::engine
