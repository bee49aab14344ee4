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

Rerouted reroute(const Decision& d, const Lead& lead, Router& router) {
    const Program& p = *d.program;
    router.take_from(lead);
    const RoutedAnew again = route_anew(d, lead, router, PastOffers::begun_anew(lead));
    const Routed& to = again.routed;
    router.take(to);
    Rerouted rerouted;
    rerouted.scored = again.scored;
    events::LeadReassigned& moved = rerouted.moved;
    moved.lead = {lead.id};
    if (lead.place == Place::user) moved.from_user = {p.users.at(lead.owner).id};
    const std::span<events::Explanation> why = d.arena.make<events::Explanation>(1);
    why[0] = to.why;
    moved.why = why;
    if (to.place == Place::user) {
        const User& user = p.users.at(to.user);
        moved.user = {user.id};
        moved.partner = {p.partners.at(user.partner).id};
    }
    if (to.place == Place::queue) moved.queue = {p.queues.at(to.queue).id};
    if (to.place == Place::offer) {
        moved.partner = {p.partners.at(to.partner).id};
        moved.expires_at = to.expires_at;
    }
    return rerouted;
}

}  // namespace leadline::engine
