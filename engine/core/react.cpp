// See react.hpp.
#include "engine/core/react.hpp"

#include <algorithm>

#include "events/kinds.hpp"

namespace leadline::engine {

using events::EventHeader;
using events::Outcome;
using events::OutcomeKind;

namespace {

void add_kind(Outcome& outcome, events::EventKind kind) {
    if (std::find(outcome.events.begin(), outcome.events.end(), kind) == outcome.events.end())
        outcome.events.push_back(kind);
}

// What an answer needs from the body of a command's first event.
struct FirstEvent {
    Outcome& outcome;

    template <class Command>
    void operator()(const EventHeader&, const events::Rejected<Command>& e) const {
        outcome.kind = OutcomeKind::rejected;
        outcome.why = e.why;
    }
    void operator()(const EventHeader&, const events::LeadsReassigned& e) const {
        if (!e.asked.lead.is_set()) outcome.items = Outcome::Items{e.accepted, e.rejected};
    }
    void operator()(const EventHeader&, const events::LeadsClaimed& e) const {
        outcome.items = Outcome::Items{e.accepted, e.rejected};
    }
    template <class Event>
    void operator()(const EventHeader&, const Event&) const {}
};

}  // namespace

bool react(events::BytesView bytes, events::Partition partition, events::Arena& arena,
           Outcome& outcome) {
    outcome.clear();
    EventHeader header;
    events::BytesView body;
    if (!events::read_header(bytes, header, body)) return false;
    outcome.partition = partition.number;
    outcome.position = header.position;
    outcome.program = header.program.text;
    outcome.source = header.cause.source;
    outcome.id = header.cause.id;
    const bool needs_body = events::is_rejection(header.kind) ||
                            header.kind == events::LeadsReassigned::kind ||
                            header.kind == events::LeadsClaimed::kind;
    if (needs_body && !events::visit_body(header, body, arena, FirstEvent{outcome})) return false;
    while (!bytes.empty()) {
        const auto prefix = events::read_prefix(bytes);
        if (!prefix) return false;
        add_kind(outcome, events::EventKind{prefix->kind});
        bytes = bytes.subspan(prefix->length);
    }
    return true;
}

}  // namespace leadline::engine
