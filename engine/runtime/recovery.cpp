// See recovery.hpp.
#include "engine/runtime/recovery.hpp"

#include "engine/core/evolve/evolve.hpp"
#include "engine/log/chain.hpp"

namespace leadline::engine {

using events::Error;
using events::Failure;

namespace {

constexpr std::uint64_t progress_every_blocks = 64;

Error lost(const StatePosition& at, const LogEnd& end, std::string_view why) {
    const std::string partition = std::to_string(at.partition.number);
    std::string message = "partition " + partition +
                          ": the log has lost durable events: state stands at position " +
                          std::to_string(at.position.number) + " and the log ends at " +
                          std::to_string(end.last_position.number);
    if (at.position > end.last_position)
        message +=
            "; the first missing position is " + std::to_string(end.last_position.number + 1);
    return {Failure::loss, message + " (" + std::string(why) + ")"};
}

// The end of the chain as it was when the checkpoint was written, taken from the block it names.
Result<LogEnd> end_at(const Recovery& r, const StatePosition& at, const LogEnd& end) {
    if (at.log != r.log.id()) return tl::unexpected(lost(at, end, "it belongs to another log"));
    if (at.block == 0) return empty_end(at.log, at.partition);
    if (at.block > end.block) return tl::unexpected(lost(at, end, "state is ahead of its log"));
    auto bytes = r.log.read(r.partition, at.block);
    if (!bytes) return tl::unexpected(std::move(bytes).error());
    const auto header = read_block(*bytes);
    if (!header || block_hash(*bytes) != at.block_hash)
        return tl::unexpected(lost(at, end, "it stands on a block that is not the log's"));
    return end_after(*header, at.block_hash);
}

Result<void> fold_block(BytesView block, Partition partition, State& state, events::Arena& arena) {
    EventWalk walk(payload_of(block));
    while (const auto event = walk.next()) {
        arena.reset();
        if (fold(state, *event, arena)) continue;
        return events::fail(Failure::corrupt,
                            "partition " + std::to_string(partition.number) +
                                ": the event at position " +
                                std::to_string(state.position.number + 1) +
                                " cannot be read or does not fit the state before it");
    }
    return {};
}

}  // namespace

Result<void> replay(const Recovery& r, const LogEnd& from, State& state) {
    const auto end = r.log.end(r.partition);
    if (!end) return tl::unexpected(end.error());
    ChainVerifier chain(r.log.id(), r.partition, from);
    events::Arena arena;
    const auto fold_next = [&](std::uint64_t number, BytesView block) -> Result<void> {
        TRY(chain.feed(block));
        TRY(fold_block(block, r.partition, state, arena));
        if (r.progress && number % progress_every_blocks == 0)
            r.progress(state.position, end->last_position);
        return {};
    };
    TRY(r.log.scan(r.partition, from.block + 1, fold_next));
    return chain.finish();
}

Result<RecoveryReport> recover(const Recovery& r, std::unique_ptr<State>& state) {
    RecoveryReport report;
    const auto end = r.log.end(r.partition);
    if (!end) return tl::unexpected(end.error());
    LogEnd from = empty_end(r.log.id(), r.partition);
    state = std::make_unique<State>();
    auto loaded = r.store.load(*state);
    if (loaded && loaded->has_value()) {
        auto stands = end_at(r, **loaded, *end);
        if (!stands) return tl::unexpected(std::move(stands).error());
        from = *stands;
    } else {
        if (!loaded) {
            report.why_rebuilt = loaded.error().message;
            TRY(r.store.set_aside());
        }
        report.rebuilt = end->last_position.number > 0;
        state = std::make_unique<State>();
    }
    report.from = state->position;
    TRY(replay(r, from, *state));
    report.events = state->position.number - report.from.number;
    return report;
}

}  // namespace leadline::engine
