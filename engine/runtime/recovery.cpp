// See recovery.hpp.
#include "engine/runtime/recovery.hpp"

#include "engine/core/evolve/evolve.hpp"
#include "engine/core/fetch.hpp"
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
    if (!bytes && bytes.error().failure == events::Failure::not_found)
        return tl::unexpected(lost(at, end, "the block that it stands on is missing"));
    if (!bytes) return tl::unexpected(std::move(bytes).error());
    const auto header = read_block(*bytes);
    if (!header || block_hash(*bytes) != at.block_hash)
        return tl::unexpected(lost(at, end, "it stands on a block that is not the log's"));
    return end_after(*header, at.block_hash);
}

// Folds the blocks after `from` up to the log's end, checking chain and events.
class Replay {
public:
    Replay(const Recovery& parts, const LogEnd& from, State& state)
        : parts_(parts),
          state_(state),
          chain_(parts.log.id(), parts.partition, from),
          checkpointer_(state, parts.limits.checkpoint),
          kept_(state.position) {
        checkpointer_.begin_at(kept_);
    }

    Result<void> run() {
        const auto end = parts_.log.end(parts_.partition);
        if (!end) return tl::unexpected(end.error());
        const auto fold_next = [&](std::uint64_t number, BytesView block) -> Result<void> {
            TRY(chain_.feed(block));
            TRY(fold_block(block));
            if (parts_.progress && number % progress_every_blocks == 0)
                parts_.progress(state_.position, end->last_position);
            return chain_.within_epoch() ? Result<void>() : keep_when_due();
        };
        TRY(parts_.log.scan(parts_.partition, chain_.end().block + 1, fold_next));
        return chain_.finish();
    }

    [[nodiscard]] Position kept() const { return kept_; }

private:
    Result<void> fold_block(BytesView block) {
        fetch_for(block);
        EventWalk walk(payload_of(block));
        while (const auto event = walk.next()) {
            arena_.reset();
            const bool is_folded = fold(state_, *event, arena_);
            if (state_.memory.failure()) return tl::unexpected(*state_.memory.failure());
            if (is_folded) continue;
            return events::fail(Failure::corrupt,
                                "partition " + std::to_string(parts_.partition.number) +
                                    ": the event at position " +
                                    std::to_string(state_.position.number + 1) +
                                    " cannot be read or does not fit the state before it");
        }
        return {};
    }

    void fetch_for(BytesView block) {
        if (state_.memory.stored == nullptr) return;
        EventWalk walk(payload_of(block));
        events::EventHeader header;
        BytesView body;
        while (const auto event = walk.next())
            if (events::read_header(*event, header, body)) fetch_.add(header);
        fetch_.run();
    }

    // What comes after the last of these stays changed in the state, for the engine's first.
    Result<void> keep_when_due() {
        const bool is_due =
            state_.position.number - kept_.number >= parts_.limits.checkpoint.events ||
            state_.memory.used > state_.memory.limit;
        if (state_.memory.stored == nullptr || !is_due) return {};
        checkpointer_.gather();
        const auto checkpoint = checkpointer_.take();
        place(*checkpoint, parts_.log.id(), parts_.partition, chain_.end());
        TRY(parts_.store.write(*checkpoint));
        state_.memory.written = checkpoint->generation;
        state_.dedup.forget(state_.time);
        state_.forget();
        kept_ = state_.position;
        return {};
    }

    const Recovery& parts_;
    State& state_;
    ChainVerifier chain_;
    Checkpointer checkpointer_;
    Position kept_;
    Fetch fetch_{state_};
    events::Arena arena_;
};

std::unique_ptr<State> made_state(const Recovery& r, bool is_new) {
    const Stored* stored = r.store.stored();
    if (stored == nullptr) return std::make_unique<State>();
    return std::make_unique<State>(*stored, r.limits.memory, is_new);
}

// From the last checkpoint; none when there is none.
Result<std::optional<StatePosition>> load(const Recovery& r, std::unique_ptr<State>& state) {
    auto at = r.store.position();
    if (!at) return tl::unexpected(std::move(at).error());
    if (!*at) return std::optional<StatePosition>();
    state = made_state(r, false);
    TRY(r.store.load(*state));
    return *at;
}

}  // namespace

Result<RecoveryReport> recover(const Recovery& r, std::unique_ptr<State>& state) {
    RecoveryReport report;
    const auto end = r.log.end(r.partition);
    if (!end) return tl::unexpected(end.error());
    LogEnd from = empty_end(r.log.id(), r.partition);
    auto loaded = load(r, state);
    if (loaded && loaded->has_value()) {
        auto stands = end_at(r, **loaded, *end);
        if (!stands) return tl::unexpected(std::move(stands).error());
        from = *stands;
    } else {
        if (!loaded) {
            if (loaded.error().failure == events::Failure::io)  // it will pass, and is no damage
                return tl::unexpected(std::move(loaded).error());
            report.why_rebuilt = loaded.error().message;
            TRY(r.store.set_aside());
        }
        report.rebuilt = end->last_position.number > 0;
        state = made_state(r, true);
    }
    report.from = state->position;
    Replay replay(r, from, *state);
    TRY(replay.run());
    r.store.begin_upkeep();
    report.kept = replay.kept();
    report.events = state->position.number - report.from.number;
    return report;
}

}  // namespace leadline::engine
