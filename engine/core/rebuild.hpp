// rebuild: a command from the events that it left (SPEC 2.4). Its first event holds all that was
// asked, so nothing else is needed. For repeats that must be compared, for audits and backtests.
// Pure.
#pragma once

#include "events/codec/event_codec.hpp"

namespace leadline::engine {

// Fills `command` from the command's first event. Texts are views into `event` and `arena`; the
// time is the one it was decided at. False: the bytes are damaged, or of an event that is not the
// first of a command.
[[nodiscard]] bool rebuild(events::BytesView event, events::Arena& arena,
                           events::CommandHeader& command);

}  // namespace leadline::engine
