// See rebuild.hpp.
#include "engine/core/rebuild.hpp"

namespace leadline::engine {

namespace {

using events::CommandHeader;
using events::EventHeader;

struct FromFirstEvent {
    events::Arena& arena;
    CommandHeader& command;
    bool has_found = false;

    template <class Command>
    void take(const Command& asked) {
        if (command.kind != Command::kind) return;
        command.body = events::body_in(arena, asked);
        has_found = true;
    }

    // Two commands lead here: which of them, the cause tells.
    void operator()(const EventHeader&, const events::LeadClaimed& e) {
        if (command.kind == events::ClaimNext::kind)
            take(events::ClaimNext{e.asked_queue, e.asked_user});
        else
            take(events::ClaimLead{e.lead, e.asked_user});
    }
    void operator()(const EventHeader&, const events::OpportunityCreated& e) {
        if (e.request.size() == 1) take(e.request[0]);
    }
    template <class Event>
    void operator()(const EventHeader&, const Event& e) {
        if constexpr (requires { e.asked; }) take(e.asked);
    }
};

}  // namespace

bool rebuild(events::BytesView event, events::Arena& arena, CommandHeader& command) {
    EventHeader header;
    events::BytesView body;
    if (!events::read_header(event, header, body)) return false;
    command = {};
    command.kind = header.cause.kind;
    command.program = header.program;
    command.source = header.cause.source;
    command.id = header.cause.id;
    command.time = header.time;
    command.actor = header.actor;
    command.on_behalf_of = header.on_behalf_of;
    command.principal = header.principal;
    command.correlation = header.correlation;
    command.traceparent = header.traceparent;
    command.digest = header.cause.digest;
    FromFirstEvent from{arena, command};
    return events::visit_body(header, body, arena, from) && from.has_found;
}

}  // namespace leadline::engine
