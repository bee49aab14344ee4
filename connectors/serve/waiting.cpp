// See waiting.hpp.
#include "connectors/serve/waiting.hpp"

#include <poll.h>

#include <algorithm>

namespace leadline::connectors {

void PollWaiting::wait(int descriptor, events::Duration at_most) {
    constexpr std::int64_t longest_ms = 60'000;
    // Rounded up: a wait that ends just before its time would be followed by many short ones.
    const std::int64_t ms = std::clamp<std::int64_t>((at_most.us + 999) / 1'000, 0, longest_ms);
    pollfd both[2] = {{descriptor, POLLIN, 0}, {wake_, POLLIN, 0}};
    ::poll(both, 2, static_cast<int>(ms));
}

}  // namespace leadline::connectors
