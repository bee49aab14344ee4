// DeclineOpportunity: the partner does not want what was delivered to it; or the channel manager
// does not approve what a partner made.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::DeclineOpportunity& c) {
    if (Refusal no = check_asks_about(d, c.opportunity)) return no;
    const User* user = acting_user(d);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (user == nullptr && o.by_partner && o.status == events::OpportunityStatus::new_) return {};
    if (Refusal no = check_delivered(d, o, user == nullptr ? o.partner : user->partner)) return no;
    if (user == nullptr || is_eligible(*user)) return {};
    return because(Reason::user_not_eligible, {.about = {SubjectKind::user, user->id}});
}

}  // namespace

void decide(Decision& d, const events::DeclineOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    d.emit(self, events::OpportunityDeclined{c, holder_of(d, o).partner});
}

}  // namespace leadline::engine
