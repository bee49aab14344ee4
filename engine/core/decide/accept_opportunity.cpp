// AcceptOpportunity: the partner takes what was delivered to it, and one of its users owns it.
#include "engine/core/decide/claim_rules.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::AcceptOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    const auto [user, refusal] = claimant(d, c.user);
    if (refusal) return d.reject(self, c, *refusal);
    if (Refusal no = check_asks_about(d, c.opportunity)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (Refusal no = check_delivered(d, o, user->partner)) return d.reject(self, c, *no);
    if (Refusal no = check_eligible_for(d, *user)) return d.reject(self, c, *no);
    d.emit(self,
           events::OpportunityAccepted{c, {user->id}, {d.program->partners.at(user->partner).id}});
}

}  // namespace leadline::engine
