// Steps: how a lead's events are stored. A lead's events of one flush stand in one row, a chunk.
//   chunk := step+
//   step  := kind:2 version:1 actor_kind:1 position:8 time:8 cause_kind:2 actor:text
//            on_behalf_of:text body:text           little-endian
//   text  := length:varint bytes
// `body` is the event's own, so that old steps are read as old events are. Pure; any thread.
#pragma once

#include "events/base/bytes.hpp"
#include "events/header.hpp"

namespace leadline::projections {

using events::Text;

// Appends the step of an event to `out`.
void append_step(events::Bytes& out, const events::EventHeader& header, events::BytesView body);

// Takes the first step off `chunk`. False: there is none, or it is damaged; then `chunk` is not
// empty. `header` gets the fields that a step keeps.
[[nodiscard]] bool next_step(events::BytesView& chunk, events::EventHeader& header,
                             events::BytesView& body);

}  // namespace leadline::projections
