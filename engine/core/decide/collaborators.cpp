// AddCollaborator and RemoveCollaborator: partners that see an opportunity beside the one that has
// it (SPEC 10).
#include <algorithm>

#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"

namespace leadline::engine {

namespace {

bool helps(const Opportunity& o, const Partner& partner) {
    return std::find(o.collaborators.begin(), o.collaborators.end(), partner.index) !=
           o.collaborators.end();
}

Refusal check(const Decision& d, events::OpportunityId opportunity, events::PartnerId partner) {
    if (Refusal no = check_program(d, true)) return no;
    if (d.program->partners.find(partner.text) == nullptr) return unknown_partner(partner);
    return check_asks_about(d, opportunity);
}

Refusal check_room(const Decision& d, const Opportunity& o, const Partner& partner) {
    if (!events::is_open(o.status)) return because(Reason::opportunity_closed, detail_of(d, o));
    if (!is_eligible(partner))
        return because(Reason::partner_not_eligible, {.about = {SubjectKind::partner, partner.id}});
    if (o.collaborators.size() < events::collaborators_max) return {};
    return because(Reason::too_many_items,
                   {.used = static_cast<std::uint32_t>(o.collaborators.size()),
                    .allowed = static_cast<std::uint32_t>(events::collaborators_max)});
}

}  // namespace

// Whoever has it sees it as it is.
void decide(Decision& d, const events::AddCollaborator& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c.opportunity, c.partner)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    const Partner& partner = *d.program->partners.find(c.partner.text);
    if (helps(o, partner) || o.partner == partner.index) return d.change_nothing(self, c);
    if (Refusal no = check_room(d, o, partner)) return d.reject(self, c, *no);
    d.emit(self, events::CollaboratorAdded{c});
}

void decide(Decision& d, const events::RemoveCollaborator& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c.opportunity, c.partner)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (!helps(o, *d.program->partners.find(c.partner.text))) return d.change_nothing(self, c);
    d.emit(self, events::CollaboratorRemoved{c});
}

}  // namespace leadline::engine
