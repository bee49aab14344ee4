// Recorder: decides commands on a state in memory and appends their epochs to a log. One thread.
#pragma once

#include "engine/core/decider.hpp"
#include "engine/log/epoch_writer.hpp"

namespace leadline::bench {

inline constexpr engine::Partition recorded_partition{0};

class Recorder {
public:
    // `log` must outlive it.
    explicit Recorder(engine::Log& log);

    void decide(const events::CommandHeader& command);
    void end_epoch();
    // As of the last end_epoch().
    [[nodiscard]] engine::Hash128 state_hash() const { return state_.hash(); }
    [[nodiscard]] events::Position position() const { return end_.last_position; }

private:
    engine::State state_;
    engine::NoHistory history_;
    engine::Decider decider_{state_, history_};
    engine::Log& log_;
    engine::EpochWriter writer_;
    engine::LogEnd end_;
    engine::EpochWrite epoch_;
    std::size_t in_epoch_ = 0;
};

}  // namespace leadline::bench
