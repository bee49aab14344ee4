// The fixed beginning of every event, all that a log needs to know of one: where it ends, which
// position and time it has. The rest of the header is in header.hpp; the grammar is in FORMAT.md.
#pragma once

#include <cstdint>
#include <optional>

#include "events/base/bytes.hpp"
#include "events/base/time.hpp"

namespace leadline::events {

// An event's place in its partition's log, from 1; 0 means "none".
struct Position {
    std::uint64_t number = 0;
    friend constexpr auto operator<=>(Position, Position) = default;
};

// A chain of the log, from 0; it holds whole programs.
struct Partition {
    std::uint32_t number = 0;
    friend constexpr auto operator<=>(Partition, Partition) = default;
};

struct EventPrefix {
    std::uint32_t length = 0;  // of the whole event, these four bytes included
    std::uint16_t kind = 0;
    std::uint8_t version = 0;
    std::uint8_t flags = 0;
    Position position;
    Time time;
};

inline constexpr std::size_t event_prefix_bytes = 24;
inline constexpr std::size_t event_bytes_max = 256U * 1024U;  // header included (DESIGN D1)

// The prefix of the event that begins at bytes[0]; none when it does not fit into `bytes`.
[[nodiscard]] inline std::optional<EventPrefix> read_prefix(BytesView bytes) {
    if (bytes.size() < event_prefix_bytes) return std::nullopt;
    const std::byte* at = bytes.data();
    EventPrefix prefix{load<std::uint32_t>(at),       load<std::uint16_t>(at + 4),
                       load<std::uint8_t>(at + 6),    load<std::uint8_t>(at + 7),
                       {load<std::uint64_t>(at + 8)}, {load<std::int64_t>(at + 16)}};
    if (prefix.length < event_prefix_bytes || prefix.length > event_bytes_max ||
        prefix.length > bytes.size()) {
        return std::nullopt;
    }
    return prefix;
}

}  // namespace leadline::events
