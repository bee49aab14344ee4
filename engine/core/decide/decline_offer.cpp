// DeclineOffer: the partner does not want the lead, and is not offered it again. The next one is.
#include "engine/core/decide/access.hpp"
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::DeclineOffer& c) {
    const Subject self = about(SubjectKind::lead, c.lead.text);
    if (Refusal no = check_program(d, true)) return d.reject(self, c, *no);
    if (Refusal no = check_actor_known(d)) return d.reject(self, c, *no);
    if (Refusal no = check_role(d)) return d.reject(self, c, *no);
    const Lead* lead = d.program->leads.find(c.lead.text);
    if (lead == nullptr) return d.reject(self, c, because(Reason::unknown_lead, {.about = self}));
    const User* user = acting_user(d);
    const Index partner = user != nullptr ? user->partner : lead->owner;
    if (Refusal no = check_offered(d, *lead, partner)) return d.reject(self, c, *no);
    if (user != nullptr && !is_eligible(*user))
        return d.reject(
            self, c, because(Reason::user_not_eligible, {.about = {SubjectKind::user, user->id}}));
    d.emit(self, events::OfferDeclined{c, {d.program->partners.at(partner).id}});
    Router router(d);
    offer_next(d, *lead, OfferEnd::declined, router);
}

}  // namespace leadline::engine
