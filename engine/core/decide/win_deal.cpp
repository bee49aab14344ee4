// WinDeal: the customer has bought. The registration has ended, and stands in nobody's way.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check(const Decision& d, const events::WinDeal& c) {
    if (Refusal no = check_party(d)) return no;
    if (Refusal no = check_your_deal(d, c.deal)) return no;
    if (Refusal no = check_protected(d, *d.program->deals.find(c.deal.text))) return no;
    return check_acts(d);
}

}  // namespace

void decide(Decision& d, const events::WinDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    d.emit(self, events::DealWon{c});
}

}  // namespace leadline::engine
