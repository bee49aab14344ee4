// WindowCount: how often something happened in the window that is on, a fixed one of a time zone or
// a rolling one: what a cap is measured by. Exact at every instant, and as large as what still
// counts: equal times are one, a fixed window is a number. Pure; one thread.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/calendar/window.hpp"

namespace leadline::engine {

// One of both: within a fixed window, or for so long after each time.
struct CountedIn {
    std::optional<WindowUnit> per;
    Duration within{};
};

class WindowCount {
public:
    // It happened at `at`, which is not before any time of an earlier call; zone and window are
    // those of every call. What no longer counts then is forgotten.
    void add(const TimeZone& zone, const CountedIn& in, Time at);

    // How often, of what counts at `now`, which is not before the last add().
    [[nodiscard]] std::uint32_t used(Time now) const;

    // The first instant from `now` on at which fewer than `most` count, if nothing is added: `now`
    // when that is so already. `most` is at least 1.
    [[nodiscard]] Time frees_at(std::uint32_t most, Time now) const;

    // Nothing counts any more: it may be forgotten whole.
    [[nodiscard]] bool is_over(Time now) const { return used(now) == 0; }

    // Canonical: so many count until then, ascending by time, each time once.
    struct Ending {
        Time until;
        std::uint32_t count = 0;
        friend bool operator==(const Ending&, const Ending&) = default;
    };
    [[nodiscard]] const std::vector<Ending>& endings() const { return endings_; }
    [[nodiscard]] std::vector<Ending>& endings() { return endings_; }  // for who loads it

private:
    std::vector<Ending> endings_;
};

}  // namespace leadline::engine
