// See reading.hpp: leads, one and many, and their contests.
#include <algorithm>

#include "projections/merged.hpp"
#include "projections/reading.hpp"
#include "projections/views/deal_view.hpp"
#include "projections/views/lead_fold.hpp"
#include "projections/views/lead_keys.hpp"
#include "projections/views/lead_steps.hpp"
#include "projections/views/partner_view.hpp"

namespace leadline::projections {

namespace {

std::string lead_part(events::ProgramId program, events::LeadId lead) {
    return Key(lead_table::timeline, program).add_id(lead.text).text().substr(1);
}

// The names of the statuses that an index has behind `before`, one look for each.
std::vector<std::string> names_behind(Reading& reading, const std::string& before) {
    std::vector<std::string> names;
    std::string from = before;
    for (bool has_more = true; has_more;) {
        has_more = false;
        reading.moment().scan(reading.view(lead_view_name), before, from, [&](Text key, Text) {
            const Text rest = key.substr(before.size());
            names.emplace_back(rest.substr(0, rest.find('\0')));
            has_more = true;
            return false;
        });
        if (has_more) from = before + names.back() + '\x01';  // behind all with this name
    }
    return names;
}

// One range of an index per status that can pass.
std::vector<KeyRange> ranges_of(Reading& reading, const LeadFilter& filter,
                                const Key& before_status, const Key& after_status) {
    std::vector<KeyRange> ranges;
    for (const auto& [category, category_name] : events::status_category_names) {
        if (filter.open && is_open(category) != *filter.open) continue;
        Key prefix = before_status;
        prefix.add_byte(static_cast<std::uint8_t>(category));
        std::vector<std::string> names{std::string(filter.status)};
        if (filter.status.empty()) names = names_behind(reading, prefix.text());
        for (const std::string& name : names)
            ranges.push_back({Key(prefix).add_id(name).text() + after_status.text().substr(1),
                              static_cast<std::uint8_t>(is_open(category) ? 0 : 1)});
    }
    return ranges;
}

// Leads found by an index, in its order. All that it finds pass.
Page<LeadRow> by_index(Reading& reading, events::ProgramId program, Merged entries,
                       const Paging& paging, bool is_of_queue) {
    std::vector<LeadRow> rows;
    Page<LeadRow> page;
    std::string last;
    const ViewNumber view = reading.view(lead_view_name);
    for (; entries.is_valid(); entries.next()) {
        if (paging.limit != 0 && rows.size() == paging.limit) {
            page.next = last;
            break;
        }
        last = entries.order();
        const Text rest = entries.rest();
        const Text value = is_of_queue ? read_queued(entries.value()).lead : entries.value();
        const Text id = value.empty() ? rest.substr(0, rest.size() - 1) : value;
        LeadFold fold(reading.memory());
        read_lead(reading.moment(), view, lead_part(program, {id}), fold);
        rows.push_back(fold.row());
    }
    page.items = reading.keep(rows);
    return page;
}

// All leads, in the order of their ids. The cursor is the key of a lead, without a position.
Page<LeadRow> by_id(Reading& reading, events::ProgramId program, const Paging& paging) {
    std::vector<LeadRow> rows;
    Page<LeadRow> page;
    std::string lead;  // whose chunks are being read
    LeadFold fold(reading.memory());
    const auto keep_row = [&] {
        if (fold.is_there()) rows.push_back(fold.row());
        fold = LeadFold(reading.memory());
    };
    const Key all(lead_table::timeline, program);
    const std::string from =
        paging.after.empty() ? std::string() : paging.after + std::string(9, '\xFF');
    reading.moment().scan(reading.view(lead_view_name), all, from, [&](Text key, Text chunk) {
        const Text its = key.substr(0, key.size() - sizeof(std::uint64_t));
        if (its != lead) {
            keep_row();
            if (paging.limit != 0 && rows.size() == paging.limit) {
                page.next = lead;
                return false;
            }
            lead = its;
        }
        fold.feed(chunk);
        return true;
    });
    keep_row();
    page.items = reading.keep(rows);
    return page;
}

// Whose leads are asked for; empty: nobody's.
events::PartnerId partner_of(Reading& reading, events::ProgramId program,
                             const LeadFilter& filter) {
    if (!filter.owner.is_set()) return filter.partner;
    UserRow user;
    const Key key = Key(partner_table::users, program).add_id(filter.owner.text);
    if (!reading.get(partner_view_name, key, user)) return {};
    const bool is_others = filter.partner.is_set() && filter.partner != user.partner;
    return is_others ? events::PartnerId{} : user.partner;
}

}  // namespace

Page<LeadRow> find_leads(Reading& reading, events::ProgramId program, const LeadFilter& filter,
                         const Paging& paging) {
    const bool wants_owner = filter.owner.is_set() || filter.partner.is_set();
    if (!wants_owner && !filter.queue.is_set() && filter.status.empty() && !filter.open)
        return by_id(reading, program, paging);
    const ViewNumber view = reading.view(lead_view_name);
    const auto found = [&](const std::vector<KeyRange>& ranges, std::size_t grouped_bytes) {
        Merged entries(reading.moment(), view, ranges, grouped_bytes, paging.after);
        return by_index(reading, program, std::move(entries), paging, filter.queue.is_set());
    };
    const Key nothing('\0');
    if (filter.queue.is_set()) {
        if (wants_owner) return {};  // what is in a queue is nobody's
        const Key queue = Key(lead_table::by_queue, program).add_id(filter.queue.text);
        return found(ranges_of(reading, filter, queue, nothing), 0);
    }
    if (!wants_owner)
        return found(ranges_of(reading, filter, Key(lead_table::by_status, program), nothing), 0);
    const events::PartnerId partner = partner_of(reading, program, filter);
    if (!partner.is_set()) return {};
    const Key owners = Key(lead_table::by_owner, program).add_id(partner.text);
    const Key owner = filter.owner.is_set() ? Key('\0').add_id(filter.owner.text) : nothing;
    return found(ranges_of(reading, filter, owners, owner),
                 sizeof(std::uint64_t));  // open ones first
}

// ---- One lead.

namespace {

void add_deals(Reading& reading, events::ProgramId program, const Key& index,
               std::vector<DealRow>& deals) {
    reading.moment().scan(reading.view(deal_view_name), index, {}, [&](Text, Text id) {
        DealRow row;
        const Key key = Key(deal_table::deals, program).add_id(id);
        if (reading.get(deal_view_name, key, row)) deals.push_back(row);
        return true;
    });
}

// Registered on its opportunity, or for its account without naming another opportunity.
std::vector<DealRow> deals_of(Reading& reading, events::ProgramId program, const LeadRow& lead) {
    std::vector<DealRow> deals;
    if (lead.opportunity.is_set()) {
        const Key key = Key(deal_table::by_opportunity, program).add_id(lead.opportunity.text);
        add_deals(reading, program, key, deals);
    }
    if (lead.account.is_set()) {
        std::vector<DealRow> of_account;
        const Key key = Key(deal_table::by_customer, program)
                            .add_id("account:" + std::string(lead.account.text));
        add_deals(reading, program, key, of_account);
        for (const DealRow& deal : of_account)
            if (!deal.opportunity.is_set()) deals.push_back(deal);
    }
    std::sort(deals.begin(), deals.end(),
              [](const DealRow& a, const DealRow& b) { return a.position < b.position; });
    return deals;
}

std::vector<RulesetAnswer> rulesets_of(Reading& reading, events::ProgramId program,
                                       const std::vector<Step>& steps) {
    std::vector<std::uint32_t> versions;
    for (const Step& step : steps) {
        for (const events::Explanation& why : step.why)
            if (why.ruleset_version != 0) versions.push_back(why.ruleset_version);
        for (const events::LeadScored& scored : step.scored)
            versions.push_back(scored.ruleset_version);
    }
    std::sort(versions.begin(), versions.end());
    versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
    std::vector<RulesetAnswer> rulesets;
    for (const std::uint32_t version : versions) {
        RulesetAnswer ruleset;
        if (find_ruleset(reading, program, version, ruleset)) rulesets.push_back(ruleset);
    }
    return rulesets;
}

}  // namespace

bool find_lead(Reading& reading, events::ProgramId program, events::LeadId lead,
               LeadAnswer& answer) {
    LeadFold fold(reading.memory(), Wanted::steps);
    read_lead(reading.moment(), reading.view(lead_view_name), lead_part(program, lead), fold);
    if (!fold.is_there()) return false;
    answer.story.row = fold.row();
    answer.story.person = show_person(fold.row().details.person, reading.memory());
    answer.story.steps = reading.keep(fold.steps());
    answer.story.decisions = reading.keep(fold.decisions());
    std::vector<Step> deal_steps;
    std::vector<DealRow> deals = deals_of(reading, program, fold.row());
    for (DealRow& deal : deals) {
        for (std::size_t i = 1; i < deal.steps.size(); ++i)
            deal_steps.push_back(step_of(deal, deal.steps[i], reading.memory()));
        deal.steps = {};
    }
    answer.deals = reading.keep(deals);
    answer.deal_steps = reading.keep(deal_steps);
    answer.rulesets = reading.keep(rulesets_of(reading, program, fold.steps()));
    return true;
}

List<Contest> find_contests(Reading& reading, events::ProgramId program, events::LeadId lead) {
    LeadFold fold(reading.memory(), Wanted::steps);
    read_lead(reading.moment(), reading.view(lead_view_name), lead_part(program, lead), fold);
    const events::LeadId id{reading.memory().copy(lead.text)};
    return contests_of(id, fold.steps(), reading.memory());
}

Page<Contest> find_contests(Reading& reading, events::ProgramId program, const Paging& paging) {
    std::vector<Contest> contests;
    Page<Contest> page;
    std::string last;
    const Key all(lead_table::contested, program);
    reading.moment().scan(reading.view(lead_view_name), all, paging.after, [&](Text key, Text) {
        if (key == paging.after) return true;
        if (paging.limit != 0 && contests.size() >= paging.limit) {
            page.next = last;
            return false;
        }
        last = key;
        const Text lead = key.substr(all.text().size(), key.size() - all.text().size() - 1);
        for (const Contest& contest : find_contests(reading, program, events::LeadId{lead}))
            contests.push_back(contest);
        return true;
    });
    page.items = reading.keep(contests);
    return page;
}

}  // namespace leadline::projections
