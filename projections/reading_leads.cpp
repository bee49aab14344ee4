// See reading.hpp: leads, one and many, and their contests.
#include <algorithm>

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

bool passes(const LeadFilter& filter, const LeadRow& row) {
    if (filter.open && is_open(row.status) != *filter.open) return false;
    if (filter.status && row.status != *filter.status) return false;
    if (filter.owner.is_set() && row.owner != filter.owner) return false;
    if (filter.partner.is_set() && row.partner != filter.partner) return false;
    if (!filter.queue.is_set()) return true;
    return row.queue == filter.queue && row.place == LeadPlace::queue;
}

// Collects rows up to the limit, and knows where to go on.
class Collector {
public:
    Collector(Reading& reading, const LeadFilter& filter, const Paging& paging)
        : reading_(reading), filter_(filter), limit_(paging.limit) {}

    [[nodiscard]] bool is_full() const { return limit_ != 0 && rows_.size() == limit_; }
    // Folds a lead from `chunks`, and keeps its row if it passes. Most of a long list's leads may
    // not pass, so they are folded in memory that is used again.
    void offer(const std::vector<std::string>& chunks) {
        scratch_.reset();
        if (passes(filter_, fold(chunks, scratch_)))
            rows_.push_back(fold(chunks, reading_.memory()));
    }
    [[nodiscard]] List<LeadRow> rows() { return reading_.keep(rows_); }

private:
    bool passes(const LeadFilter& filter, const LeadRow& row) const {
        return row.created_position != 0 && projections::passes(filter, row);
    }
    static LeadRow fold(const std::vector<std::string>& chunks, events::Arena& memory) {
        LeadFold fold(memory);
        for (const std::string& chunk : chunks) fold.feed(chunk);
        return fold.row();
    }

    Reading& reading_;
    const LeadFilter& filter_;
    std::size_t limit_;
    std::vector<LeadRow> rows_;
    events::Arena scratch_;
};

// Whether only open leads, or only closed ones, can pass.
std::optional<bool> wants_open(const LeadFilter& filter) {
    if (filter.status) return is_open(*filter.status);
    return filter.open;
}

// By the mark in a key of the owners' index, so that no closed lead is read for an inbox.
bool is_open_entry(Text key) { return key[key.size() - sizeof(std::uint64_t) - 1] == '\0'; }

// Leads found by an index, in its order.
Page<LeadRow> by_index(Reading& reading, events::ProgramId program, const Key& prefix,
                       const LeadFilter& filter, const Paging& paging) {
    Collector collector(reading, filter, paging);
    Page<LeadRow> page;
    std::string last;
    const ViewNumber view = reading.view(lead_view_name);
    std::vector<std::string> chunks;
    const bool is_by_owner = prefix.text()[0] == lead_table::by_owner;
    const std::optional<bool> wants = is_by_owner ? wants_open(filter) : std::nullopt;
    reading.moment().scan(view, prefix, paging.after, [&](Text key, Text lead) {
        if (key == paging.after) return true;
        if (collector.is_full()) {
            page.next = last;
            return false;
        }
        last = key;
        if (wants && is_open_entry(key) != *wants) return true;
        chunks.clear();
        const std::string timeline = lead_table::timeline + lead_part(program, {lead});
        reading.moment().scan(view, timeline, {}, [&](Text, Text chunk) {
            chunks.emplace_back(chunk);
            return true;
        });
        collector.offer(chunks);
        return true;
    });
    page.items = collector.rows();
    return page;
}

// All leads, in the order of their ids. The cursor is the key of a lead, without a position.
Page<LeadRow> by_id(Reading& reading, events::ProgramId program, const LeadFilter& filter,
                    const Paging& paging) {
    Collector collector(reading, filter, paging);
    Page<LeadRow> page;
    std::string lead;  // whose chunks these are
    std::vector<std::string> chunks;
    const Key all(lead_table::timeline, program);
    const std::string from =
        paging.after.empty() ? std::string() : paging.after + std::string(9, '\xFF');
    reading.moment().scan(reading.view(lead_view_name), all, from, [&](Text key, Text chunk) {
        const Text its = key.substr(0, key.size() - sizeof(std::uint64_t));
        if (its != lead) {
            if (!chunks.empty()) collector.offer(chunks);
            chunks.clear();
            if (collector.is_full()) {
                page.next = lead;
                return false;
            }
            lead = its;
        }
        chunks.emplace_back(chunk);
        return true;
    });
    if (!chunks.empty()) collector.offer(chunks);
    page.items = collector.rows();
    return page;
}

}  // namespace

Page<LeadRow> find_leads(Reading& reading, events::ProgramId program, const LeadFilter& filter,
                         const Paging& paging) {
    if (filter.queue.is_set()) {
        const Key queue = Key(lead_table::by_queue, program).add_id(filter.queue.text);
        return by_index(reading, program, queue, filter, paging);
    }
    events::PartnerId partner = filter.partner;
    if (filter.owner.is_set()) {
        UserRow user;
        const Key key = Key(partner_table::users, program).add_id(filter.owner.text);
        if (!reading.get(partner_view_name, key, user)) return {};
        partner = user.partner;
    }
    if (!partner.is_set()) return by_id(reading, program, filter, paging);
    Key owner = Key(lead_table::by_owner, program).add_id(partner.text);
    if (filter.owner.is_set()) {
        owner.add_id(filter.owner.text);
        if (filter.open) owner.add_byte(*filter.open ? 0 : 1);
    }
    return by_index(reading, program, owner, filter, paging);
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
    for (const Step& step : steps)
        for (const events::Explanation& why : step.why)
            if (why.ruleset_version != 0) versions.push_back(why.ruleset_version);
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
