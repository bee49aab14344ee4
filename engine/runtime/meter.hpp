// Meter: how fast the engine has been of late: rates, epoch sizes, and the time from the poll that
// brought a command to its durable answer. Memory is fixed; what is older than a minute is
// forgotten. Any thread; the committing thread adds once per epoch.
#pragma once

#include <array>
#include <chrono>
#include <mutex>

#include "engine/runtime/epoch.hpp"
#include "engine/runtime/histogram.hpp"

namespace leadline::engine {

// Over the last minute, or since the engine began when that is less long ago.
struct MeterReading {
    double commands_per_s = 0;  // dead letters and repeats included, ticks not
    double events_per_s = 0;
    std::uint64_t epochs = 0;
    std::uint64_t epoch_commands_p50 = 0;
    std::uint64_t epoch_commands_max = 0;
    std::uint64_t answer_us_p50 = 0;  // 0: nothing was answered
    std::uint64_t answer_us_p99 = 0;
};

class Meter {
public:
    using Clock = std::chrono::steady_clock;

    explicit Meter(Clock::time_point begun) : begun_(begun) {}

    // The epoch is durable and has been told.
    void add(const Epoch& epoch, Clock::time_point now);
    [[nodiscard]] MeterReading read(Clock::time_point now) const;

private:
    static constexpr std::chrono::seconds slot_length{5};
    static constexpr std::int64_t slots = 12;

    struct Slot {
        std::int64_t number = -1;  // of slot_length since begun_
        std::uint64_t commands = 0;
        std::uint64_t events = 0;
        Histogram sizes;  // of epochs that answered something
        Histogram times;
    };
    [[nodiscard]] std::int64_t number_at(Clock::time_point now) const {
        return (now - begun_) / slot_length;
    }

    Clock::time_point begun_;
    mutable std::mutex mutex_;
    std::array<Slot, slots> slots_;  // under mutex_
};

}  // namespace leadline::engine
