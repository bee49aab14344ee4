// The digest by which a repeat is told from another command with the same source and id (DESIGN
// D10). Any thread.
#pragma once

#include <cstdint>

#include "events/header.hpp"

namespace leadline::events {

// XXH3-64, seed 0, of: kind (u16), length of the body (u32), canonical body, kind of the actor
// (u8), length (u32) and bytes of the actor's id, length (u32) and bytes of on_behalf_of;
// little-endian. Never of time, trace, correlation or principal.
[[nodiscard]] std::uint64_t command_digest(const CommandHeader& command);

}  // namespace leadline::events
