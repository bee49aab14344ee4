// WithdrawDeal: the partner takes a pending registration back; the vendor may do it too.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::WithdrawDeal& c) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    const User* user = acting_user(d);
    if (user == nullptr)
        if (Refusal no = check_vendor(d)) return no;
    if (Refusal no = check_deal_known(d, c.deal)) return no;
    const Deal& deal = *d.program->deals.find(c.deal.text);
    if (Refusal no = check_deal_owner(d, deal)) return no;
    if (Refusal no = check_pending(d, deal, Reason::deal_closed)) return no;
    return user == nullptr ? Refusal{} : check_eligible(d, *user);
}

}  // namespace

void decide(Decision& d, const events::WithdrawDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::DealWithdrawn{c});
}

}  // namespace leadline::engine
