// DefineQueue: a new queue, or a new definition of one. Its members must be known.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check_members(const Decision& d, const events::DefineQueue& c) {
    for (const events::PartnerId partner : c.partners)
        if (d.program->partners.find(partner.text) == nullptr)
            return because(Reason::unknown_partner,
                           {.about = {SubjectKind::partner, partner.text}});
    for (const events::UserId user : c.users)
        if (d.program->users.find(user.text) == nullptr)
            return because(Reason::unknown_user, {.about = {SubjectKind::user, user.text}});
    return {};
}

bool is_as_defined(const Decision& d, const events::DefineQueue& c) {
    const Queue* queue = d.program->queues.find(c.queue.text);
    return queue != nullptr &&
           events::as_text(events::body_in(d.arena, c)) == events::as_text(queue->definition);
}

}  // namespace

void decide(Decision& d, const events::DefineQueue& c) {
    const Subject self = about(SubjectKind::queue, c.queue.text);
    if (Refusal no = check_program(d, false)) return d.reject(self, c, *no);
    if (Refusal no = check_members(d, c)) return d.reject(self, c, *no);
    if (Refusal no = check_may_ask(d)) return d.reject(self, c, *no);
    if (is_as_defined(d, c)) return d.change_nothing(self, c);
    d.emit(self, events::QueueDefined{c});
}

}  // namespace leadline::engine
