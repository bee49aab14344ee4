// AnswerOrder: the answers of several partitions, told in the order of the one input that was dealt
// to them. A partition that is ahead has its answers kept, durable but untold, until those before
// are; how many may be on their way at all is bounded. The dealing thread and one committing thread
// per partition.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/runtime/ports.hpp"

namespace leadline::engine {

class AnswerOrder {
public:
    struct Limits {
        std::size_t inputs;  // that are dealt and not told, but for the last poll's
        std::size_t bytes;   // that these take
    };
    AnswerOrder(std::uint32_t partitions, OutcomeSink& sink, const Limits& limits);
    ~AnswerOrder();
    AnswerOrder(const AnswerOrder&) = delete;
    AnswerOrder& operator=(const AnswerOrder&) = delete;

    // What the partition's loop tells. An error of the sink is every partition's.
    [[nodiscard]] OutcomeSink& sink_of(Partition partition);

    // ---- The dealing thread.

    struct Expected {
        Partition partition;
        std::uint32_t bytes;
    };
    // These answers come next, in this order. Waits while too many are on their way. False: given
    // up.
    [[nodiscard]] bool expect(std::span<const Expected> answers);

    // Nobody waits any more; any thread.
    void give_up();

private:
    class Lane;
    struct Piece;  // what one epoch answered

    [[nodiscard]] Result<void> tell(Lane& lane, const Epoch& epoch);
    [[nodiscard]] bool take_next();

    OutcomeSink& sink_;
    Limits limits_;
    Epoch in_order_;  // of whoever tells, like its bytes as expected
    std::size_t in_order_bytes_ = 0;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Expected> expected_;  // under mutex_, like all below
    std::size_t inputs_ = 0;         // of expected_ and of what is being told
    std::size_t bytes_ = 0;
    bool is_telling_ = false;
    bool gave_up_ = false;
    std::optional<events::Error> error_;
};

}  // namespace leadline::engine
