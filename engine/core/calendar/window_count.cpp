// See window_count.hpp. A fixed window is one ending, that of the window; times do not fall, so a
// new one comes last.
#include "engine/core/calendar/window_count.hpp"

#include "events/base/ensure.hpp"

namespace leadline::engine {

void WindowCount::add(const TimeZone& zone, const CountedIn& in, Time at) {
    std::erase_if(endings_, [at](const Ending& ending) { return ending.until <= at; });
    const Time until = in.per ? window_of(zone, *in.per, at).end : counts_until(at, in.within);
    if (until <= at) return;  // it counts for no time at all
    ENSURE(endings_.empty() || endings_.back().until <= until);
    if (endings_.empty() || endings_.back().until != until) endings_.push_back({until, 0});
    ++endings_.back().count;
}

std::uint32_t WindowCount::used(Time now) const {
    std::uint32_t count = 0;
    for (const Ending& ending : endings_)
        if (now < ending.until) count += ending.count;
    return count;
}

Time WindowCount::frees_at(std::uint32_t most, Time now) const {
    std::uint32_t left = used(now);
    Time frees = now;
    for (const Ending& ending : endings_) {
        if (left < most) break;
        if (ending.until <= now) continue;
        left -= ending.count;
        frees = ending.until;
    }
    return frees;
}

}  // namespace leadline::engine
