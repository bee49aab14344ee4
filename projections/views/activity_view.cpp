// See activity_view.hpp.
#include "projections/views/activity_view.hpp"

namespace leadline::projections {

// Spells activity_key() into the same memory again and again: this is done for every claim.
void ActivityView::add(ActivityHolder holder, events::ProgramId program, Text id, Done what) {
    key_.assign(1, activity_table);
    key_ += static_cast<char>(program.text.size());
    key_ += program.text;
    key_ += static_cast<char>(holder);
    key_ += id;
    key_ += '\0';
    key_ += static_cast<char>(what);
    tallies_.add(key_, 1);
}

void ActivityView::count(const Happening& h, Done what, events::PartnerId partner,
                         events::UserId user) {
    const events::ProgramId program = h.header.program;
    add(ActivityHolder::program, program, {}, what);
    if (partner.is_set()) add(ActivityHolder::partner, program, partner.text, what);
    if (user.is_set()) add(ActivityHolder::user, program, user.text, what);
}

void ActivityView::on(const Happening& h, const events::LeadCreated&) {
    count(h, Done::leads_created, {}, {});
}

void ActivityView::on(const Happening& h, const events::LeadClaimed& e) {
    count(h, Done::claims, e.partner, e.user);
    count(h, Done::received, e.partner, e.user);
}

void ActivityView::on(const Happening& h, const events::LeadAssigned& e) {
    count(h, Done::received, e.partner, e.user);
}

// To a user at once, or to a partner as an offer.
void ActivityView::on(const Happening& h, const events::LeadReassigned& e) {
    if (e.user.is_set())
        count(h, Done::received, e.partner, e.user);
    else if (e.partner.is_set())
        count(h, Done::offers, e.partner, {});
}

void ActivityView::on(const Happening& h, const events::LeadOffered& e) {
    count(h, Done::offers, e.partner, {});
}

void ActivityView::on(const Happening& h, const events::OfferAccepted& e) {
    count(h, Done::offers_accepted, e.partner, {});
    count(h, Done::received, e.partner, e.user);
}

void ActivityView::on(const Happening& h, const events::OfferDeclined& e) {
    count(h, Done::offers_declined, e.partner, {});
}

void ActivityView::on(const Happening& h, const events::OfferExpired& e) {
    count(h, Done::offers_expired, e.partner, {});
}

void ActivityView::on(const Happening& h, const events::OfferWithdrawn& e) {
    count(h, Done::offers_withdrawn, e.partner, {});
}

// A refusal does not name the partner: its users' counts are added up when it is shown.
void ActivityView::refuse(const Happening& h, events::Reason reason, events::UserId asked) {
    if (reason == events::Reason::unknown_program) return;
    // By SPEC 6 the user is known from here on.
    if (reason < events::Reason::actor_not_allowed) return count(h, Done::claims_refused, {}, {});
    if (!asked.is_set() && h.header.actor.kind == events::ActorKind::partner_user)
        asked = {h.header.actor.id};
    count(h, Done::claims_refused, {}, asked);
    if (reason == events::Reason::lead_already_claimed) count(h, Done::claims_lost, {}, asked);
}

void ActivityView::on(const Happening& h, const events::Rejected<events::ClaimLead>& e) {
    refuse(h, e.why.reason, e.asked.user);
}

void ActivityView::on(const Happening& h, const events::Rejected<events::ClaimNext>& e) {
    refuse(h, e.why.reason, e.asked.user);
}

void ActivityView::on(const Happening& h, const events::Rejected<events::ClaimLeads>& e) {
    refuse(h, e.why.reason, e.asked.user);
}

void ActivityView::on(const Happening& h, const events::LeadClaimRefused& e) {
    refuse(h, e.why.reason, e.user);
}

void ActivityView::on(const Happening& h, const events::LeadConverted& e) {
    count(h, Done::conversions, e.partner, e.owner);
}

void ActivityView::on(const Happening& h, const events::DealRegistered& e) {
    const bool is_by_user = h.header.actor.kind == events::ActorKind::partner_user;
    const events::UserId user{is_by_user ? h.header.actor.id : Text{}};
    count(h, Done::deals, e.partner, user);
}

}  // namespace leadline::projections
