// See reading.hpp: opportunities, one with its steps, lists, and what they come to.
#include "projections/merged.hpp"
#include "projections/reading.hpp"
#include "projections/views/deal_view.hpp"
#include "projections/views/opportunity_view.hpp"

namespace leadline::projections {

namespace {

using events::ProgramId;

Text customer_of(Reading& reading, ProgramId program, events::AccountId account) {
    std::string title;
    const Key key = Key(opportunity_table::accounts, program).add_id(account.text);
    static_cast<void>(reading.moment().get(reading.view(opportunity_view_name), key, title));
    return reading.memory().copy(title);
}

bool passes(const OpportunityFilter& filter, const OpportunityRow& row) {
    if (filter.owner.is_set() && row.owner != filter.owner) return false;
    if (filter.partner.is_set() && row.partner != filter.partner) return false;
    if (filter.status && row.status != *filter.status) return false;
    if (filter.open && !events::is_open(row.status)) return false;
    return filter.stage.empty() || row.stage == filter.stage;
}

// Of the lists that there are, the shortest that holds all that is asked for.
std::vector<KeyRange> ranges_of(ProgramId program, const OpportunityFilter& filter) {
    if (filter.collaborator.is_set()) {
        return {{Key(opportunity_table::by_collaborator, program)
                     .add_id(filter.collaborator.text)
                     .text()}};
    }
    Key list(opportunity_table::by_status, program);
    if (filter.owner.is_set())
        list = Key(opportunity_table::by_owner, program).add_id(filter.owner.text);
    else if (filter.partner.is_set())
        list = Key(opportunity_table::by_partner, program).add_id(filter.partner.text);
    std::vector<KeyRange> ranges;
    for (const auto& [status, name] : events::opportunity_status_names) {
        if (filter.status && status != *filter.status) continue;
        if (filter.open && !events::is_open(status)) continue;
        ranges.push_back({Key(list).add_byte(static_cast<std::uint8_t>(status)).text()});
    }
    return ranges;
}

}  // namespace

bool find_opportunity(Reading& reading, ProgramId program, events::OpportunityId opportunity,
                      OpportunityAnswer& answer) {
    const Key key = Key(opportunity_table::opportunities, program).add_id(opportunity.text);
    if (!reading.get(opportunity_view_name, key, answer.row)) return false;
    answer.customer = customer_of(reading, program, answer.row.account);
    std::vector<OpportunityStep> steps;
    reading.moment().scan(reading.view(opportunity_view_name),
                          Key(opportunity_table::steps, program).add_id(opportunity.text), {},
                          [&](Text, Text value) {
                              reading.decode(value, steps.emplace_back());
                              return true;
                          });
    answer.steps = reading.keep(steps);
    std::vector<DealRow> deals;
    reading.moment().scan(reading.view(deal_view_name),
                          Key(deal_table::by_opportunity, program).add_id(opportunity.text), {},
                          [&](Text, Text id) {
                              DealRow row;
                              const Key deal = Key(deal_table::deals, program).add_id(id);
                              if (reading.get(deal_view_name, deal, row)) deals.push_back(row);
                              return true;
                          });
    answer.deals = reading.keep(deals);
    return true;
}

OpportunityPage find_opportunities(Reading& reading, ProgramId program,
                                   const OpportunityFilter& filter, const Paging& paging) {
    std::vector<OpportunityRow> rows;
    std::vector<Text> customers;
    OpportunityPage page;
    std::string last;
    const ViewNumber view = reading.view(opportunity_view_name);
    for (Merged found(reading.moment(), view, ranges_of(program, filter), 0, paging.after);
         found.is_valid(); found.next()) {
        const Text id = Text(found.order()).substr(0, found.order().size() - 1);
        OpportunityRow row;
        const Key key = Key(opportunity_table::opportunities, program).add_id(id);
        if (!reading.get(opportunity_view_name, key, row) || !passes(filter, row)) continue;
        if (paging.limit != 0 && rows.size() == paging.limit) {
            page.rows.next = last;
            break;
        }
        last = found.order();
        rows.push_back(row);
        customers.push_back(customer_of(reading, program, row.account));
    }
    page.rows.items = reading.keep(rows);
    page.customers = reading.keep(customers);
    return page;
}

List<OpportunityTotal> find_totals(Reading& reading, ProgramId program, events::PartnerId partner) {
    std::vector<OpportunityTotal> totals;
    const Key prefix = Key(opportunity_table::totals, program).add_id(partner.text);
    reading.moment().scan(reading.view(opportunity_view_name), prefix, {},
                          [&](Text key, Text value) {
                              OpportunityTotal total;
                              KeyParts parts(key);
                              static_cast<void>(parts.program());
                              static_cast<void>(parts.id());
                              total.status = OpportunityStatus{parts.number<std::uint8_t>()};
                              total.currency = reading.memory().copy(parts.id());
                              if (read_total(value, total)) totals.push_back(total);
                              return true;
                          });
    return reading.keep(totals);
}

}  // namespace leadline::projections
