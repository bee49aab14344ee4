// See clock_watch.hpp.
#include "connectors/serve/clock_watch.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace leadline::connectors {

using events::Duration;

ClockWatch::Finding ClockWatch::look(const ClockReading& now) {
    const Duration by_wall = now.wall - begun_.wall;
    departure_ = {by_wall.us - (now.monotonic.us - begun_.monotonic.us)};
    const bool was_away = is_away_;
    is_away_ = std::abs(departure_.us) > departure_max.us;
    if (is_away_) return was_away ? Finding::away : Finding::departed;
    return was_away ? Finding::came_back : Finding::right;
}

std::string departure_text(Duration departure) {
    constexpr std::int64_t second = 1'000'000;
    const Duration whole{std::abs(departure.us) / second * second};
    return fmt::format(
        "the wall clock was set {} by {}: intake and timers stand still until it is back, or until "
        "the engine is started again",
        departure.us > 0 ? "ahead" : "back", events::to_text(whole));
}

}  // namespace leadline::connectors
