// ApproveDeal: the channel manager grants the protection window, unless an earlier registration of
// the same customer and a product still stands.
#include "engine/core/decide/deal_rules.hpp"
#include "engine/core/decide/decide.hpp"

namespace leadline::engine {

namespace {

Refusal check_conflict(const Decision& d, const Deal& deal) {
    const std::vector<Text> products = sorted_products(deal);
    const std::vector<const Deal*> earlier =
        conflicts(*d.program, {deal.customer_key, products, deal.ordinal}, 1);
    if (earlier.empty()) return {};
    return because(Reason::deal_conflict, detail_of(d, *earlier.front()));
}

Refusal check(const Decision& d, const events::ApproveDeal& c) {
    if (Refusal no = check_program(d, true)) return no;
    if (Refusal no = check_actor_known(d)) return no;
    if (Refusal no = check_role(d)) return no;
    if (Refusal no = check_deal_known(d, c.deal)) return no;
    const Deal& deal = *d.program->deals.find(c.deal.text);
    if (Refusal no = check_pending(d, deal, Reason::deal_not_pending)) return no;
    return check_conflict(d, deal);
}

}  // namespace

void decide(Decision& d, const events::ApproveDeal& c) {
    const Subject self = about(SubjectKind::deal, c.deal.text);
    if (Refusal no = check(d, c)) return d.reject(self, c, *no);
    const events::Duration window =
        c.protection.us != 0 ? c.protection : d.program->settings.protection;
    d.emit(self, events::DealApproved{c, end_of_window(d.now, window)});
}

}  // namespace leadline::engine
