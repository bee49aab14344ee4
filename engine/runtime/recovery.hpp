// Recovery: from what lies on disk to a state that stands at the log's end. State that is damaged
// or missing is made anew from the log; state that the log does not bear out means that the log has
// lost durable events, and stops everything (SPEC 15, DESIGN D7). One thread.
#pragma once

#include <functional>
#include <string>

#include "engine/runtime/checkpointer.hpp"

namespace leadline::engine {

struct RecoveryReport {
    bool rebuilt = false;      // from the log's beginning
    std::string why_rebuilt;   // one clause; empty when nothing was there
    Position from;             // where replay began: the checkpoint's position
    Position kept;             // up to where the store has it now
    std::uint64_t events = 0;  // replayed
};

struct Recovery {
    const LogReader& log;
    StateStore& store;
    Partition partition;
    // Called now and then while events are replayed; may be empty.
    std::function<void(Position at, Position end)> progress{};
    StateLimits limits{};
};

// Makes `state`, and writes checkpoints of it while it is long in the making. `loss` when the state
// stands ahead of the log or on a block that is not the log's; `corrupt` when an event cannot be
// read or does not fit, with its position.
[[nodiscard]] Result<RecoveryReport> recover(const Recovery& recovery,
                                             std::unique_ptr<State>& state);

}  // namespace leadline::engine
