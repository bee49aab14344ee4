// ReleaseLead: the owner gives a lead back to the queue it came from, else it waits. Users of the
// same partner may not claim it again for the time that the queue's policy says.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ReleaseLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, true)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    if (Refusal no = check_works_on(d, *lead)) return d.reject(self, c, *no);
    if (lead->place != Place::user)
        return d.reject(self, c, because(Reason::lead_not_owned, taken_by(d, *lead)));
    const User& owner = d.program->users.at(lead->owner);
    events::LeadReleased released{
        c, {}, {owner.id}, {d.program->partners.at(owner.partner).id}, {}};
    if (lead->queue != no_index) {
        const Queue& queue = d.program->queues.at(lead->queue);
        released.queue = {queue.id};
        if (queue.policy.no_reclaim.us != 0)
            released.no_reclaim_until = d.now + queue.policy.no_reclaim;
    }
    d.emit(self, released);
}

}  // namespace leadline::engine
