// `deal list` and `deal show`: deal registrations by partner, customer and status.
#include "connectors/cli/output_words.hpp"
#include "connectors/cli/read/known.hpp"
#include "connectors/cli/read/records.hpp"

namespace leadline::connectors {

using projections::DealRow;

Record deal_record(const DealRow& row, const Cell& conflicts) {
    Record record;
    record.add("deal", row.deal)
        .add("status", row.status)
        .add("since", row.since)
        .add("partner", row.partner)
        .add("registered_by", row.registered_by)
        .add("registered", row.registered)
        .add("account", row.account)
        .add("customer", row.customer)
        .add("domain", row.domain)
        .add("customer_key", row.customer_key)
        .add("opportunity", row.opportunity)
        .add("products", Cell::list(row.products))
        .add("amount", money_cell(row.amount))
        .add("expected_close", row.expected_close)
        .add("conflicts", conflicts)
        .add("protected_until", row.protected_until)
        .add("extensions", row.extensions)
        .add("amount_won", money_cell(row.amount_won))
        .add("position", row.position);
    Table steps("steps", {{"position"},
                          {"time"},
                          {"event"},
                          {"actor"},
                          {"protected_until"},
                          {"ruleset"},
                          {"remark", true}});
    for (const projections::DealStep& step : row.steps)
        steps.add({step.position, step.time, step.name, actor_cell(step.actor),
                   step.protected_until,
                   step.ruleset_version ? Cell(*step.ruleset_version) : Cell(),
                   remark_cell(step.remark)});
    record.add(std::move(steps));
    return record;
}

Answered deal_list(Context& context, const DealListArgs& args) {
    const auto status = enum_of<projections::DealStatus>("status", args.status);
    if (!status) return tl::unexpected(status.error());
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_partner(*asking, args.partner));
    const auto customer = customer_key_of(*asking, args.customer);
    if (!customer) return tl::unexpected(customer.error());
    const projections::DealFilter filter{{args.partner}, *customer, {}, *status};
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto deals = asking->query().deals(asking->program, filter, paging);
    if (!deals) return tl::unexpected(deals.error());
    ListAnswer list(asking->to, "deals", deal_columns());
    for (const DealRow& row : deals->value.items) TRY(list.row(deal_row(row)));
    TRY(list.finish(places_of(deals->at), cursor_text(deals->value.next)));
    return ExitCode::done;
}

Answered deal_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().deal(asking->program, {args.id});
    if (!found) return tl::unexpected(found.error());
    std::vector<events::Text> conflicts;
    for (const events::DealId& deal : found->value.conflicts) conflicts.push_back(deal.text);
    const Record record = deal_record(found->value, Cell::list(conflicts));
    TRY(show(asking->to, record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
