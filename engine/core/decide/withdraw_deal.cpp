// WithdrawDeal: the partner takes a pending registration back; the vendor may do it too.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::WithdrawDeal& c) {
    if (Refusal no = check_party(d)) return no;
    if (Refusal no = check_your_deal(d, c.deal)) return no;
    const Deal& deal = *d.program->deals.find(c.deal.text);
    if (Refusal no = check_pending(d, deal, Reason::deal_closed)) return no;
    return check_acts(d);
}

}  // namespace

void decide(Decision& d, const events::WithdrawDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::DealWithdrawn{c});
}

}  // namespace leadline::engine
