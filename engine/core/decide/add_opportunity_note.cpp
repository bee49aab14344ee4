// AddOpportunityNote: by whoever works on it, by users of its collaborators, by the vendor.
#include <algorithm>

#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

namespace {

// Collaborators see it and add notes, and no more.
Refusal check(const Decision& d, const events::AddOpportunityNote& c) {
    if (Refusal no = check_asks_about(d, c.opportunity)) return no;
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    const User* user = acting_user(d);
    const bool helps = user != nullptr && std::find(o.collaborators.begin(), o.collaborators.end(),
                                                    user->partner) != o.collaborators.end();
    if (!helps) return check_works_on(d, o);
    if (!events::is_open(o.status)) return because(Reason::opportunity_closed, detail_of(d, o));
    return check_eligible(d, *user);
}

}  // namespace

void decide(Decision& d, const events::AddOpportunityNote& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::OpportunityNoteAdded{c});
}

}  // namespace leadline::engine
