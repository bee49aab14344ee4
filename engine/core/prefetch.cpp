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

std::uint64_t hash_of_user(const events::Actor& actor) {
    return actor.kind == events::ActorKind::partner_user ? hash_of(actor.id) : 0;
}

// The lead that ClaimNext will most likely give, as far as can be told now.
const Lead* ask_for_first(const Program& p, const Queue& queue) {
    const auto* first = queue.order.first_in_memory();
    return first == nullptr ? nullptr : p.leads.prefetch_at(first->second.what.index);
}

}  // namespace

Prefetch::Ahead Prefetch::look(const CommandHeader& command) const {
    Ahead ahead;
    ahead.program = state_->program(command.program);
    if (ahead.program == nullptr) return ahead;
    ahead.user_hash = hash_of_user(command.actor);
    if (is_about_lead(command.kind)) ahead.lead_hash = hash_of(first_id(command));
    if (command.kind == events::ClaimNext::kind)
        ahead.queue = ahead.program->queues.find(first_id(command));
    return ahead;
}

Prefetch::Ahead Prefetch::look(const events::EventHeader& event) const {
    Ahead ahead;
    ahead.program = state_->program(event.program);
    ahead.user_hash = hash_of_user(event.actor);
    if (event.subject.kind == events::SubjectKind::lead)
        ahead.lead_hash = hash_of(event.subject.id);
    return ahead;
}

void Prefetch::ask(Ahead& ahead, std::size_t step) {
    const Program& p = *ahead.program;
    if (step == 0) {
        if (ahead.lead_hash != 0) p.leads.prefetch_index(ahead.lead_hash);
        if (ahead.user_hash != 0) p.users.prefetch_index(ahead.user_hash);
        return;
    }
    if (step == 1) {
        if (ahead.user_hash != 0) ahead.user = p.users.prefetch_record(ahead.user_hash);
        if (ahead.lead_hash != 0) ahead.lead = p.leads.prefetch_record(ahead.lead_hash);
        if (ahead.queue != nullptr) ahead.lead = ask_for_first(p, *ahead.queue);
        return;
    }
    const Lead* lead = ahead.lead;
    if (lead == nullptr) return;
    const Index queue = ahead.queue != nullptr ? ahead.queue->index : lead->queue;
    const Index owner = ahead.user != nullptr ? ahead.user->index : lead->owner;
    if (queue == no_index || owner >= p.users.size()) return;
    if (step == 2)
        p.prefetch_counter_index(queue, p.users.at(owner));
    else
        p.prefetch_counters(queue, p.users.at(owner));
}

}  // namespace leadline::engine
