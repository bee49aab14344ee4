// See prefetch.hpp.
#include "engine/core/prefetch.hpp"

#include "events/kinds.hpp"

namespace leadline::engine {

using events::CommandHeader;

namespace {

// The first field of the command's body, when that is an id; by the format it is that of the lead,
// or of the queue, that the command is about. Only a hint: nothing is decided by it.
Text first_id(const CommandHeader& command) {
    if (command.body.empty()) return {};
    const auto size = std::to_integer<std::size_t>(command.body[0]);
    if (size >= 0x80 || size + 1 > command.body.size()) return {};
    return events::as_text(command.body.subspan(1, size));
}

bool is_about_lead(events::CommandKind kind) {
    return kind >= events::CreateLead::kind && kind <= events::ConvertLead::kind &&
           kind != events::ClaimNext::kind;
}

// The lead that ClaimNext will most likely give.
Text first_in(const Program& p, Text queue_id) {
    const Queue* queue = p.queues.find(queue_id);
    const auto* first = queue == nullptr ? nullptr : queue->order.first_in_memory();
    if (first == nullptr) return {};
    const Lead* lead = p.leads.guess(first->second.what.index);
    return lead == nullptr ? first->second.what.id.text() : Text(lead->id);
}

void prefetch_things(const Program& p, Text lead_id, Text user_id, std::size_t step) {
    if (step == 0) {
        if (!lead_id.empty()) p.leads.prefetch_index(lead_id);
        if (!user_id.empty()) p.users.prefetch_index(user_id);
        return;
    }
    if (step == 1) {
        if (!lead_id.empty()) p.leads.prefetch_record(lead_id);
        if (!user_id.empty()) p.users.prefetch_record(user_id);
        return;
    }
    if (lead_id.empty() || user_id.empty()) return;
    const Lead* lead = p.leads.prefetch_record(lead_id);
    const User* user = p.users.prefetch_record(user_id);
    if (lead == nullptr || user == nullptr) return;
    p.prefetch_claims(lead->queue, *user);
}

Text user_of(const events::Actor& actor) {
    return actor.kind == events::ActorKind::partner_user ? actor.id : Text();
}

}  // namespace

void prefetch(const State& state, const CommandHeader& command, std::size_t step) {
    const Program* program = state.program(command.program);
    if (program == nullptr) return;
    Text lead;
    if (is_about_lead(command.kind)) lead = first_id(command);
    if (command.kind == events::ClaimNext::kind) lead = first_in(*program, first_id(command));
    prefetch_things(*program, lead, user_of(command.actor), step);
}

void prefetch(const State& state, const events::EventHeader& event, std::size_t step) {
    const Program* program = state.program(event.program);
    if (program == nullptr) return;
    const bool has_lead = event.subject.kind == events::SubjectKind::lead;
    prefetch_things(*program, has_lead ? event.subject.id : Text(), user_of(event.actor), step);
}

}  // namespace leadline::engine
