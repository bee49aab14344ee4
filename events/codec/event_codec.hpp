// A whole event in binary: prefix, header, body (FORMAT.md). Any thread; the buffers are the
// caller's.
#pragma once

#include "events/codec/body.hpp"
#include "events/header.hpp"

namespace leadline::events {

// Where an event stands in a buffer: offsets of it, of its body and of its end.
struct EventSpan {
    std::size_t begin = 0;
    std::size_t body = 0;
    std::size_t end = 0;
};

// Appends header and body. Kind and version are the event's own, whatever the header says. The
// caller has checked the sizes of the command that caused it, so an event over event_bytes_max is a
// bug here. `asked`: as for write_body.
template <class Event>
EventSpan write_event(Bytes& out, const EventHeader& header, const Event& event,
                      BytesView asked = {});

// The header of the event that begins at bytes[0], and where its body is. False: damaged.
[[nodiscard]] bool read_header(BytesView bytes, EventHeader& header, BytesView& body);

// Decodes the event that begins at bytes[0] and calls visit(header, event) with its own type.
// False when it is damaged, or of a kind or version that this build does not know. Old versions
// arrive upcast to today's struct.
template <class Visit>
[[nodiscard]] bool visit_event(BytesView bytes, Arena& arena, Visit&& visit);

// As visit_event, when the header has been read before.
template <class Visit>
[[nodiscard]] bool visit_body(const EventHeader& header, BytesView body, Arena& arena,
                              Visit&& visit);

// The same for who needs no more of the header than this: visit(event).
template <class Visit>
[[nodiscard]] bool visit_body(EventKind kind, std::uint8_t version, BytesView body, Arena& arena,
                              Visit&& visit);

// The same for other kinds than those of kinds.hpp.
template <class Kinds, class Visit>
[[nodiscard]] bool visit_body_of(EventKind kind, std::uint8_t version, BytesView body, Arena& arena,
                                 Visit&& visit);

// Reads the body that an event of this kind had in that version, and makes today's of it. An event
// of version 2 or more names the struct of the version before, `using before = LeadClaimedV1`, and
// is made of one by `static LeadClaimed from(const before&, Arena&)`; so each version knows one
// other. False: damaged, or a version that this build does not know.
template <class Event>
[[nodiscard]] bool read_version(std::uint8_t version, BytesView body, Arena& arena, Event& event);

}  // namespace leadline::events

#include "events/codec/event_codec.inl.hpp"
