// AssignOpportunity: a partner gives an opportunity to another of its own users; the channel
// manager gives it to anybody's (SPEC 10: partners never assign to other partners).
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

using events::OpportunityStatus;

namespace {

Refusal check_asker(const Decision& d, const events::AssignOpportunity& c) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    const User* to = d.program->users.find(c.user.text);
    if (to == nullptr)
        return because(Reason::unknown_user, {.about = {SubjectKind::user, c.user.text}});
    const User* user = acting_user(d);
    if (Refusal no = check_role(d)) return no;
    if (user != nullptr && to->partner != user->partner) return because(Reason::actor_not_allowed);
    return check_asks_about(d, c.opportunity);
}

Refusal check(const Decision& d, const events::AssignOpportunity& c) {
    if (Refusal no = check_asker(d, c)) return no;
    if (Refusal no = check_works_on(d, *d.program->opportunities.find(c.opportunity.text)))
        return no;
    return check_eligible(d, *d.program->users.find(c.user.text));
}

// Work goes on where it was, unless another partner begins it anew; what waits for approval waits.
OpportunityStatus status_with(const Opportunity& o, const User& to) {
    if (o.by_partner && o.status == OpportunityStatus::new_) return o.status;
    const bool goes_on = events::is_worked_on(o.status) && o.partner == to.partner;
    return goes_on ? o.status : OpportunityStatus::accepted;
}

}  // namespace

void decide(Decision& d, const events::AssignOpportunity& c) {
    const Subject self = about(SubjectKind::opportunity, c.opportunity.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Opportunity& o = *d.program->opportunities.find(c.opportunity.text);
    const User& to = *d.program->users.find(c.user.text);
    if (o.owner == to.index) return d.change_nothing(self, c);
    const Holder holder = holder_of(d, o);
    d.emit(self, events::OpportunityAssigned{c,
                                             status_with(o, to),
                                             {d.program->partners.at(to.partner).id},
                                             holder.user,
                                             holder.partner});
}

}  // namespace leadline::engine
