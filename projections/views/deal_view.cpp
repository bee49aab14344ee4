// See deal_view.hpp.
#include "projections/views/deal_view.hpp"

namespace leadline::projections {

void DealView::on(const Happening& h, const events::DealRegistered& e) {
    DealRow row;
    row.deal = e.asked.deal;
    row.partner = e.partner;
    if (h.header.actor.kind == events::ActorKind::partner_user)
        row.registered_by = {h.header.actor.id};
    row.customer_key = e.customer_key;
    row.account = e.asked.customer.account;
    row.customer = e.asked.customer.title;
    row.opportunity = e.asked.opportunity;
    row.products = e.asked.products;
    row.amount = e.asked.amount;
    row.expected_close = e.asked.expected_close;
    row.conflicts = e.conflicts;
    row.registered = h.header.time;
    row.position = h.header.position.number;
    row.since = h.header.time;
    rows_.put(Key(deal_table::deals, h.header.program).add_id(e.asked.deal.text).text(), row);
    const Key customer = Key(deal_table::by_customer, h.header.program)
                             .add_id(e.customer_key)
                             .add_number(h.header.position.number);
    rows_.put_text(customer.text(), e.asked.deal.text);
    if (!e.asked.opportunity.is_set()) return;
    const Key opportunity = Key(deal_table::by_opportunity, h.header.program)
                                .add_id(e.asked.opportunity.text)
                                .add_number(h.header.position.number);
    rows_.put_text(opportunity.text(), e.asked.deal.text);
}

void DealView::set_status(const Happening& h, events::DealId deal, DealStatus status,
                          Time protected_until) {
    const Key key = Key(deal_table::deals, h.header.program).add_id(deal.text);
    DealRow row;
    if (!rows_.read(key.text(), row)) return;
    row.status = status;
    row.since = h.header.time;
    row.protected_until = protected_until;
    rows_.put(key.text(), row);
}

void DealView::on(const Happening& h, const events::DealApproved& e) {
    set_status(h, e.asked.deal, DealStatus::approved, e.protected_until);
}

void DealView::on(const Happening& h, const events::DealRejected& e) {
    set_status(h, e.asked.deal, DealStatus::rejected);
}

void DealView::on(const Happening& h, const events::DealWithdrawn& e) {
    set_status(h, e.asked.deal, DealStatus::withdrawn);
}

void DealView::on(const Happening& h, const events::DealProtectionEnded& e) {
    set_status(h, e.deal, DealStatus::expired);
}

void DealView::on(const Happening& h, const events::PendingDealWithdrawn& e) {
    set_status(h, e.deal, DealStatus::withdrawn);
}

}  // namespace leadline::projections
