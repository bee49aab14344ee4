// See clock.hpp.
#include "connectors/files/clock.hpp"

#include <time.h>

#include "events/base/ensure.hpp"

namespace leadline::connectors {
namespace {

std::int64_t microseconds_of(clockid_t clock) {
    timespec at{};
    ENSURE(::clock_gettime(clock, &at) == 0);
    return std::int64_t{at.tv_sec} * 1'000'000 + at.tv_nsec / 1'000;
}

constexpr events::Duration together{1'000'000};

}  // namespace

// The two are read one after the other, and the process may be stopped between: then once more,
// since a pause must not look like a clock that was set.
ClockReading WallClock::read() const {
    for (;;) {
        const events::Duration before{microseconds_of(CLOCK_BOOTTIME)};
        const events::Time wall{microseconds_of(CLOCK_REALTIME)};
        const events::Duration after{microseconds_of(CLOCK_BOOTTIME)};
        if (after.us - before.us <= together.us) return {wall, before};
    }
}

}  // namespace leadline::connectors
