// `program list` and `program show`: programs, and the ruleset in force.
#include <fmt/format.h>

#include "connectors/cli/read/things.hpp"
#include "projections/explain.hpp"

namespace leadline::connectors {

using projections::ProgramRow;

namespace {

// "queue inbound", "rotate_users north (3)".
std::string words_of(const events::Action& action) {
    std::string out(name_of(action.kind));
    if (!action.target.empty()) out += fmt::format(" {}", action.target);
    if (!action.members.empty()) out += fmt::format(" ({})", action.members.size());
    return out;
}

Table rules_table(const projections::RulesetAnswer& ruleset) {
    Table rules("rules",
                {{"entry"}, {"rule"}, {"place"}, {"condition", true}, {"action", true}, {"else"}});
    std::size_t number = 0;
    for (const events::RulesetEntry& entry : ruleset.entries) {
        const Cell otherwise = entry.otherwise.empty() ? Cell() : words_of(entry.otherwise[0]);
        rules.add({++number, entry.name, fmt::format("{}:{}", entry.file, entry.place.line),
                   projections::condition_text(entry.condition, ruleset.zone_name()),
                   words_of(entry.action), otherwise});
    }
    return rules;
}

Table score_table(const projections::RulesetAnswer& ruleset) {
    Table rules("score_rules", {{"points"}, {"rule"}, {"line"}, {"condition", true}});
    for (const events::ScoreRule& rule : ruleset.score_rules)
        rules.add({rule.points, rule.name, rule.place.line,
                   projections::condition_text(rule.condition, ruleset.zone_name())});
    return rules;
}

Table territories_table(const projections::RulesetAnswer& ruleset) {
    Table territories("territories", {{"territory"}, {"line"}, {"parts", true}});
    for (const events::NamedTerritory& territory : ruleset.territories) {
        std::string areas;
        for (const events::Territory& area : territory.areas)
            areas += (areas.empty() ? "" : ", ") + projections::area_text(area);
        territories.add({territory.name, territory.place.line, areas});
    }
    return territories;
}

// What scores are called, and below which one a lead waits.
void add_grades(Record& record, const projections::RulesetAnswer& ruleset) {
    std::string grades;
    for (const events::Grade& grade : ruleset.grades)
        grades += fmt::format("{}{} from {}", grades.empty() ? "" : ", ", grade.name, grade.from);
    record.add("grades", grades);
    for (const events::Qualification& qualification : ruleset.qualification)
        record.add("minimum", qualification.minimum).add("nurture", qualification.nurture);
}

// "email; company, postal_code: attach, within 90d".
void add_duplicates(Record& record, const projections::RulesetAnswer& ruleset) {
    for (const events::Duplicates& duplicates : ruleset.duplicates) {
        std::string text;
        for (const events::MatchRule& rule : duplicates.match) {
            if (!text.empty()) text += "; ";
            for (const events::MatchField& field : rule.fields)
                text += fmt::format("{}{}", &field == &rule.fields[0] ? "" : ", ", name_of(field));
        }
        text += fmt::format(": {}", name_of(duplicates.then));
        if (duplicates.look_back.us != 0)
            text += fmt::format(", within {}", events::to_text(duplicates.look_back));
        record.add("duplicates", text);
    }
}

// "offered to the partner who has the customer, to be accepted within 1d".
void add_returning_customers(Record& record, const projections::RulesetAnswer& ruleset) {
    for (const events::ReturningCustomers& customers : ruleset.returning_customers) {
        std::string text = "offered to the partner who has the customer";
        if (customers.accept_within.us != 0)
            text += ", to be accepted within " + events::to_text(customers.accept_within);
        record.add("returning_customers", text);
    }
}

// "tiers gold; at most 50000 EUR"; what is not asked for is not said.
std::string auto_approval_words(const events::AutoApproval& rule) {
    const auto listed = [](events::Text what, events::List<events::Text> items) {
        std::string text;
        for (const events::Text item : items)
            text += fmt::format("{}{}", text.empty() ? what : events::Text(", "), item);
        return text;
    };
    std::string most;
    for (const events::Money& money : rule.amount_at_most)
        most += fmt::format("{}{} {}", most.empty() ? "at most " : " or ", money.amount,
                            money.currency);
    std::string text;
    for (const std::string& part :
         {listed("tiers ", rule.tiers), listed("products ", rule.products), most})
        if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
    return text.empty() ? "whatever has no conflict" : text;
}

void add_stages(Record& record, const projections::RulesetAnswer& ruleset) {
    for (const events::OpportunityStages& stages : ruleset.opportunity_stages) {
        record.add("opportunity_stages", Cell::list(stages.names));
        if (stages.may_go_back) record.add("stages_may_go_back", true);
    }
}

// "extended 1 time at most, by 30d; approved at once: tiers gold".
void add_deal_terms(Record& record, const projections::RulesetAnswer& ruleset) {
    for (const events::DealTerms& terms : ruleset.deals) {
        std::string text = "never extended";
        if (terms.extensions != 0)
            text = fmt::format("extended {} time{} at most, by {}", terms.extensions,
                               terms.extensions == 1 ? "" : "s", events::to_text(terms.extension));
        for (const events::AutoApproval& rule : terms.auto_approve)
            text += "; approved at once: " + auto_approval_words(rule);
        record.add("deal_terms", text);
    }
}

// "each user, 5 per day", "queues hot, warm, 50 within 1h".
Table caps_table(const projections::RulesetAnswer& ruleset) {
    Table caps("caps", {{"cap"}, {"line"}, {"on", true}, {"most"}, {"window"}});
    for (const events::Cap& cap : ruleset.caps) {
        std::string on =
            fmt::format("{}{}", cap.of.empty() && cap.on != events::CapOn::program ? "each " : "",
                        name_of(cap.on));
        for (const events::Text of : cap.of)
            on += fmt::format("{}{}", &of == &cap.of[0] ? " " : ", ", of);
        const std::string window = cap.per == events::CapPer::none
                                       ? "within " + events::to_text(cap.within)
                                       : fmt::format("per {}", name_of(cap.per));
        caps.add({cap.name, cap.place.line, on, cap.most, window});
    }
    return caps;
}

// One row per status: "won over", converted; "contacted, ready", or any.
Table processes_table(const projections::RulesetAnswer& ruleset) {
    Table table(
        "lead_processes",
        {{"process"}, {"line"}, {"record_types", true}, {"status"}, {"category"}, {"next", true}});
    for (const events::LeadProcess& process : ruleset.lead_processes) {
        for (const events::ProcessStatus& each : process.statuses)
            table.add({process.name, process.place.line, Cell::list(process.record_types),
                       each.status.name, name_of(each.status.category),
                       each.next ? Cell::list(*each.next) : Cell()});
    }
    return table;
}

Table custom_fields_table(const projections::RulesetAnswer& ruleset) {
    Table table("custom_fields", {{"custom_field"},
                                  {"line"},
                                  {"type"},
                                  {"required"},
                                  {"record_types", true},
                                  {"values", true},
                                  {"minimum"},
                                  {"maximum"}});
    for (const events::CustomFieldRule& each : ruleset.custom_fields)
        table.add({each.name, each.place.line, each.type, each.required,
                   Cell::list(each.record_types), Cell::list(each.values, 5), each.minimum,
                   each.maximum});
    return table;
}

}  // namespace

Answered program_list(Context& context, const ListArgs& args) {
    const auto session = ReadSession::open(context);
    if (!session) return tl::unexpected(session.error());
    const auto programs = (*session)->query().programs();
    if (!programs) return tl::unexpected(programs.error());
    ListAnswer list(answering(context), "programs",
                    {{"program"},
                     {"title", true},
                     {"published"},
                     {"ruleset_version"},
                     {"leads"},
                     {"claims"},
                     {"claims_refused"},
                     {"conversions"},
                     {"deals"}});
    const auto part =
        part_of(programs->value, args, [](const ProgramRow& row) { return row.program.text; });
    for (const ProgramRow& row : part.rows)
        TRY(list.row({row.program, row.title, row.published, row.ruleset_version, row.leads,
                      row.claims, row.claims_refused, row.conversions, row.deals}));
    TRY(list.finish(places_of(programs->at), part.next));
    return ExitCode::done;
}

Answered program_show(Context& context, const ThingArgs& args) {
    const std::string& named = args.id.empty() ? args.program : args.id;
    const auto asking = ask(context, named);
    if (!asking) return tl::unexpected(asking.error());
    const auto found = asking->query().program(asking->program);
    if (!found) return tl::unexpected(found.error());
    const ProgramRow& row = found->value;
    Record record;
    record.add("program", row.program)
        .add("title", row.title)
        .add("created", row.created)
        .add("published", row.published)
        .add("repeat_window", row.repeat_window)
        .add("protection", row.protection)
        .add("leads", row.leads)
        .add("claims", row.claims)
        .add("claims_refused", row.claims_refused)
        .add("conversions", row.conversions)
        .add("deals", row.deals);
    if (row.ruleset_version > 0) {
        const auto ruleset = asking->query().ruleset(asking->program, row.ruleset_version);
        if (!ruleset) return tl::unexpected(ruleset.error());
        record.add("ruleset", row.ruleset)
            .add("ruleset_version", row.ruleset_version)
            .add("ruleset_published", row.ruleset_published);
        if (!ruleset->value.fallback.empty())
            record.add("fallback", words_of(ruleset->value.fallback[0]));
        add_grades(record, ruleset->value);
        add_duplicates(record, ruleset->value);
        add_returning_customers(record, ruleset->value);
        add_deal_terms(record, ruleset->value);
        add_stages(record, ruleset->value);
        record.add("time_zone", ruleset->value.zone_name());
        record.add(rules_table(ruleset->value));
        if (!ruleset->value.score_rules.empty()) record.add(score_table(ruleset->value));
        if (!ruleset->value.territories.empty()) record.add(territories_table(ruleset->value));
        if (!ruleset->value.caps.empty()) record.add(caps_table(ruleset->value));
        if (!ruleset->value.lead_processes.empty()) record.add(processes_table(ruleset->value));
        if (!ruleset->value.custom_fields.empty()) record.add(custom_fields_table(ruleset->value));
    }
    TRY(show(asking->to, record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
