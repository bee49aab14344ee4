// See reading.hpp: the look itself, counts, partners' users, rulesets, deals.
#include "projections/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "projections/merged.hpp"
#include "projections/pending.hpp"
#include "projections/views/activity_view.hpp"
#include "projections/views/deal_view.hpp"
#include "projections/views/lead_keys.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/queue_view.hpp"
#include "projections/views/ruleset_view.hpp"

namespace leadline::projections {

namespace {

constexpr ViewNumber no_view = 0xFFFF;

std::uint64_t done(const Reading& reading, events::ProgramId program, ActivityHolder holder,
                   Text id, Done what) {
    Key key = activity_key(program, holder, id);
    key.add_byte(static_cast<std::uint8_t>(what));
    return reading.tally(activity_view_name, key);
}

Activity activity_of(const Reading& reading, events::ProgramId program, ActivityHolder holder,
                     Text id) {
    Activity activity;
    const char table =
        holder == ActivityHolder::user ? lead_table::open_of_user : lead_table::open_of_partner;
    activity.open_leads = reading.tally(lead_view_name, Key(table, program).add_id(id));
    activity.claims = done(reading, program, holder, id, Done::claims);
    activity.claims_lost = done(reading, program, holder, id, Done::claims_lost);
    activity.conversions = done(reading, program, holder, id, Done::conversions);
    activity.deals = done(reading, program, holder, id, Done::deals);
    return activity;
}

}  // namespace

Reading::Reading(const ViewStore& store) : moment_(store) {
    moment_.scan(0, {}, {}, [&](Text name, Text) {
        if (!parse_view_name(name).is_beside)
            views_.push_back({std::string(name), *moment_.head(name), false});
        return true;
    });
}

Standing Reading::standing() const {
    const Served* behind = nullptr;
    const auto take = [&behind](const Served& view) {
        if (behind == nullptr || view.head.standing.block < behind->head.standing.block)
            behind = &view;
    };
    for (const Served& view : views_)
        if (view.is_read) take(view);
    if (behind != nullptr) return behind->head.standing;
    for (const Served& view : views_)
        if (view.head.stopped.empty()) take(view);
    return behind == nullptr ? Standing{} : behind->head.standing;
}

ViewNumber Reading::view(Text name) const {
    for (const Served& view : views_) {
        if (view.name != name) continue;
        view.is_read = true;
        return view.head.number;
    }
    if (views_.empty()) return no_view;
    throw ViewFailure(
        {events::Failure::passing,
         fmt::format("the view {} is being made from the log; try again in a moment", name)});
}

std::uint64_t Reading::tally(Text view_name, Text key) const {
    return stored_tally(moment_, view(view_name), key);
}

void Reading::damaged() {
    throw ViewFailure({events::Failure::corrupt, "a stored row of a view cannot be decoded"});
}

void add_counts(Reading& reading, events::ProgramId program, ProgramRow& row) {
    const auto count = [&](Done what) {
        return done(reading, program, ActivityHolder::program, {}, what);
    };
    row.leads = count(Done::leads_created);
    row.conversions = count(Done::conversions);
    row.deals = count(Done::deals);
    row.claims = count(Done::claims);
    row.claims_refused = count(Done::claims_refused);
}

void add_counts(Reading& reading, events::ProgramId program, QueueRow& row) {
    const Key key = Key(lead_table::open_in_queue, program).add_id(row.definition.queue.text);
    row.leads = reading.tally(lead_view_name, key);
}

void add_counts(Reading& reading, events::ProgramId program, UserRow& row) {
    row.activity = activity_of(reading, program, ActivityHolder::user, row.user.text);
}

void add_counts(Reading& reading, events::ProgramId program, PartnerRow& row) {
    row.activity = activity_of(reading, program, ActivityHolder::partner, row.partner.text);
    for (const UserRow& user : users_of(reading, program, row.partner))
        row.activity.claims_lost += user.activity.claims_lost;
}

std::vector<UserRow> users_of(Reading& reading, events::ProgramId program,
                              events::PartnerId partner) {
    std::vector<UserRow> users;
    const Key members = Key(partner_table::members, program).add_id(partner.text);
    reading.moment().scan(reading.view(partner_view_name), members, {}, [&](Text key, Text) {
        const Text id = key.substr(members.text().size(), key.size() - members.text().size() - 1);
        UserRow user;
        if (reading.get(partner_view_name, Key(partner_table::users, program).add_id(id), user)) {
            add_counts(reading, program, user);
            users.push_back(user);
        }
        return true;
    });
    return users;
}

List<RefusedClaims> refused_claims(Reading& reading, events::ProgramId program,
                                   events::QueueId queue) {
    std::vector<RefusedClaims> refused;
    const Key of_queue = Key(queue_refused_table, program).add_id(queue.text);
    reading.moment().scan(reading.view(queue_view_name), of_queue, {}, [&](Text, Text value) {
        reading.decode(value, refused.emplace_back());
        return true;
    });
    return reading.keep(refused);
}

bool find_ruleset(Reading& reading, events::ProgramId program, std::uint32_t version,
                  RulesetAnswer& answer) {
    const Key key = Key(ruleset_table::published, program).add_number(version);
    if (!reading.get(ruleset_view_name, key, answer.row)) return false;
    std::vector<events::RulesetEntry> entries;
    std::vector<events::ScoreRule> score_rules;
    std::vector<events::NamedTerritory> territories;
    std::vector<events::Cap> caps;
    std::vector<events::LeadProcess> processes;
    std::vector<events::CustomFieldRule> fields;
    const Key parts = Key(ruleset_table::parts, program).add_number(version);
    reading.moment().scan(reading.view(ruleset_view_name), parts, {}, [&](Text, Text value) {
        events::RulesetPart part;
        reading.decode(value, part);
        entries.insert(entries.end(), part.entries.begin(), part.entries.end());
        score_rules.insert(score_rules.end(), part.score_rules.begin(), part.score_rules.end());
        territories.insert(territories.end(), part.territories.begin(), part.territories.end());
        caps.insert(caps.end(), part.caps.begin(), part.caps.end());
        processes.insert(processes.end(), part.lead_processes.begin(), part.lead_processes.end());
        fields.insert(fields.end(), part.custom_fields.begin(), part.custom_fields.end());
        if (part.fallback.empty()) return true;
        answer.fallback = part.fallback;
        answer.grades = part.grades;
        answer.qualification = part.qualification;
        answer.zone = part.zone;
        answer.duplicates = part.duplicates;
        answer.returning_customers = part.returning_customers;
        answer.deals = part.deals;
        answer.opportunity_stages = part.opportunity_stages;
        return true;
    });
    answer.entries = reading.keep(entries);
    answer.score_rules = reading.keep(score_rules);
    answer.territories = reading.keep(territories);
    answer.caps = reading.keep(caps);
    answer.lead_processes = reading.keep(processes);
    answer.custom_fields = reading.keep(fields);
    return true;
}

// ---- Deals.

namespace {

bool passes(const DealFilter& filter, const DealRow& row) {
    if (filter.partner.is_set() && row.partner != filter.partner) return false;
    return !filter.status || row.status == *filter.status;
}

// Deals by an index of statuses, in the order of their ids.
Page<DealRow> by_status(Reading& reading, events::ProgramId program, const DealFilter& filter,
                        const Paging& paging) {
    const Key index = filter.partner.is_set()
                          ? Key(deal_table::by_partner, program).add_id(filter.partner.text)
                          : Key(deal_table::by_status, program);
    std::vector<KeyRange> ranges;
    for (const auto& [status, name] : deal_status_names) {
        if (filter.status && status != *filter.status) continue;
        ranges.push_back({Key(index).add_byte(static_cast<std::uint8_t>(status)).text()});
    }
    std::vector<DealRow> rows;
    Page<DealRow> page;
    std::string last;
    const ViewNumber view = reading.view(deal_view_name);
    for (Merged deals(reading.moment(), view, ranges, 0, paging.after); deals.is_valid();
         deals.next()) {
        if (paging.limit != 0 && rows.size() == paging.limit) {
            page.next = last;
            break;
        }
        last = deals.order();
        const Text id = Text(last).substr(0, last.size() - 1);
        DealRow row;
        if (reading.get(deal_view_name, Key(deal_table::deals, program).add_id(id), row))
            rows.push_back(row);
    }
    page.items = reading.keep(rows);
    return page;
}

}  // namespace

Page<DealRow> find_deals(Reading& reading, events::ProgramId program, const DealFilter& filter,
                         const Paging& paging) {
    std::string customer(filter.customer_key);
    if (filter.account.is_set()) customer = "account:" + std::string(filter.account.text);
    const bool is_by_customer = !customer.empty();
    if (!is_by_customer && (filter.partner.is_set() || filter.status))
        return by_status(reading, program, filter, paging);
    const Key all(deal_table::deals, program);
    const Key of_customer = Key(deal_table::by_customer, program).add_id(customer);
    std::vector<DealRow> rows;
    Page<DealRow> page;
    std::string last;
    reading.moment().scan(
        reading.view(deal_view_name), is_by_customer ? of_customer : all,
        paging.after.empty() ? Text{} : Text(paging.after), [&](Text key, Text value) {
            if (key == paging.after) return true;
            if (paging.limit != 0 && rows.size() == paging.limit) {
                page.next = last;
                return false;
            }
            DealRow row;
            if (!is_by_customer) {
                reading.decode(value, row);
            } else if (!reading.get(deal_view_name, Key(deal_table::deals, program).add_id(value),
                                    row)) {
                return true;
            }
            last = key;
            if (passes(filter, row)) rows.push_back(row);
            return true;
        });
    page.items = reading.keep(rows);
    return page;
}

}  // namespace leadline::projections
