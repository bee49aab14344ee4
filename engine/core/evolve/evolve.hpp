// evolve: events into state, one function per kind. It judges nothing and cannot fail: whatever a
// fold needs stands in the event (DESIGN D11). `fits` is the check made before it on what comes
// from a log: whether the things that the event names are there. A new kind without its two
// functions does not link. One thread.
#pragma once

#include "engine/core/evolve/folds.hpp"

namespace leadline::engine {

// Refusals and NothingChanged move time and position, and nothing else.
template <class Command>
bool fits(const Fold&, const events::Rejected<Command>&) {
    return true;
}
template <class Command>
void evolve(const Fold&, const events::Rejected<Command>&) {}
template <class Command>
bool fits(const Fold&, const events::NothingChanged<Command>&) {
    return true;
}
template <class Command>
void evolve(const Fold&, const events::NothingChanged<Command>&) {}

// Applies an event that has just been written: decodes its body, checks that it fits, evolves, and
// moves the state's position and time. False, with state unchanged: the bytes are damaged or do not
// fit. Position, time, kind and version are read back from `event`; the program and the actor are
// those that its header was made from. Whoever decided the command notes it for deduplication.
[[nodiscard]] bool apply(State& state, BytesView event, BytesView body, events::ProgramId program,
                         const events::Actor& actor, events::Arena& arena);

// The same for the event at bytes[0] of a log, with its part of the command's note. False: the log
// cannot be trusted.
[[nodiscard]] bool fold(State& state, BytesView bytes, events::Arena& arena);

// An event that one thread decodes and another applies: views of its bytes and of the arena.
struct Decoded {
    events::EventHeader header;
    BytesView body;
    const void* event = nullptr;  // of the type that header.kind names
    bool (*apply)(State& state, const Decoded& event) = nullptr;
};

// Decodes the event at bytes[0]. False: damaged.
[[nodiscard]] bool decode(BytesView bytes, events::Arena& arena, Decoded& out);

[[nodiscard]] inline bool apply(State& state, const Decoded& event) {
    return event.apply(state, event);
}

}  // namespace leadline::engine
