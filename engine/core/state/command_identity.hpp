// What is kept of a command that was decided, so that it is decided once (SPEC 2.2, DESIGN D10). An
// identity is 128 bits of XXH3 over program, source and id; whoever finds one reads the event it
// names and compares the words themselves before calling a command a repeat.
#pragma once

#include "events/base/arena.hpp"
#include "events/base/time.hpp"
#include "events/event_prefix.hpp"
#include "events/ids.hpp"

namespace leadline::engine {

struct CommandIdentity {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend auto operator<=>(const CommandIdentity&, const CommandIdentity&) = default;
};

[[nodiscard]] CommandIdentity identity(events::ProgramId program, events::Text source,
                                       events::Text id);

struct Decided {
    events::Time until;        // at this time its window is over
    events::Position first;    // its first event
    std::uint32_t events = 0;  // how many it left, timers not counted
    std::uint64_t digest = 0;  // of what was asked

    friend bool operator==(const Decided&, const Decided&) = default;
};

struct DedupRecord {
    CommandIdentity identity;
    Decided decided;
};

}  // namespace leadline::engine
