// DeliverOpportunity: the channel manager asks a partner to take an opportunity. Whoever had it has
// it no longer; one that came to nothing with a partner goes on to the next.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

using events::OpportunityStatus;

namespace {

// What is won, lost or cancelled is over until it is reopened.
bool may_be_delivered(OpportunityStatus status) {
    return events::is_open(status) || status == OpportunityStatus::returned ||
           status == OpportunityStatus::declined || status == OpportunityStatus::expired;
}

Refusal check(const Decision& d, const events::DeliverOpportunity& c) {
    if (Refusal no = check_program(d, true)) return no;
    const Partner* partner = d.program->partners.find(c.partner.text);
    if (partner == nullptr) return unknown_partner(c.partner);
    if (Refusal no = check_asks_about(d, c.opportunity)) return no;
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (o.by_partner)  // it is that partner's own
        return because(Reason::status_not_allowed, {.about = {SubjectKind::opportunity, o.id},
                                                    .statuses = statuses_after(d, o)});
    if (!may_be_delivered(o.status)) return because(Reason::opportunity_closed, detail_of(d, o));
    if (is_eligible(*partner)) return {};
    return because(Reason::partner_not_eligible, {.about = {SubjectKind::partner, partner->id}});
}

}  // namespace

void decide(Decision& d, const events::DeliverOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    const Index partner = d.program->partners.find(c.partner.text)->index;
    const Time expires_at =
        c.accept_within.us == 0 ? Time{} : end_of_window(d.now, c.accept_within);
    const bool is_same_time = !expires_at.is_set() || o.due == expires_at;
    if (o.status == OpportunityStatus::delivered && o.partner == partner && is_same_time)
        return d.change_nothing(self, c);
    const Holder holder = holder_of(d, o);
    d.emit(self, events::OpportunityDelivered{c, expires_at, holder.user, holder.partner});
}

}  // namespace leadline::engine
