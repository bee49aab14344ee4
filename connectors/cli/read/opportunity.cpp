// `opportunity list`, `show` and `totals`: what partners work on, what it is worth, and what is to
// be looked at.
#include <algorithm>

#include "connectors/cli/read/known.hpp"
#include "connectors/cli/read/records.hpp"
#include "events/codec/body.hpp"

namespace leadline::connectors {

using projections::OpportunityRow;
using projections::OpportunityStep;
using projections::OpportunityTotal;

namespace {

events::Result<events::Duration> stalled_after(const std::string& text) {
    if (text.empty()) return projections::stalled_after_default;
    const auto time = events::parse_duration(text);
    if (time && time->us > 0) return *time;
    return events::fail(
        events::Failure::usage,
        "--stalled-after must be a time such as \"30d\", not " + config::shown(text));
}

// By the clock of the log: an answer of yesterday's log says what was so yesterday.
Cell alerts_cell(const OpportunityRow& row, events::Time now, events::Duration stalled) {
    const projections::OpportunityAlerts alerts = projections::alerts_of(row, now, stalled);
    std::vector<events::Text> names;
    if (alerts.is_overdue) names.emplace_back("overdue");
    if (alerts.is_stalled) names.emplace_back("stalled");
    if (alerts.is_new) names.emplace_back("new");
    return Cell::list(names);
}

std::vector<Column> opportunity_columns() {
    return {{"opportunity"},    {"status"},         {"stage"},       {"owner"},
            {"partner"},        {"customer", true}, {"topic", true}, {"amount"},
            {"expected_close"}, {"touched"},        {"alerts"}};
}

Cell customer_cell(const OpportunityRow& row, events::Text customer) {
    return customer.empty() ? Cell(row.account) : Cell(customer);
}

void add_texts(Record& record, const events::Part<events::OpportunityTexts>& part) {
    if (!part.is_set()) return;
    events::Arena arena;
    events::OpportunityTexts texts;
    if (part.sealing != events::Sealing::plain || !events::read_body(part.bytes, arena, texts)) {
        record.add("texts", "erased");
        return;
    }
    record.add("situation", texts.situation).add("need", texts.need);
    record.add("solution", texts.solution);
}

Table steps_table(const events::List<OpportunityStep>& rows) {
    Table steps("steps", {{"position"},
                          {"time"},
                          {"event"},
                          {"actor"},
                          {"status"},
                          {"stage"},
                          {"owner"},
                          {"partner"},
                          {"remark", true}});
    for (const OpportunityStep& step : rows) {
        const bool is_collaborators = step.collaborator.is_set();
        steps.add({step.position, step.time, step.name, actor_cell(step.actor), step.status,
                   step.stage, step.owner, is_collaborators ? step.collaborator : step.partner,
                   remark_cell(step.remark)});
    }
    return steps;
}

// The decimal text of a sum in minor units.
std::string decimal(OpportunityTotal::Minor minor, int digits) {
    const bool is_negative = minor < 0;
    std::string text;  // backwards
    for (int i = 0; minor != 0 || i <= digits; ++i) {
        if (i == digits && digits != 0) text += '.';
        const int digit = static_cast<int>(minor % 10);
        text += static_cast<char>('0' + (is_negative ? -digit : digit));
        minor /= 10;
    }
    if (is_negative) text += '-';
    std::reverse(text.begin(), text.end());
    return text;
}

}  // namespace

Cell sum_cell(OpportunityTotal::Minor minor, events::Text currency) {
    const auto digits = events::minor_digits(currency);
    return digits ? Cell(decimal(minor, *digits)) : Cell();
}

Table totals_table(events::List<OpportunityTotal> totals) {
    Table table("opportunities", {{"status"}, {"count"}, {"value"}, {"currency"}});
    for (const OpportunityTotal& total : totals)
        table.add(
            {total.status, total.count, sum_cell(total.minor, total.currency), total.currency});
    return table;
}

Record opportunity_record(const projections::OpportunityAnswer& found, events::Time now) {
    const OpportunityRow& row = found.row;
    std::vector<events::Text> collaborators;
    for (const events::PartnerId& partner : row.collaborators)
        collaborators.push_back(partner.text);
    Record record;
    record.add("opportunity", row.opportunity)
        .add("status", row.status)
        .add("since", row.since)
        .add("expires_at", row.expires_at)
        .add("stage", row.stage)
        .add("owner", row.owner)
        .add("partner", row.partner);
    if (row.by_partner) record.add("by_partner", true);
    record.add("collaborators", Cell::list(collaborators))
        .add("alerts", alerts_cell(row, now, projections::stalled_after_default))
        .add("customer", found.customer)
        .add("account", row.account)
        .add("contact", row.contact)
        .add("lead", row.lead)
        .add("topic", row.topic)
        .add("amount", money_cell(row.amount))
        .add("expected_close", row.expected_close)
        .add("products", Cell::list(row.products));
    add_texts(record, row.texts);
    record.add("created", row.created).add("touched", row.touched);
    if (row.position != 0) record.add("position", row.position);
    record.add(steps_table(found.steps));
    Table deals("deals", deal_columns());
    for (const projections::DealRow& deal : found.deals) deals.add(deal_row(deal));
    record.add(std::move(deals));
    return record;
}

events::Result<OpportunityAsked> asked_of(const OpportunityListArgs& args) {
    const auto status = enum_of<events::OpportunityStatus>("status", args.status);
    if (!status) return tl::unexpected(status.error());
    const auto stalled = stalled_after(args.stalled_after);
    if (!stalled) return tl::unexpected(stalled.error());
    return OpportunityAsked{
        {{args.owner}, {args.partner}, {args.collaborator}, args.stage, *status, args.open},
        *stalled};
}

events::Result<void> write_list(const Answering& to,
                                const projections::Answer<projections::OpportunityPage>& found,
                                events::Duration stalled) {
    const events::Time now = found.at.front().time;
    ListAnswer list(to, "opportunities", opportunity_columns());
    const events::List<OpportunityRow>& rows = found.value.rows.items;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const OpportunityRow& row = rows[i];
        TRY(list.row({row.opportunity, row.status, row.stage, row.owner, row.partner,
                      customer_cell(row, found.value.customers[i]), row.topic,
                      money_cell(row.amount), row.expected_close, row.touched,
                      alerts_cell(row, now, stalled)}));
    }
    return list.finish(places_of(found.at), cursor_text(found.value.rows.next));
}

Answered opportunity_list(Context& context, const OpportunityListArgs& args) {
    const auto asked = asked_of(args);
    if (!asked) return tl::unexpected(asked.error());
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_partner(*asking, args.partner));
    TRY(check_partner(*asking, args.collaborator));
    TRY(check_user(*asking, args.owner));
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto found = asking->query().opportunities(asking->program, asked->filter, paging);
    if (!found) return tl::unexpected(found.error());
    TRY(write_list(asking->to, *found, asked->stalled_after));
    return ExitCode::done;
}

Answered opportunity_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().opportunity(asking->program, {args.id});
    if (!found) return tl::unexpected(found.error());
    TRY(show(asking->to, opportunity_record(found->value, found->at.front().time),
             places_of(found->at)));
    return ExitCode::done;
}

Answered opportunity_totals(Context& context, const OpportunityListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    TRY(check_partner(*asking, args.partner));
    const auto found = asking->query().opportunity_totals(asking->program, {args.partner});
    if (!found) return tl::unexpected(found.error());
    ListAnswer list(asking->to, "totals", {{"status"}, {"count"}, {"value"}, {"currency"}});
    for (const OpportunityTotal& total : found->value) {
        TRY(list.row(
            {total.status, total.count, sum_cell(total.minor, total.currency), total.currency}));
    }
    TRY(list.finish(places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
