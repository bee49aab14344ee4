// LogHistory: what commands left, read back: from the epoch being decided, from epochs on their way
// to the log, or from the log through a small cache of blocks, since repeats come in the order of
// the first run. Belongs to the decider's thread.
#pragma once

#include <deque>
#include <vector>

#include "engine/core/decider.hpp"
#include "engine/log/log.hpp"
#include "engine/runtime/epoch.hpp"

namespace leadline::engine {

class LogHistory final : public History {
public:
    LogHistory(const LogReader& log, Partition partition) : log_(&log), partition_(partition) {}

    // The buffer of the epoch being decided; its first event's position.
    void set_current(const EventBuffer* buffer, Position first);

    // Epochs on their way, oldest first. They stay readable until they are dropped here, which the
    // caller does when they are durable.
    void add_in_flight(const Epoch& epoch) { in_flight_.push_back(&epoch); }
    void drop_in_flight(const Epoch& epoch);

    [[nodiscard]] Result<void> read(Position first, std::uint32_t count, Bytes& out) override;

private:
    struct CachedBlock {
        Bytes bytes;
        Position first;
        std::vector<std::uint32_t> starts;  // of its events, by position
    };

    [[nodiscard]] Result<const CachedBlock*> block_with(Position position);

    const LogReader* log_;
    Partition partition_;
    const EventBuffer* current_ = nullptr;
    Position current_first_;
    std::vector<const Epoch*> in_flight_;
    std::deque<CachedBlock> cache_;  // newest first
};

}  // namespace leadline::engine
