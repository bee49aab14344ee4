// ClaimNext: the best lead of a queue that the user may take: highest priority, then created first,
// leaving out those that their partner has released recently.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/claim_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ClaimNext& c) {
    const Subject self = about(SubjectKind::queue, c.queue.text);
    const auto [user, refusal] = claimant(d, c.user);
    if (refusal) return d.reject(self, c, *refusal);
    const Queue* queue = d.program->queues.find(c.queue.text);
    if (queue == nullptr) return d.reject(self, c, because(Reason::unknown_queue, {.about = self}));
    if (Refusal no = check_may_claim_from(d, *queue, *user)) return d.reject(self, c, *no);
    if (Refusal no = check_limits(d, *queue, *user, CapRoom(d))) return d.reject(self, c, *no);
    const Lead* lead = nullptr;
    const User& by = *user;  // a lambda of C++20 may not name `user` itself
    queue->order.for_each([&](const QueuePlace& place, const QueuedLead& there) {
        lead = d.program->lead_at(queue->order, place, there);
        if (lead != nullptr && check_lockout(d, *lead, by)) lead = nullptr;
        return lead == nullptr;
    });
    if (lead == nullptr)
        return d.reject(self, c, because(Reason::nothing_to_claim, {.about = self}));
    events::LeadClaimed claim = won_claim(d, *lead, *user);
    claim.asked_user = c.user;
    claim.asked_queue = c.queue;
    d.emit(about(SubjectKind::lead, lead->id), claim);
}

}  // namespace leadline::engine
