// ClockWatch: whether the wall clock may be believed while the engine runs: it may as long as it
// goes on as the monotonic one does. A clock that is wrong when the engine starts is believed: that
// is how a person says so. Pure; one thread.
#pragma once

#include "connectors/files/clock.hpp"

namespace leadline::connectors {

class ClockWatch {
public:
    // Further apart than that, and intake and ticks stop.
    static constexpr events::Duration departure_max{5 * events::minute.us};

    explicit ClockWatch(const ClockReading& begun) : begun_(begun) {}

    enum class Finding : std::uint8_t {
        right,      // as it was before
        departed,   // since this look
        away,       // since an earlier one
        came_back,  // since this look
    };
    [[nodiscard]] Finding look(const ClockReading& now);

    // How far the wall clock is ahead of where it should be, as of the last look; below zero:
    // behind.
    [[nodiscard]] events::Duration departure() const { return departure_; }

private:
    ClockReading begun_;
    events::Duration departure_;
    bool is_away_ = false;
};

// "the wall clock was set ahead by 1d: intake and timers stand still ...".
[[nodiscard]] std::string departure_text(events::Duration departure);

}  // namespace leadline::connectors
