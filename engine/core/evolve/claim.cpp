// Folds of claims, and of what moves a lead from one owner to another.
#include <algorithm>

#include "engine/core/evolve/caps.hpp"
#include "engine/core/evolve/offers.hpp"
#include "engine/core/evolve/rotation.hpp"

namespace leadline::engine {

namespace {

Lead* find_lead(const Fold& f, events::LeadId id) { return f.program->leads.find(id.text); }

Lead& lead_of(const Fold& f, events::LeadId id) {
    Lead& lead = *find_lead(f, id);
    drop_ended(lead, f.occurred.time);
    f.state.touch(lead);
    return lead;
}

bool is_nothing_or_known(const Fold& f, events::QueueId queue) {
    return !queue.is_set() || f.program->queues.find(queue.text) != nullptr;
}

Index index_of(const Fold& f, events::QueueId queue) {
    return queue.is_set() ? f.program->queues.find(queue.text)->index : no_index;
}

// Notes one more claim; what is no longer in the window goes.
void count_claim(const Fold& f, ClaimCounter& counter, Time counts_until) {
    std::erase_if(counter.counts_until, [&](Time until) { return until <= f.occurred.time; });
    if (counts_until.is_set()) counter.counts_until.push_back(counts_until);
    ++counter.open;
    counter.last_claim = f.occurred.time;
    f.state.touch(counter);
}

void lock_out(const Fold& f, Lead& lead, events::PartnerId partner, Time until) {
    if (!until.is_set()) return;
    const Index index = f.program->partners.find(partner.text)->index;
    std::vector<Lockout>& lockouts = lead.past.own().lockouts;
    std::erase_if(lockouts, [index](const Lockout& l) { return l.partner == index; });
    lockouts.push_back({index, until});
    std::sort(lockouts.begin(), lockouts.end(), [&](const Lockout& a, const Lockout& b) {
        return f.program->partners.at(a.partner).id < f.program->partners.at(b.partner).id;
    });
}

bool is_held_by(const Fold& f, const Lead* lead, events::UserId user) {
    return lead != nullptr && lead->place == Place::user && is_open(*lead) &&
           f.program->users.at(lead->owner).id == user.text;
}

}  // namespace

bool fits(const Fold& f, const events::LeadClaimed& e) {
    const Lead* lead = find_lead(f, e.lead);
    const User* user = f.program->users.find(e.user.text);
    return lead != nullptr && user != nullptr && lead->place == Place::queue && is_open(*lead) &&
           f.program->queues.at(lead->queue).id == e.queue.text &&
           f.program->partners.at(user->partner).id == e.partner.text;
}

void evolve(const Fold& f, const events::LeadClaimed& e) {
    Lead& lead = lead_of(f, e.lead);
    User& user = *f.program->users.find(e.user.text);
    count_claim(f, f.program->claims_of_user(lead.queue, user.index), e.user_counts_until);
    count_claim(f, f.program->claims_of_partner(lead.queue, user.partner), e.partner_counts_until);
    lift(f, lead);
    give_to(f, lead, user.index);
    count_given(f, user);
    lead.claimed = true;
    set_deadline(f, lead, e.touch_by);
}

bool fits(const Fold&, const events::LeadsClaimed&) { return true; }
void evolve(const Fold&, const events::LeadsClaimed&) {}

bool fits(const Fold&, const events::LeadClaimRefused&) { return true; }
void evolve(const Fold&, const events::LeadClaimRefused&) {}

bool fits(const Fold& f, const events::LeadReleased& e) {
    return is_held_by(f, find_lead(f, e.asked.lead), e.user) && is_nothing_or_known(f, e.queue) &&
           f.program->partners.find(e.partner.text) != nullptr;
}

void evolve(const Fold& f, const events::LeadReleased& e) {
    Lead& lead = lead_of(f, e.asked.lead);
    lift(f, lead);
    lock_out(f, lead, e.partner, e.no_reclaim_until);
    put_into_queue(f, lead, index_of(f, e.queue));
}

bool fits(const Fold& f, const events::ClaimLapsed& e) {
    const Lead* lead = find_lead(f, e.lead);
    return is_held_by(f, lead, e.user) && lead->claimed &&
           f.program->queues.find(e.queue.text) != nullptr &&
           f.program->partners.find(e.partner.text) != nullptr;
}

void evolve(const Fold& f, const events::ClaimLapsed& e) {
    Lead& lead = lead_of(f, e.lead);
    lift(f, lead);
    lock_out(f, lead, e.partner, e.no_reclaim_until);
    put_into_queue(f, lead, index_of(f, e.queue));
}

bool fits(const Fold& f, const events::LeadReturned& e) {
    return is_held_by(f, find_lead(f, e.lead), e.user) && is_nothing_or_known(f, e.queue);
}

void evolve(const Fold& f, const events::LeadReturned& e) {
    Lead& lead = lead_of(f, e.lead);
    lift(f, lead);
    put_into_queue(f, lead, index_of(f, e.queue));
}

bool fits(const Fold&, const events::LeadsReassigned&) { return true; }
void evolve(const Fold&, const events::LeadsReassigned&) {}

bool fits(const Fold& f, const events::LeadReassigned& e) {
    const Lead* lead = find_lead(f, e.lead);
    return lead != nullptr && is_open(*lead) && is_nothing_or_known(f, e.queue) &&
           (!e.user.is_set() || f.program->users.find(e.user.text) != nullptr) &&
           (!e.partner.is_set() || f.program->partners.find(e.partner.text) != nullptr) &&
           (e.why.empty() || (fits_turn(f, e.why[0]) && fits_wait(f, e.why[0])));
}

// With a new owner the lead still knows the queue it once came from.
void evolve(const Fold& f, const events::LeadReassigned& e) {
    if (!e.why.empty()) turn(f, e.why[0]);
    Lead& lead = lead_of(f, e.lead);
    lift(f, lead);
    end_offers(lead);
    const bool is_nurtured = !e.why.empty() && e.why[0].by == events::RoutedBy::nurture;
    if (e.user.is_set()) {
        const User& user = *f.program->users.find(e.user.text);
        give_to(f, lead, user.index);
        count_given(f, user);
    } else if (e.partner.is_set()) {
        Partner& partner = *f.program->partners.find(e.partner.text);
        note_offer(lead, e.why.empty() ? events::Explanation{} : e.why[0]);
        offer_to(f, lead, partner, e.expires_at);
        count_given(f, partner);
    } else {
        put_into_queue(f, lead, index_of(f, e.queue));
        if (lead.place == Place::queue && !is_nurtured)
            count_given(f, f.program->queues.at(lead.queue));
    }
    lead.set(LeadMark::nurtured, is_nurtured);
    if (e.why.empty()) return;
    if (lead.place == Place::waiting)
        wait_for_somebody(f, lead, e.why[0]);
    else if (!is_nurtured)
        try_backlog(f, e.why[0]);
}

bool fits(const Fold&, const events::LeadReassignmentRefused&) { return true; }
void evolve(const Fold&, const events::LeadReassignmentRefused&) {}

}  // namespace leadline::engine
