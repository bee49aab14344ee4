// ReopenOpportunity: the channel manager opens what was won or lost. With its owner, where that one
// may still have work; else nobody has it.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ReopenOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check_asks_about(d, c.opportunity)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    if (events::is_open(o.status)) return d.change_nothing(self, c);
    events::OpportunityReopened reopened{c, o.status, events::OpportunityStatus::new_, {}, {}};
    const User* owner = o.owner == no_index ? nullptr : &d.program->users.at(o.owner);
    if (owner != nullptr && !check_eligible(d, *owner)) {
        reopened.status = events::OpportunityStatus::accepted;
        reopened.user = {owner->id};
        reopened.partner = {d.program->partners.at(owner->partner).id};
    }
    d.emit(self, reopened);
}

}  // namespace leadline::engine
