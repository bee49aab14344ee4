// See clock.hpp.
#include "connectors/files/clock.hpp"

#include <chrono>

namespace leadline::connectors {

events::Time WallClock::now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace leadline::connectors
