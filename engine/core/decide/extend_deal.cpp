// ExtendDeal: the window is prolonged from its present end, for a reason that is given, and as
// often as the ruleset allows (SPEC 11).
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check_extensions(const Decision& d, const Deal& deal) {
    const std::uint32_t most = deal_terms(*d.program).extensions;
    if (deal.extensions < most) return {};
    events::Detail detail = detail_of(d, deal);
    detail.used = deal.extensions;
    detail.allowed = most;
    return because(Reason::deal_extensions_used, detail);
}

Refusal check(const Decision& d, const events::ExtendDeal& c) {
    if (Refusal no = check_party(d)) return no;
    const bool is_chosen = c.protection.us != 0;
    if (is_chosen && acting_user(d) != nullptr) return because(Reason::actor_not_allowed);
    if (Refusal no = check_your_deal(d, c.deal)) return no;
    const Deal& deal = *d.program->deals.find(c.deal.text);
    if (Refusal no = check_protected(d, deal)) return no;
    if (Refusal no = check_extensions(d, deal)) return no;
    return check_acts(d);
}

}  // namespace

void decide(Decision& d, const events::ExtendDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const Deal& deal = *d.program->deals.find(c.deal.text);
    const events::Duration by =
        c.protection.us != 0 ? c.protection : deal_terms(*d.program).extension;
    d.emit(self, events::DealExtended{c, end_of_window(deal.protected_until, by)});
}

}  // namespace leadline::engine
