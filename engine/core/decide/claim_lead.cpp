// ClaimLead: first come, first served. The first eligible claim in log order wins; whoever comes
// later is told when it was lost and, if they may know, to whom.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/claim_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ClaimLead& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    const auto [user, refusal] = claimant(d, c.user);
    if (refusal) return d.reject(self, c, *refusal);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (Refusal no = check_claim(d, lead, c.lead, *user)) return d.reject(self, c, *no);
    const Queue& queue = d.program->queues.at(lead->queue);
    if (Refusal no = check_limits(d, queue, *user, CapRoom(d))) return d.reject(self, c, *no);
    events::LeadClaimed claim = won_claim(d, *lead, *user);
    claim.asked_user = c.user;
    d.emit(self, claim);
}

}  // namespace leadline::engine
