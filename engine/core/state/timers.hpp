// Timers: what will happen by itself when the log's time reaches it (SPEC 2.6). A heap of hints: an
// entry is only true if its thing still says so, since disarming does not search. Derived from the
// leads and deals; rebuilt when state is loaded. One thread.
#pragma once

#include <vector>

#include "engine/core/state/program.hpp"

namespace leadline::engine {

// Numbers order timers that are due together, and are for ever.
enum class TimerKind : std::uint8_t { claim_touch = 1, deal_protection = 2 };

struct Timer {
    Time due;
    TimerKind kind = TimerKind::claim_touch;
    Entry* entry = nullptr;  // a Lead, or a Deal
};

class Timers {
public:
    void arm(Timer timer);

    // The first timer that is still true; none when there is none. Drops those that are not.
    [[nodiscard]] const Timer* next();

    // Takes the one that next() answered.
    void pop();

    [[nodiscard]] std::size_t size() const { return heap_.size(); }
    void clear() { heap_.clear(); }

private:
    std::vector<Timer> heap_;
};

}  // namespace leadline::engine
