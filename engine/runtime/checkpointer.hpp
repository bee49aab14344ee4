// Checkpointer: gathers what changes in a state, epoch by epoch, until it is worth writing. The
// values are encoded while they are at hand, so that no single epoch pays for all of a checkpoint.
// Belongs to the decider's thread; the finished Checkpoint may go to another.
#pragma once

#include <memory>

#include "engine/runtime/state_store.hpp"

namespace leadline::engine {

// A checkpoint is due when one of these is reached. Replaying after a crash repeats that, and what
// was decided while the last one was being written; so a thing that had to be read, which replaying
// has to read again, counts as several events.
struct CheckpointLimits {
    std::uint64_t events = 100'000;
    std::uint64_t bytes = 64U << 20U;  // of keys and values
};

// How much memory a state may take (`state.memory`), and when it is written.
struct StateLimits {
    std::size_t memory = std::size_t{512} << 20U;  // bytes
    CheckpointLimits checkpoint;
};

// Says where in the log a checkpoint stands: behind the whole epoch that `end` ends.
void place(Checkpoint& checkpoint, const LogId& log, Partition partition, const LogEnd& end);

class Checkpointer {
public:
    Checkpointer(State& state, const CheckpointLimits& limits);

    // Takes what has changed since the last call; afterwards state.hash() is up to date.
    void gather();

    [[nodiscard]] bool is_due() const;
    [[nodiscard]] bool has_any() const { return state_->position.number != last_.number; }

    // The gathered changes as a checkpoint, complete but for its place in the log, which is known
    // once the epoch's blocks are made.
    [[nodiscard]] std::unique_ptr<Checkpoint> take();

    // Nothing is gathered, and this is where the store stands.
    void begin_at(Position position) {
        last_ = position;
        last_reads_ = reads_of(*state_);
    }

private:
    [[nodiscard]] static std::uint64_t reads_of(const State& state) {
        return state.memory.fetched + state.memory.late_reads;
    }

    State* state_;
    CheckpointLimits limits_;
    Bytes bytes_;
    std::vector<Checkpoint::Change> changes_;
    std::vector<DedupRecord> noted_;
    Position last_;
    std::uint64_t last_reads_ = 0;
};

}  // namespace leadline::engine
