// The clocks behind a port: only doors read them (SPEC 2.5), and tests set them. The wall clock
// tells what time it is and may be set; the monotonic one only how much time has passed, the
// machine's sleep included. Any thread.
#pragma once

#include "events/base/time.hpp"

namespace leadline::connectors {

// Both clocks at one moment.
struct ClockReading {
    events::Time wall;
    events::Duration monotonic;  // since some moment before this process began
};

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual ClockReading read() const = 0;
    [[nodiscard]] events::Time now() const { return read().wall; }
};

// The machine's.
class WallClock final : public Clock {
public:
    [[nodiscard]] ClockReading read() const override;
};

class FixedClock final : public Clock {
public:
    explicit FixedClock(events::Time at) : at_(at) {}
    [[nodiscard]] ClockReading read() const override { return {at_, {}}; }

private:
    events::Time at_;
};

}  // namespace leadline::connectors
