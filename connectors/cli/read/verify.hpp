// Verify: reads a partition's whole chain, believing nothing, and folds its events into a state
// from the beginning. Reading, checksums and hashes are done on a thread of its own, folding on the
// caller's. Memory: the state, and a few blocks on their way. Writes nothing.
#pragma once

#include <functional>
#include <optional>

#include "engine/log/log.hpp"
#include "engine/runtime/state_store.hpp"

namespace leadline::connectors {

struct VerifyParts {
    const engine::LogReader& log;
    engine::Partition partition;
    // A stored state's place: the refolded hash is taken there too, and its block must be the
    // log's.
    std::optional<engine::StatePosition> stored{};
    // The caller's thread, now and then. False: give up.
    std::function<bool(engine::Position)> go_on{};
    // The reading thread, once all blocks are read, while the rest is folded.
    std::function<void()> after_reading{};
    // The caller's thread, once the fold stands where the stored state does: all of it in memory,
    // with the commands whose windows are open there.
    std::function<events::Result<void>(engine::State&)> at_stored{};
};

struct Verified {
    engine::LogEnd end;
    engine::Hash128 state_hash = 0;                   // at the end
    std::optional<engine::Hash128> hash_at_stored{};  // none: there is no stored state
};

// `corrupt` names the first position that cannot be read, does not fit the state before it, or is
// of a program that lies in another partition; `loss` when the stored state is ahead of the log or
// on another block than the log's.
[[nodiscard]] events::Result<Verified> verify_partition(const VerifyParts& parts);

}  // namespace leadline::connectors
