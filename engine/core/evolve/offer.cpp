// Folds of offers (SPEC 7).
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

bool is_offered_to(const Fold& f, events::LeadId id, events::PartnerId partner) {
    const Lead* lead = find_lead(f, id);
    return lead != nullptr && lead->place == Place::offer &&
           f.program->partners.at(lead->owner).id == partner.text;
}

// Where it goes stands in the next event.
void decline(const Fold& f, Lead& lead) {
    const Index partner = lead.owner;
    lift(f, lead);
    put_into_queue(f, lead, no_index);
    note_declined(*f.program, lead, partner);
}

}  // namespace

void note_offer(Lead& lead, const events::Explanation& why) {
    LeadPast& past = lead.past.own();
    past.offered_by_version = why.ruleset_version;
    past.offered_by = events::is_of_entry(why) ? why.entry : no_index;
    past.offers = why.offers + 1;
}

void note_declined(const Program& program, Lead& lead, Index partner) {
    std::vector<Index>& by = lead.past.own().declined_by;
    const auto is_before = [&program](Index a, Index b) {
        return program.partners.at(a).id < program.partners.at(b).id;
    };
    const auto at = std::lower_bound(by.begin(), by.end(), partner, is_before);
    if (at == by.end() || *at != partner) by.insert(at, partner);
}

bool fits(const Fold& f, const events::LeadOffered& e) {
    return find_lead(f, e.lead) != nullptr && f.program->partners.find(e.partner.text) != nullptr &&
           fits_turn(f, e.why);
}

void evolve(const Fold& f, const events::LeadOffered& e) {
    turn(f, e.why);
    Lead& lead = lead_of(f, e.lead);
    lift(f, lead);
    lead.queue = no_index;  // it came from none
    Partner& partner = *f.program->partners.find(e.partner.text);
    note_offer(lead, e.why);
    offer_to(f, lead, partner, e.expires_at);
    count_given(f, partner);
    if (e.why.by != events::RoutedBy::returning) try_backlog(f, e.why);
}

bool fits(const Fold& f, const events::OfferAccepted& e) {
    const User* user = f.program->users.find(e.user.text);
    return user != nullptr && f.program->partners.at(user->partner).id == e.partner.text &&
           is_offered_to(f, e.asked.lead, e.partner);
}

void evolve(const Fold& f, const events::OfferAccepted& e) {
    Lead& lead = lead_of(f, e.asked.lead);
    lift(f, lead);
    give_to(f, lead, f.program->users.find(e.user.text)->index);
}

bool fits(const Fold& f, const events::OfferDeclined& e) {
    return is_offered_to(f, e.asked.lead, e.partner);
}
void evolve(const Fold& f, const events::OfferDeclined& e) { decline(f, lead_of(f, e.asked.lead)); }

bool fits(const Fold& f, const events::OfferExpired& e) {
    return is_offered_to(f, e.lead, e.partner);
}
void evolve(const Fold& f, const events::OfferExpired& e) { decline(f, lead_of(f, e.lead)); }

// A lead that was closed is offered no more.
bool fits(const Fold& f, const events::OfferWithdrawn& e) {
    const Lead* lead = find_lead(f, e.lead);
    return lead != nullptr && (!is_open(*lead) || is_offered_to(f, e.lead, e.partner));
}
void evolve(const Fold& f, const events::OfferWithdrawn& e) {
    Lead& lead = lead_of(f, e.lead);
    if (lead.place != Place::offer) return;
    lift(f, lead);
    put_into_queue(f, lead, no_index);
}

}  // namespace leadline::engine
