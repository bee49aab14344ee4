// `lead show` and `lead explain`: one lead as it stands, and its story.
#include <fmt/format.h>
#include <simdjson.h>

#include "connectors/cli/read/records.hpp"
#include "events/codec/json_text.hpp"
#include "projections/explain.hpp"

namespace leadline::connectors {

using events::Result;
using projections::LeadAnswer;
using projections::LeadRow;
using projections::Step;

namespace {

// "queue inbound, user sam, status new to working".
std::string words_of(const Step& step) {
    std::string out;
    const auto add = [&out](std::string_view name, std::string_view value) {
        if (value.empty()) return;
        if (!out.empty()) out += ", ";
        ((out += name) += name.empty() ? "" : " ") += value;
    };
    if (!step.refused.empty()) add("refused:", name_of(step.refused[0].reason));
    add("queue", step.queue.text);
    add("user", step.user.text);
    add("from", step.from_user.text);
    add("into", step.survivor.text);
    for (const events::LeadId lead : step.merged) add("merged", lead.text);
    if (!step.status.empty()) {
        const std::string from =
            step.from_status.empty() ? std::string() : fmt::format("{} to ", step.from_status);
        add("status", from + std::string(step.status));
    }
    for (const events::Text field : step.changed) add("", field);
    for (const events::LeadScored& scored : step.scored) {
        add("score", fmt::format("{}", scored.score));
        add("grade", scored.grade);
    }
    if (step.kind == events::LeadFoundDuplicate::kind)
        add("", fmt::format("{} duplicate of {}", step.duplicate.text, step.original.text));
    else
        add("inquiry", step.duplicate.text);
    if (!step.why.empty() && !step.why[0].entry_name.empty()) add("rule", step.why[0].entry_name);
    add("until", Cell(step.until).shown());
    add("account", step.account.text);
    add("contact", step.contact.text);
    add("opportunity", step.opportunity.text);
    if (step.amount) add("amount", money_cell(*step.amount).shown());
    if (!step.remark.empty()) add("", fmt::format("\"{}\"", step.remark));
    return out;
}

Record record_of(const LeadAnswer& answer) {
    const LeadRow& row = answer.story.row;
    Record record;
    record.add("lead", row.lead);
    add_place(record, row);
    add_details(record, row);
    add_person(record, answer.story.person);
    add_conversion(record, row);
    record.add("position", row.position);
    Table deals("deals", deal_columns());
    for (const projections::DealRow& deal : answer.deals) deals.add(deal_row(deal));
    return record.add(steps_table(answer.story.steps)).add(std::move(deals));
}

// One row per line of the story, for tools that read tables. Registrations of deals have no kind,
// and their time goes by another name.
Result<void> explain_rows(const Answering& to, const std::string& json, const Places& at) {
    ListAnswer list(to, "steps", {{"position"}, {"time"}, {"event"}, {"text", true}});
    simdjson::dom::parser parser;
    simdjson::dom::array steps;
    if (parser.parse(json)["story"].get(steps) != simdjson::SUCCESS)
        return events::fail(events::Failure::corrupt, "the story of this lead cannot be read");
    for (const simdjson::dom::element step : steps) {
        std::uint64_t position = 0;
        std::string_view time;
        std::string_view event;
        simdjson::dom::array lines;
        if (step["position"].get(position) != simdjson::SUCCESS) position = 0;
        if (step["time"].get(time) != simdjson::SUCCESS &&
            step["registered"].get(time) != simdjson::SUCCESS) {
            time = {};
        }
        if (step["kind"].get(event) != simdjson::SUCCESS) event = {};
        if (step["text"].get(lines) != simdjson::SUCCESS) continue;
        for (const simdjson::dom::element line : lines) {
            std::string_view text;
            if (line.get(text) == simdjson::SUCCESS) TRY(list.row({position, time, event, text}));
        }
    }
    return list.finish(at);
}

}  // namespace

void add_place(Record& record, const LeadRow& row) {
    record.add("status", row.status.name)
        .add("place", row.place)
        .add("queue", row.queue)
        .add("owner", row.owner)
        .add("partner", row.partner);
    if (row.claimed) record.add("claimed", true);
    if (row.score) record.add("score", *row.score).add("grade", row.grade);
    record.add("duplicate_of", row.duplicate_of);
    record.add("merged_into", row.merged_into);
    if (row.duplicates > 0) record.add("duplicates", row.duplicates);
    if (row.inquiries > 0) record.add("inquiries", row.inquiries);
    record.add("since", row.since)
        .add("touch_by", row.touch_by)
        .add("expires_at", row.expires_at)
        .add("created", row.created);
}

void add_details(Record& record, const LeadRow& row) {
    const events::LeadDetails& details = row.details;
    record.add("company", details.company)
        .add("address", address_cell(details.address))
        .add("products", Cell::list(details.products))
        .add("source", details.source)
        .add("campaign", details.campaign)
        .add("revenue", money_cell(details.revenue))
        .add("employees", details.employees ? Cell(*details.employees) : Cell())
        .add("record_type", details.record_type)
        .add("priority", details.priority);
}

void add_conversion(Record& record, const LeadRow& row) {
    record.add("account_id", row.account)
        .add("contact_id", row.contact)
        .add("opportunity_id", row.opportunity);
}

Table steps_table(events::List<Step> rows) {
    Table steps("steps", {{"position"}, {"time"}, {"event"}, {"actor"}, {"what", true}});
    for (const Step& step : rows)
        steps.add({step.position, step.time, step.name, actor_cell(step.actor), words_of(step)});
    return steps;
}

Answered lead_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto lead = asking->query().lead(asking->program, {args.id});
    if (!lead) return tl::unexpected(lead.error());
    TRY(show(asking->to, record_of(lead->value), places_of(lead->at)));
    return ExitCode::done;
}

Answered lead_explain(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const auto lead = asking->query().lead(asking->program, {args.id});
    if (!lead) return tl::unexpected(lead.error());
    const Answering& to = asking->to;
    const Places at = places_of(lead->at);
    if (to.format == OutputFormat::text) {
        TRY(to.out.write(projections::explain_text(lead->value)));
        say_where(to.err, at);
        return ExitCode::done;
    }
    std::string json = projections::explain_json(lead->value);
    if (to.format == OutputFormat::csv) {
        TRY(explain_rows(to, json, at));
        return ExitCode::done;
    }
    json.pop_back();  // its brace: where it stands goes in
    events::append_key(json, "at");
    append_json(json, at);
    json += '}';
    TRY(to.out.write((to.format == OutputFormat::json ? events::indented(json) : json) + "\n"));
    return ExitCode::done;
}

}  // namespace leadline::connectors
