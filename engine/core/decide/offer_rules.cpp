// See offer_rules.hpp.
#include "engine/core/decide/offer_rules.hpp"

#include "engine/core/decide/access.hpp"
#include "engine/core/decide/routed.hpp"
#include "engine/core/routing/in_arena.hpp"

namespace leadline::engine {

Refusal check_offered(const Decision& d, const Lead& lead, Index partner) {
    if (lead.place == Place::offer && lead.owner != partner)
        return because(Reason::not_your_offer, {.about = {SubjectKind::lead, lead.id}});
    if (Refusal closed = check_open(d, lead)) return closed;
    if (lead.place == Place::offer) return {};
    return because(Reason::lead_not_offered, taken_by(d, lead));
}

void offer_next(Decision& d, const Lead& lead, OfferEnd end, Router& router) {
    router.take_from(lead);
    PastOffers past = PastOffers::of(lead);
    if (end == OfferEnd::declined) {
        boost::container::small_vector<Index, 8> by(past.declined_by.begin(),
                                                    past.declined_by.end());
        by.push_back(lead.owner);
        past.declined_by = in_arena(d.arena, by);
    }
    const CompiledRuleset* ruleset = ruleset_in_force(*d.program);
    if (ruleset != nullptr && past.version == ruleset->version() && past.entry != no_index) {
        LeadFacts facts = facts_of(d, lead);
        static_cast<void>(score(d, facts));  // what it is worth is a fact
        const Routed routed = router.route_by(past.entry, &facts, past);
        emit_routed(d, {lead.id}, routed);
        return router.take(routed);
    }
    const RoutedAnew again = route_anew(d, lead, router, past);
    if (again.scored) d.emit(about(SubjectKind::lead, lead.id), *again.scored);
    emit_routed(d, {lead.id}, again.routed);
    router.take(again.routed);
}

void withdraw_offer(Decision& d, const Lead& lead) {
    if (lead.place != Place::offer) return;
    d.emit(about(SubjectKind::lead, lead.id),
           events::OfferWithdrawn{{lead.id}, {d.program->partners.at(lead.owner).id}});
}

std::vector<const Lead*> offered_leads(const Program& program, const Partner& partner) {
    std::vector<const Lead*> leads;
    for (const StoredList::Item& item : partner.offers.items())
        if (const Lead* lead = program.leads.find(item.id)) leads.push_back(lead);
    return leads;
}

}  // namespace leadline::engine
