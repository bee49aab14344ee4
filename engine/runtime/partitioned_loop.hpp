// PartitionedLoop: one input for several partitions: it is dealt by program on the caller's thread,
// each partition runs a PipelinedLoop of its own, and the answers come in the order of the input.
// With one partition a PipelinedLoop does the same without the detour.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/runtime/answer_order.hpp"
#include "engine/runtime/dealer.hpp"
#include "engine/runtime/epoch_loop.hpp"

namespace leadline::engine {

struct PartitionParts {
    PartitionEngine& engine;
    StateStore& store;
    // On the partition's own threads: before each of its polls, as in LoopParts; and instead of
    // `sink`, which it must hand the epoch on to. Both may be empty.
    std::function<void(Position)> before_poll{};
    std::function<Result<void>(const Epoch&, OutcomeSink& sink)> tell{};
    std::function<void()> when_failed{};  // as in LoopParts
};

struct PartitionedParts {
    std::vector<PartitionParts> partitions;  // in their order, from 0
    InputSource& source;
    OutcomeSink& sink;
    std::size_t commands_max = 0;         // per epoch
    std::function<void()> before_poll{};  // of the source; the caller's thread
    std::function<void()> when_failed{};  // once, so that a source that waits is woken; any thread
};

class PartitionedLoop {
public:
    explicit PartitionedLoop(PartitionedParts parts);
    ~PartitionedLoop();

    // As PipelinedLoop::run(): what was dealt is decided and answered before it returns. The first
    // error of any partition ends all of them.
    [[nodiscard]] Result<void> run();

    // From any thread: deal no more, and end.
    void stop() { stop_.store(true, std::memory_order_relaxed); }

    // Of epochs to come; any thread.
    void set_commands_max(std::size_t commands);

    // When the next timer of any partition is due. For the source, while it is polled: what was
    // dealt before is decided first.
    [[nodiscard]] std::optional<Time> next_due() { return dealer_.next_due(); }

private:
    class Sink;

    [[nodiscard]] Result<void> deal_all();
    [[nodiscard]] Result<void> run_one(Partition partition);
    void fail(events::Error error);
    [[nodiscard]] bool has_failed();

    PartitionedParts parts_;
    Dealer dealer_;
    AnswerOrder order_;
    std::vector<AnswerOrder::Expected> expected_;  // of one poll
    std::atomic<std::size_t> commands_max_;
    std::atomic<bool> stop_ = false;
    std::mutex mutex_;
    std::optional<events::Error> error_;  // under mutex_
};

}  // namespace leadline::engine
