// See routed.hpp.
#include "engine/core/decide/routed.hpp"

namespace leadline::engine {

void emit_routed(Decision& d, events::LeadId lead, const Routed& routed) {
    const Subject self = about(SubjectKind::lead, lead.text);
    switch (routed.place) {
        case Place::waiting:
            return d.emit(self, events::LeadLeftWaiting{lead, routed.why});
        case Place::queue:
            return d.emit(self, events::LeadQueued{
                                    lead, {d.program->queues.at(routed.queue).id}, routed.why});
        case Place::user: {
            const User& user = d.program->users.at(routed.user);
            const Partner& partner = d.program->partners.at(user.partner);
            return d.emit(self, events::LeadAssigned{lead, {user.id}, {partner.id}, routed.why});
        }
        case Place::offer: {
            const Partner& partner = d.program->partners.at(routed.partner);
            return d.emit(self,
                          events::LeadOffered{lead, {partner.id}, routed.expires_at, routed.why});
        }
    }
}

RoutedAnew route_anew(const Decision& d, const Lead& lead, Router& router, const PastOffers& past) {
    LeadFacts facts = facts_of(d, lead);
    RoutedAnew again;
    again.scored = score(d, facts);
    if (again.scored && again.scored->ruleset_version == lead.scored_by) again.scored.reset();
    again.routed = router.route(facts, past);
    return again;
}

}  // namespace leadline::engine
