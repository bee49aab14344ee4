// `queue list` and `queue show`: shared lists of leads, who may claim from them, under which
// policy.
#include "connectors/cli/read/known.hpp"
#include "connectors/cli/read/records.hpp"
#include "events/lead_fields.hpp"

namespace leadline::connectors {

using projections::QueueRow;

namespace {

template <class Ids>
Cell ids_cell(const Ids& ids) {
    std::vector<events::Text> texts;
    for (const auto& id : ids) texts.push_back(id.text);
    return Cell::list(texts);
}

// In a table a person sees the first few; everything stands in JSON, in CSV and in `queue show`.
template <class Ids>
Cell few_cell(const Ids& ids) {
    std::vector<events::Text> texts;
    for (const auto& id : ids) texts.push_back(id.text);
    return Cell::list(texts, 3);
}

// Those that a queue shows which names none are told, too.
Cell visible_cell(events::List<events::Text> visible) {
    if (!visible.empty()) return Cell::list(visible);
    return Cell::list(std::span<const events::Text>(events::business_lead_fields));
}

Cell limit_cell(std::uint32_t limit) { return limit == 0 ? Cell() : Cell(limit); }
Cell span_cell(events::Duration span) { return span.us == 0 ? Cell() : Cell(span); }

void add_age(Record& record, const projections::QueueAge& age) {
    if (age.leads == 0) return;
    record.add("oldest_since", age.oldest)
        .add("oldest_lead", age.oldest_lead)
        .add("under_hour", age.under_hour)
        .add("under_day", age.under_day)
        .add("under_week", age.under_week)
        .add("older", age.older);
}

// What is empty is as for everybody.
Table tier_table(const events::ClaimPolicy& policy) {
    Table tiers("limits_of_tiers", {{"tier"},
                                    {"open_per_user"},
                                    {"open_per_partner"},
                                    {"window_per_user"},
                                    {"window_per_partner"},
                                    {"between"}});
    for (const events::TierLimits& tier : policy.tiers)
        tiers.add({tier.tier, limit_cell(tier.open_per_user), limit_cell(tier.open_per_partner),
                   limit_cell(tier.window_per_user), limit_cell(tier.window_per_partner),
                   span_cell(tier.between)});
    return tiers;
}

}  // namespace

void add_policy(Record& record, const events::ClaimPolicy& policy) {
    record.add("open_per_user", limit_cell(policy.open_per_user))
        .add("open_per_partner", limit_cell(policy.open_per_partner))
        .add("window_per_user", limit_cell(policy.window_per_user))
        .add("window_per_partner", limit_cell(policy.window_per_partner))
        .add("window", span_cell(policy.window))
        .add("between", span_cell(policy.between))
        .add("touch_within", span_cell(policy.touch_within))
        .add("no_reclaim", span_cell(policy.no_reclaim));
}

Table waiting_table(events::List<projections::LeadRow> rows) {
    Table leads(
        "leads",
        {{"lead"}, {"priority"}, {"created"}, {"since"}, {"company", true}, {"source", true}});
    for (const projections::LeadRow& row : rows)
        leads.add({row.lead, row.details.priority, row.created, row.since, row.details.company,
                   row.details.source});
    return leads;
}

Answered queue_list(Context& context, const ListArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{cursor_of(args.after), args.limit};
    const auto queues = asking->query().aged_queues(asking->program, paging);
    if (!queues) return tl::unexpected(queues.error());
    ListAnswer list(asking->to, "queues",
                    {{"queue"},
                     {"title", true},
                     {"leads"},
                     {"everybody"},
                     {"partners", true},
                     {"tiers", true},
                     {"users", true},
                     {"defined"},
                     {"oldest_since"},
                     {"under_hour"},
                     {"under_day"},
                     {"under_week"},
                     {"older"}});
    for (std::size_t i = 0; i < queues->value.ages.size(); ++i) {
        const QueueRow& row = queues->value.queues.items[i];
        const projections::QueueAge& age = queues->value.ages[i];
        const events::DefineQueue& queue = row.definition;
        TRY(list.row({queue.queue, queue.title, row.leads, queue.everybody,
                      few_cell(queue.partners), Cell::list(queue.tiers, 3), few_cell(queue.users),
                      row.defined, age.oldest, age.under_hour, age.under_day, age.under_week,
                      age.older}));
    }
    TRY(list.finish(places_of(queues->at), cursor_text(queues->value.queues.next)));
    return ExitCode::done;
}

Answered queue_show(Context& context, const ThingArgs& args) {
    const auto asking = ask(context, args.program);
    if (!asking) return tl::unexpected(asking.error());
    const projections::Paging paging{{}, args.limit};
    const auto found = asking->query().queue(asking->program, {args.id}, paging);
    if (!found) return tl::unexpected(no_queue(*asking, args.id, found.error()));
    const QueueRow& row = found->value.row;
    Record record;
    record.add("queue", row.definition.queue)
        .add("title", row.definition.title)
        .add("everybody", row.definition.everybody)
        .add("partners", ids_cell(row.definition.partners))
        .add("tiers", Cell::list(row.definition.tiers))
        .add("users", ids_cell(row.definition.users))
        .add("visible", visible_cell(row.definition.visible));
    add_policy(record, row.definition.policy);
    record.add("defined", row.defined).add("waiting", row.leads);
    add_age(record, found->value.age);
    if (!row.definition.policy.tiers.empty()) record.add(tier_table(row.definition.policy));
    record.add(waiting_table(found->value.leads.items));
    Table refused("claim_next_refused", {{"reason"}, {"count"}, {"last"}, {"user"}, {"position"}});
    for (const projections::RefusedClaims& row_of : found->value.refused)
        refused.add(
            {row_of.reason, row_of.count, row_of.last, row_of.last_user, row_of.last_position});
    record.add(std::move(refused));
    TRY(show(asking->to, record, places_of(found->at)));
    return ExitCode::done;
}

}  // namespace leadline::connectors
