// The epoch loop: poll, decide, append, tell, checkpoint. EpochLoop does it step by step on the
// caller's thread (tests, and the shape to read); PipelinedLoop decides an epoch while the one
// before is being made durable, and writes checkpoints on a third thread. Both say the same and
// write the same events.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/runtime/partition_engine.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::engine {

inline constexpr std::size_t epoch_commands_limit = 8'192;  // DESIGN D1

struct LoopParts {
    PartitionEngine& engine;
    StateStore& store;
    InputSource& source;
    OutcomeSink& sink;
    std::size_t commands_max;  // per epoch: `epoch.commands_max`
    // Called before each poll with the last decided position; may wait, to slow the intake.
    std::function<void(Position)> before_poll{};
    // Called once at the first error of another thread than the caller's, so that whoever waits in
    // poll() or before_poll() comes back; any thread. An error after which nothing would wake the
    // caller's thread would be told to nobody.
    std::function<void()> when_failed{};
    // Called with each epoch before it goes to the log, on the committing thread: what else has to
    // become durable with it is made ready here. An error ends the loop, like one of the log's.
    std::function<Result<void>(const Epoch&)> before_commit{};
    // Whether a poll that gave so many inputs may have left more. One that took all there was is
    // followed by the next when nothing is in flight any more, so that inputs gather: for logs
    // whose appends cost much whatever is in them. Without it nobody waits. PipelinedLoop's.
    std::function<bool(std::size_t inputs)> leaves_more{};
};

class EpochLoop {
public:
    explicit EpochLoop(LoopParts parts) : parts_(std::move(parts)) {}

    // One epoch, through to its answers. False: the source has ended and nothing was left.
    [[nodiscard]] Result<bool> step();

    // Writes what is in no checkpoint yet.
    [[nodiscard]] Result<void> finish();

private:
    [[nodiscard]] Result<void> complete();

    LoopParts parts_;
    Epoch epoch_;
};

class PipelinedLoop {
public:
    explicit PipelinedLoop(LoopParts parts);
    ~PipelinedLoop();

    // Runs until the source has ended or stop() was called, then makes everything durable and
    // writes a last checkpoint. The first error of any thread ends it; one of the source's, or of a
    // decision, takes nothing away from the epochs decided before: they become durable and are
    // told.
    [[nodiscard]] Result<void> run();

    // From any thread, also from a signal handler: finish the epoch at hand, and end.
    void stop() { stop_.store(true, std::memory_order_relaxed); }

private:
    static constexpr std::size_t epochs_in_flight = 3;

    [[nodiscard]] Result<void> decide_all();
    void let_inputs_gather(std::size_t polled);
    [[nodiscard]] Epoch* free_epoch();
    void hand_over(Epoch& epoch);
    void commit_all();
    void checkpoint_all();
    void fail(events::Error error);
    [[nodiscard]] bool has_failed();

    LoopParts parts_;
    std::atomic<bool> stop_ = false;
    std::vector<std::unique_ptr<Epoch>> epochs_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Epoch*> free_;      // under mutex_, like all below
    std::vector<Epoch*> returned_;  // durable, history not yet told
    std::deque<Epoch*> sealed_;     // oldest first
    std::unique_ptr<Checkpoint> checkpoint_;
    bool all_sealed_ = false;
    bool all_committed_ = false;
    std::optional<events::Error> error_;
};

}  // namespace leadline::engine
