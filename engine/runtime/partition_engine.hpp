// PartitionEngine: one partition's decider with its state, history and checkpoints. It turns inputs
// into epochs (decide thread) and epochs into durable blocks (commit, which may run on a second
// thread while the next epoch is decided). Errors are final: the caller stops the partition.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "engine/core/fetch.hpp"
#include "engine/core/prefetch.hpp"
#include "engine/runtime/checkpointer.hpp"
#include "engine/runtime/epoch.hpp"
#include "engine/runtime/log_history.hpp"
#include "engine/runtime/recovery.hpp"

namespace leadline::engine {

class PartitionEngine {
public:
    // Recovers state; see recover().
    [[nodiscard]] static Result<std::unique_ptr<PartitionEngine>> open(Log& log,
                                                                       const Recovery& recovery);

    [[nodiscard]] const RecoveryReport& report() const { return report_; }
    [[nodiscard]] const State& state() const { return *state_; }
    [[nodiscard]] Partition partition() const { return partition_; }

    // ---- The decider's thread.

    // When the next timer is due, by the log's time; none when nothing is armed.
    [[nodiscard]] std::optional<Time> next_due();
    void begin(Epoch& epoch);
    // Decides the inputs in order.
    [[nodiscard]] Result<void> decide(std::span<const Input> inputs, Epoch& epoch);
    // Ends the epoch: its bytes move into it, and a checkpoint with it when one is due.
    void seal(Epoch& epoch);
    // The epoch is durable, or will never be: its memory may be used again.
    void release(const Epoch& epoch) { history_.drop_in_flight(epoch); }

    // ---- The committing thread.

    // Makes the epoch's blocks, appends them, and completes its checkpoint's place.
    [[nodiscard]] Result<void> commit(Epoch& epoch);

    // Any thread: the store has this checkpoint, so that what is in it need not stay in memory.
    void written(const Checkpoint& checkpoint) { written_ = checkpoint.generation; }

    // When everything decided is durable and nothing else runs: what no checkpoint holds yet; none
    // when there is nothing.
    [[nodiscard]] std::unique_ptr<Checkpoint> last_checkpoint();

private:
    [[nodiscard]] Result<void> decide_one(const Input& input, Epoch& epoch);

    PartitionEngine(Log& log, Partition partition, std::unique_ptr<State> state, const LogEnd& end,
                    const CheckpointLimits& limits);

    Log* log_;
    Partition partition_;
    std::unique_ptr<State> state_;
    LogHistory history_;
    Decider decider_;
    Fetch fetch_;
    Prefetch prefetch_;
    Checkpointer checkpointer_;
    RecoveryReport report_;
    std::uint64_t next_input_offset_ = 0;
    std::atomic<Generation> written_ = 0;

    EpochWriter writer_;  // commit() only
    LogEnd end_;          // commit() only
};

}  // namespace leadline::engine
