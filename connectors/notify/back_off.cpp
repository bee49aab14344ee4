// See back_off.hpp.
#include "connectors/notify/back_off.hpp"

#include <algorithm>

#include "events/base/bytes.hpp"
#include "events/base/sha256.hpp"

namespace leadline::connectors::notify {

namespace {

// 0 to 255, by what is tried and for which time.
std::int64_t chance(std::string_view key, std::uint32_t attempts) {
    events::Sha256 hash;
    hash.add(events::as_bytes(key));
    const std::string number = std::to_string(attempts);
    hash.add(events::as_bytes(number));
    return static_cast<std::int64_t>(hash.finish()[0]);
}

}  // namespace

events::Duration wait_after(const BackOff& back_off, std::uint32_t attempts, std::string_view key,
                            events::Duration asked) {
    std::int64_t wait = back_off.first.us;
    for (std::uint32_t i = 1; i < attempts && wait < back_off.longest.us; ++i) wait *= 2;
    wait = std::min(wait, back_off.longest.us);
    wait += wait / 1'024 * (chance(key, attempts) - 128);
    return {std::max(wait, std::min(asked.us, back_off.longest.us))};
}

}  // namespace leadline::connectors::notify
