// VirtualClock: both clocks in the hand of a test. Time passes when the test says so; the wall
// clock can be set on its own, as a person or a time server does. Any thread.
#pragma once

#include <mutex>

#include "connectors/files/clock.hpp"

namespace leadline::tests {

class VirtualClock final : public connectors::Clock {
public:
    explicit VirtualClock(events::Time wall) : reading_{wall, {1'000'000}} {}

    [[nodiscard]] connectors::ClockReading read() const override {
        const std::lock_guard lock(mutex_);
        return reading_;
    }

    // Time passes: on both clocks.
    void pass(events::Duration duration) {
        const std::lock_guard lock(mutex_);
        reading_.wall = reading_.wall + duration;
        reading_.monotonic.us += duration.us;
    }

    // Somebody sets the wall clock: no time passes.
    void set_wall(events::Time wall) {
        const std::lock_guard lock(mutex_);
        reading_.wall = wall;
    }

private:
    mutable std::mutex mutex_;
    connectors::ClockReading reading_;
};

}  // namespace leadline::tests
