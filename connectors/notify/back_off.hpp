// When something that could not be sent is tried again: after 10 s, then twice as long each time,
// up to an hour, each a little earlier or later than that by the notification's key, so that what
// failed together does not come back together. Pure: the same key and attempt give the same wait.
#pragma once

#include <cstdint>
#include <string_view>

#include "events/base/time.hpp"

namespace leadline::connectors::notify {

struct BackOff {
    events::Duration first{10'000'000};
    events::Duration longest{events::hour.us};
    std::uint32_t attempts_max =
        12;  // then it is dead: some three and a half hours after the first
};

// How long to wait after `attempts` have failed, 1 or more: between 7/8 and 9/8 of what is named
// above. `asked`: what the server asked for (Retry-After), which counts where it is longer, up to
// `longest`.
[[nodiscard]] events::Duration wait_after(const BackOff& back_off, std::uint32_t attempts,
                                          std::string_view key, events::Duration asked = {});

}  // namespace leadline::connectors::notify
