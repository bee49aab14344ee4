// react: events into effects. The effect of this version is the answer that a command's asker gets:
// it is made from the events alone, so that a repeat gets the first answer again. Pure.
#pragma once

#include "events/codec/event_codec.hpp"
#include "events/outcome.hpp"

namespace leadline::engine {

// Fills `outcome` from the bytes of all events that one command left, timers not among them. Its
// texts are views into `bytes` and `arena`. False: these are not such events.
[[nodiscard]] bool react(events::BytesView bytes, events::Partition partition, events::Arena& arena,
                         events::Outcome& outcome);

}  // namespace leadline::engine
