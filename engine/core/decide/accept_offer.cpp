// AcceptOffer: the partner takes the lead it was offered, and one of its users owns it from now on.
// An offer that is over, by its expiry or another's doing, cannot be accepted any more.
#include "engine/core/decide/claim_rules.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::AcceptOffer& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    const auto [user, refusal] = claimant(d, c.user);
    if (refusal) return d.reject(self, c, *refusal);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    if (Refusal no = check_offered(d, *lead, user->partner)) return d.reject(self, c, *no);
    if (Refusal no = check_eligible_for(d, *user)) return d.reject(self, c, *no);
    d.emit(self, events::OfferAccepted{c, {user->id}, {d.program->partners.at(user->partner).id}});
}

}  // namespace leadline::engine
