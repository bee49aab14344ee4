// See verify.hpp.
#include "connectors/cli/read/verify.hpp"

#include <fmt/format.h>

#include <thread>

#include "connectors/cli/read/block_queue.hpp"
#include "engine/core/evolve/evolve.hpp"
#include "engine/core/prefetch.hpp"
#include "engine/log/chain.hpp"
#include "engine/log/placement.hpp"

namespace leadline::connectors {

using engine::BytesView;
using engine::ChainVerifier;
using engine::LogEnd;
using engine::Position;
using engine::State;
using engine::StatePosition;
using events::fail;
using events::Failure;
using events::Result;

namespace {

tl::unexpected<events::Error> not_the_logs(const StatePosition& stored) {
    return fail(
        Failure::loss,
        fmt::format("partition {}: the log has lost durable events: state stands at position "
                    "{}, on a block {} that is not the log's",
                    stored.partition.number, stored.position.number, stored.block));
}

// ---- The reading thread.

Result<void> read_chain(const VerifyParts& parts, BlockQueue& queue, LogEnd& end) {
    ChainVerifier chain(parts.log.id(), parts.partition,
                        engine::empty_end(parts.log.id(), parts.partition));
    const auto check = [&](std::uint64_t number, BytesView block) -> Result<void> {
        TRY(chain.feed(block));
        if (parts.stored && parts.stored->block == number &&
            parts.stored->block_hash != chain.end().hash)
            return not_the_logs(*parts.stored);
        // Nobody waits for the rest: why, the folding side says.
        return queue.add(engine::payload_of(block)) ? Result<void>()
                                                    : fail(Failure::interrupted, "");
    };
    TRY(parts.log.scan(parts.partition, 1, check));
    TRY(chain.finish());
    end = chain.end();
    return {};
}

// ---- The folding thread.

class Refold {
public:
    explicit Refold(const VerifyParts& parts) : parts_(parts) {
        if (parts.stored) stored_ = parts.stored->position;
        if (parts.stored && stored_.number == 0) at_stored_ = engine::Hash128{0};
    }

    Result<void> fold(const BlockQueue::Batch& batch) {
        for (std::size_t i = 0; i < batch.events.size(); ++i) {
            prefetch_.before(i, batch.events.size(),
                             [&batch](std::size_t at) { return &batch.events[at].header; });
            TRY(check_place(batch.events[i].header.program));
            if (!engine::apply(state_, batch.events[i])) return unfit();
            if (parts_.at_stored) note_command(batch.events[i].header);
            if (state_.position != stored_) continue;
            at_stored_ = hash();
            if (parts_.at_stored) TRY(parts_.at_stored(state_));
        }
        return batch.is_damaged ? unfit() : Result<void>();
    }

    [[nodiscard]] engine::Hash128 hash() {
        state_.collect([](BytesView, BytesView) {});
        return state_.hash();
    }
    [[nodiscard]] Position position() const { return state_.position; }
    [[nodiscard]] const std::optional<engine::Hash128>& at_stored() const { return at_stored_; }

private:
    // As the engine's fold does; of those alone whose windows are open where that state stands.
    void note_command(const events::EventHeader& h) {
        if (h.cause.kind == events::CommandKind::none || !parts_.stored ||
            h.cause.repeat_until <= parts_.stored->time)
            return;
        state_.dedup.note(engine::identity(h.program, h.cause.source, h.cause.id),
                          {h.cause.repeat_until, h.position, 1, h.cause.digest});
    }

    [[nodiscard]] Result<void> check_place(events::ProgramId program) const {
        const std::uint32_t partitions = parts_.log.partitions();
        if (partitions == 1 || !program.is_set()) return {};
        const engine::Partition place = engine::partition_of(program, partitions);
        if (place == parts_.partition) return {};
        const std::uint64_t position = state_.position.number + 1;
        return fail(
            Failure::corrupt,
            fmt::format("partition {}: the event at position {} is of the program \"{}\", "
                        "which lies in partition {}: the first position that cannot be "
                        "read is {}",
                        parts_.partition.number, position, program.text, place.number, position));
    }

    [[nodiscard]] Result<void> unfit() const {
        return fail(Failure::corrupt,
                    fmt::format("partition {}: the event at position {} cannot be decoded or does "
                                "not fit the state before it: the first position that cannot be "
                                "read is {}",
                                parts_.partition.number, state_.position.number + 1,
                                state_.position.number + 1));
    }

    const VerifyParts& parts_;
    State state_;
    engine::Prefetch prefetch_{state_};
    Position stored_;
    std::optional<engine::Hash128> at_stored_;
};

Result<void> fold_all(const VerifyParts& parts, BlockQueue& queue, Refold& refold) {
    while (const BlockQueue::Batch* batch = queue.next()) {
        TRY(refold.fold(*batch));
        if (parts.go_on && !parts.go_on(refold.position())) return fail(Failure::interrupted, "");
    }
    return queue.how();
}

}  // namespace

Result<Verified> verify_partition(const VerifyParts& parts) {
    BlockQueue queue;
    Verified verified;
    std::thread reader([&] {
        auto read = read_chain(parts, queue, verified.end);
        const bool is_whole = read.has_value();
        queue.close(std::move(read));
        if (is_whole && parts.after_reading) parts.after_reading();
    });
    Refold refold(parts);
    const Result<void> folded = fold_all(parts, queue, refold);
    if (!folded) queue.give_up();
    if (folded) verified.state_hash = refold.hash();
    reader.join();
    TRY(folded);
    if (parts.stored && !refold.at_stored()) {
        return fail(
            Failure::loss,
            fmt::format("partition {}: the log has lost durable events: state stands at "
                        "position {} and the log ends at {}; the first missing position is {}",
                        parts.partition.number, parts.stored->position.number,
                        refold.position().number, refold.position().number + 1));
    }
    verified.hash_at_stored = refold.at_stored();
    return verified;
}

}  // namespace leadline::connectors
