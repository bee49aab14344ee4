// ChangeOpportunityStatus: work begins, rests, and ends: won, lost, cancelled or returned.
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::ChangeOpportunityStatus& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check_asks_about(d, c.opportunity)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    const bool is_open = events::is_open(o.status);
    const bool is_possible = c.status == o.status || may_follow(o, c.status);
    if (Refusal no = check_works_on(d, o)) {
        // Which status is asked for counts after whose it is, where it has one to go on from.
        if (no->reason < Reason::status_not_allowed || !is_open || is_possible)
            return d.reject(self, c, *no);
    }
    if (!is_possible)
        return d.reject(
            self, c,
            because(Reason::status_not_allowed,
                    {.about = {SubjectKind::opportunity, o.id}, .statuses = statuses_after(d, o)}));
    if (c.status == o.status) return d.change_nothing(self, c);
    const Holder holder = holder_of(d, o);
    d.emit(self, events::OpportunityStatusChanged{c, o.status, holder.user, holder.partner});
}

}  // namespace leadline::engine
