// See partitioned_loop.hpp.
#include "engine/runtime/partitioned_loop.hpp"

#include <thread>

namespace leadline::engine {

namespace {

// On their way from poll to answer, per partition: as many epochs as a lane, its loop and what was
// just told can hold when all are equally busy. A partition may be so far ahead of another.
constexpr std::size_t epochs_on_their_way = 8;
constexpr std::size_t bytes_on_their_way = 16U << 20U;

AnswerOrder::Limits limits_of(const PartitionedParts& parts) {
    const std::size_t count = parts.partitions.size();
    return {count * epochs_on_their_way * parts.commands_max, count * bytes_on_their_way};
}

}  // namespace

// Lets the partition's owner in before the answers are put in order.
class PartitionedLoop::Sink final : public OutcomeSink {
public:
    Sink(const PartitionParts& parts, OutcomeSink& order) : parts_(parts), order_(order) {}
    [[nodiscard]] Result<void> tell(const Epoch& epoch) override {
        return parts_.tell ? parts_.tell(epoch, order_) : order_.tell(epoch);
    }

private:
    const PartitionParts& parts_;
    OutcomeSink& order_;
};

PartitionedLoop::PartitionedLoop(PartitionedParts parts)
    : parts_(std::move(parts)),
      dealer_(static_cast<std::uint32_t>(parts_.partitions.size()), parts_.commands_max),
      order_(static_cast<std::uint32_t>(parts_.partitions.size()), parts_.sink, limits_of(parts_)),
      commands_max_(parts_.commands_max) {}

PartitionedLoop::~PartitionedLoop() = default;

void PartitionedLoop::set_commands_max(std::size_t commands) {
    commands_max_ = std::min(commands, parts_.commands_max);
    dealer_.set_hand_max(commands_max_);
}

Result<void> PartitionedLoop::run() {
    std::vector<std::thread> threads;
    for (Partition partition; partition.number < parts_.partitions.size(); ++partition.number) {
        threads.emplace_back([this, partition] {
            if (auto done = run_one(partition); !done) fail(std::move(done).error());
        });
    }
    // An input that fails takes nothing away from what came before it.
    auto dealt = deal_all();
    dealer_.end();
    for (std::thread& thread : threads) thread.join();
    if (error_) return tl::unexpected(*error_);
    return dealt;
}

Result<void> PartitionedLoop::run_one(Partition partition) {
    const PartitionParts& parts = parts_.partitions[partition.number];
    InputSource& source =
        dealer_.source_of(partition, [&engine = parts.engine] { return engine.next_due(); });
    Sink sink(parts, order_.sink_of(partition));
    PipelinedLoop loop({parts.engine, parts.store, source, sink, parts_.commands_max,
                        parts.before_poll, parts.when_failed});
    return loop.run();
}

Result<void> PartitionedLoop::deal_all() {
    while (!stop_.load(std::memory_order_relaxed)) {
        if (parts_.before_poll) parts_.before_poll();
        const auto inputs = parts_.source.poll(commands_max_);
        if (!inputs) return tl::unexpected(inputs.error());
        if (inputs->empty()) {
            if (parts_.source.ended() || has_failed()) break;
            continue;
        }
        expected_.clear();
        for (const Input& input : *inputs) {
            if (input.kind == Input::Kind::tick || input.is_unanswered) continue;
            expected_.push_back(
                {dealer_.place_of(input), static_cast<std::uint32_t>(input_bytes(input))});
        }
        if (!order_.expect(expected_) || !dealer_.deal(*inputs)) break;
    }
    return {};
}

bool PartitionedLoop::has_failed() {
    const std::lock_guard lock(mutex_);
    return error_.has_value();
}

// What other partitions have decided becomes durable all the same.
void PartitionedLoop::fail(events::Error error) {
    {
        const std::lock_guard lock(mutex_);
        if (error_) return;
        error_ = std::move(error);
    }
    dealer_.give_up();
    order_.give_up();
    if (parts_.when_failed) parts_.when_failed();
}

}  // namespace leadline::engine
