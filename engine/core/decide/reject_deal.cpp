// RejectDeal: the channel manager says no to a pending registration.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::RejectDeal& c) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_role(d)) return no;
    if (Refusal no = check_deal_known(d, c.deal)) return no;
    return check_pending(d, *d.program->deals.find(c.deal.text), Reason::deal_not_pending);
}

}  // namespace

void decide(Decision& d, const events::RejectDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::DealRejected{c});
}

}  // namespace leadline::engine
