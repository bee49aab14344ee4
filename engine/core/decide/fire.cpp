// What timers do when they are due. Their events have no cause, and the engine is the actor.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"
#include "engine/core/decide/take_up.hpp"

namespace leadline::engine {

namespace {

void lapse_claim(Decision& d, const Lead& lead) {
    const User& owner = d.program->users.at(lead.owner);
    const Queue& queue = d.program->queues.at(lead.queue);
    events::ClaimLapsed lapsed{{lead.id}, {queue.id}, {owner.id}, {}, {}};
    lapsed.partner = {d.program->partners.at(owner.partner).id};
    if (queue.policy.no_reclaim.us != 0) lapsed.no_reclaim_until = d.now + queue.policy.no_reclaim;
    d.emit(about(SubjectKind::lead, lead.id), lapsed);
}

void expire_offer(Decision& d, const Lead& lead) {
    d.emit(about(SubjectKind::lead, lead.id),
           events::OfferExpired{{lead.id}, {d.program->partners.at(lead.owner).id}});
    Router router(d);
    offer_next(d, lead, OfferEnd::declined, router);
}

}  // namespace

void fire(Decision& d, const Timer& timer) {
    switch (timer.kind) {
        case TimerKind::claim_touch:
            if (const Lead* lead = d.program->leads.find(timer.id)) lapse_claim(d, *lead);
            return;
        case TimerKind::offer_expiry:
            if (const Lead* lead = d.program->leads.find(timer.id)) expire_offer(d, *lead);
            return;
        case TimerKind::deal_protection:
            return d.emit(about(SubjectKind::deal, timer.id),
                          events::DealProtectionEnded{{timer.id}});
        case TimerKind::opportunity_expiry:
            if (const Opportunity* o = d.program->opportunities.find(timer.id))
                d.emit(
                    about(SubjectKind::opportunity, o->id),
                    events::OpportunityExpired{{o->id}, {d.program->partners.at(o->partner).id}});
            return;
        case TimerKind::backlog:
            if (const Backlog* backlog = d.program->backlogs.find(timer.id)) take_up(d, *backlog);
            return;
    }
}

}  // namespace leadline::engine
