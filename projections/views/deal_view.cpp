// See deal_view.hpp.
#include "projections/views/deal_view.hpp"

#include <algorithm>
#include <cstdlib>

namespace leadline::projections {

namespace {

DealStep step_of(const events::EventHeader& header) {
    DealStep step;
    step.position = header.position.number;
    step.time = header.time;
    step.number = static_cast<std::uint16_t>(header.kind);
    step.name = events::name_of(header.kind);
    step.actor = header.actor;
    step.on_behalf_of = header.on_behalf_of;
    if (header.cause.kind != events::CommandKind::none)
        step.asked = events::name_of(header.cause.kind);
    return step;
}

List<Text> copied(events::Arena& to, List<Text> texts) {
    const std::span<Text> copies = to.make<Text>(texts.size());
    std::transform(texts.begin(), texts.end(), copies.begin(),
                   [&to](Text text) { return to.copy(text); });
    return copies;
}

}  // namespace

void DealView::on(const Happening& h, const events::DealRegistered& e) {
    DealRow row;
    const DealStep first = step_of(h.header);
    row.steps = std::span(&first, 1);
    row.deal = e.asked.deal;
    row.partner = e.partner;
    if (h.header.actor.kind == events::ActorKind::partner_user)
        row.registered_by = {h.header.actor.id};
    row.customer_key = e.customer_key;
    row.account = e.asked.customer.account;
    row.customer = e.asked.customer.title;
    row.domain = e.asked.customer.domain;
    row.opportunity = e.asked.opportunity;
    row.products = e.products;
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
    list(h.header.program, row, std::nullopt);
    note_customer(h.header.program, row, true);
    if (!e.asked.opportunity.is_set()) return;
    const Key opportunity = Key(deal_table::by_opportunity, h.header.program)
                                .add_id(e.asked.opportunity.text)
                                .add_number(h.header.position.number);
    rows_.put_text(opportunity.text(), e.asked.deal.text);
}

void DealView::list(events::ProgramId program, const DealRow& row,
                    std::optional<DealStatus> before) {
    const auto keys = [&](DealStatus status) {
        const auto byte = static_cast<std::uint8_t>(status);
        return std::array{
            Key(deal_table::by_partner, program)
                .add_id(row.partner.text)
                .add_byte(byte)
                .add_id(row.deal.text)
                .text(),
            Key(deal_table::by_status, program).add_byte(byte).add_id(row.deal.text).text()};
    };
    if (before) {
        for (const std::string& key : keys(*before)) rows_.erase(key);
        count(program, row, *before, -1);
    }
    for (const std::string& key : keys(row.status)) rows_.put_text(key, {});
    count(program, row, row.status, 1);
}

void DealView::count(events::ProgramId program, const DealRow& row, DealStatus status, int change) {
    const std::string key = Key(deal_table::counts, program)
                                .add_id(row.partner.text)
                                .add_byte(static_cast<std::uint8_t>(status))
                                .text();
    std::uint64_t count = 0;
    if (const auto stored = rows_.find(key)) count = std::strtoull(stored->c_str(), nullptr, 10);
    count += static_cast<std::uint64_t>(change);  // minus one wraps around, as it should
    if (count == 0) return rows_.erase(key);
    rows_.put_text(key, std::to_string(count));
}

void DealView::note_customer(events::ProgramId program, const DealRow& row, bool is_new) {
    // Reading takes back the memory that `row` may view: what is needed of it first.
    const std::string key = Key(deal_table::customers, program).add_id(row.customer_key).text();
    const std::string contested =
        Key(deal_table::contested, program).add_id(row.customer_key).text();
    const bool stands = row.status == DealStatus::pending || row.status == DealStatus::approved;
    events::Arena own;
    const StandingDeal deal{{own.copy(row.deal.text)},
                            {own.copy(row.partner.text)},
                            row.status,
                            copied(own, row.products)};
    const Text customer_key = own.copy(row.customer_key);
    const Text name = own.copy(row.customer);
    DealCustomer customer;
    if (!rows_.read(key, customer)) customer.customer_key = customer_key;
    if (is_new) ++customer.registrations;
    if (!name.empty()) customer.customer = name;
    std::vector<StandingDeal> standing(customer.standing.begin(), customer.standing.end());
    const auto at = std::find_if(standing.begin(), standing.end(),
                                 [&deal](const auto& each) { return each.deal == deal.deal; });
    if (at == standing.end()) {
        if (stands) standing.push_back(deal);
    } else if (stands) {
        at->status = deal.status;
    } else {
        standing.erase(at);
    }
    customer.standing = standing;
    if (customer.conflicting().empty())
        rows_.erase(contested);
    else
        rows_.put_text(contested, {});
    rows_.put(key, customer);
}

void DealView::take_turn(const Happening& h, events::DealId deal, const Turn& turn) {
    const Key key = Key(deal_table::deals, h.header.program).add_id(deal.text);
    DealRow row;
    if (!rows_.read(key.text(), row)) return;
    if (turn.status == row.status) {  // an extension changes nothing else
        ++row.extensions;
    } else {
        const DealStatus before = row.status;
        row.status = turn.status;
        row.since = h.header.time;
        list(h.header.program, row, before);
    }
    row.protected_until = turn.protected_until;
    row.amount_won = turn.amount_won;
    std::vector<DealStep> steps(row.steps.begin(), row.steps.end());
    DealStep& step = steps.emplace_back(step_of(h.header));
    step.protected_until = turn.protected_until;
    step.remark = turn.remark;
    step.ruleset_version = turn.ruleset_version;
    step.amount = turn.amount_won;
    row.steps = steps;
    rows_.put(key.text(), row);
    note_customer(h.header.program, row, false);
}

void DealView::on(const Happening& h, const events::DealApproved& e) {
    Turn turn{DealStatus::approved, e.protected_until};
    if (e.ruleset_version != 0) turn.ruleset_version = e.ruleset_version;
    take_turn(h, e.asked.deal, turn);
}

void DealView::on(const Happening& h, const events::DealRejected& e) {
    take_turn(h, e.asked.deal, {DealStatus::rejected, {}, e.asked.remark});
}

void DealView::on(const Happening& h, const events::DealWithdrawn& e) {
    take_turn(h, e.asked.deal, {DealStatus::withdrawn, {}, e.asked.remark});
}

void DealView::on(const Happening& h, const events::DealProtectionEnded& e) {
    take_turn(h, e.deal, {DealStatus::expired});
}

void DealView::on(const Happening& h, const events::PendingDealWithdrawn& e) {
    take_turn(h, e.deal, {DealStatus::withdrawn});
}

void DealView::on(const Happening& h, const events::DealExtended& e) {
    take_turn(h, e.asked.deal, {DealStatus::approved, e.protected_until, e.asked.remark});
}

void DealView::on(const Happening& h, const events::DealCancelled& e) {
    take_turn(h, e.asked.deal, {DealStatus::cancelled, {}, e.asked.remark});
}

void DealView::on(const Happening& h, const events::DealWon& e) {
    take_turn(h, e.asked.deal, {DealStatus::won, {}, {}, {}, e.asked.amount});
}

void DealView::on(const Happening& h, const events::ApprovedDealCancelled& e) {
    take_turn(h, e.deal, {DealStatus::cancelled});
}

}  // namespace leadline::projections
