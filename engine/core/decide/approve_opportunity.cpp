// ApproveOpportunity: what a partner made is accepted, and its owner works on it.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::ApproveOpportunity& c) {
    if (Refusal no = check_asks_about(d, c.opportunity)) return no;
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (!o.by_partner || o.status != events::OpportunityStatus::new_)
        return because(Reason::opportunity_not_waiting, detail_of(d, o));
    if (o.owner == no_index) return because(Reason::opportunity_not_owned, detail_of(d, o));
    return {};
}

}  // namespace

void decide(Decision& d, const events::ApproveOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Holder holder = holder_of(d, *d.program->opportunities.find(c.opportunity.text));
    d.emit(self, events::OpportunityApproved{c, holder.user, holder.partner});
}

}  // namespace leadline::engine
