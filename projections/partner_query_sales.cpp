// See partner_query.hpp: opportunities.
#include <fmt/format.h>

#include <algorithm>

#include "projections/gathered.hpp"

namespace leadline::projections {

using events::Failure;

Result<Answer<SeenOpportunity>> PartnerQuery::opportunity(events::OpportunityId opportunity) const {
    const auto found = query_->opportunity({program_}, opportunity);
    if (!found && found.error().failure != Failure::not_found) return tl::unexpected(found.error());
    if (!found || sight_of(me_, found->value.row) == SaleSight::none)
        return no_such("opportunity", opportunity.text);
    Gathered to;
    to.keep(*found);
    return to.answer(seen_opportunity(me_, found->value, to.memory()), *this);
}

// What the partner has, or is to answer, and what it helps with: two lists, made one by their ids.
Result<Answer<OpportunityPage>> PartnerQuery::opportunities(const OpportunityFilter& filter,
                                                            const Paging& paging) const {
    const events::PartnerId ours = me_.partner.partner;
    Gathered to;
    std::vector<std::pair<OpportunityRow, Text>> all;
    const auto look = [&](const OpportunityFilter& by) -> Result<void> {
        const auto found = query_->opportunities({program_}, by);
        if (!found) return tl::unexpected(found.error());
        to.keep(*found);
        const List<OpportunityRow>& rows = found->value.rows.items;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i].opportunity.text > Text(paging.after) &&
                sight_of(me_, rows[i]) != SaleSight::none)
                all.emplace_back(rows[i], found->value.customers[i]);
        return {};
    };
    const auto is_others = [&](events::PartnerId partner) {
        return partner.is_set() && partner != ours;
    };
    const bool is_in_vain = is_others(filter.partner) || is_others(filter.collaborator) ||
                            (filter.owner.is_set() && !me_.is_colleague(filter.owner));
    if (!is_in_vain && !filter.collaborator.is_set()) {
        OpportunityFilter of_partner = filter;
        of_partner.partner = ours;
        TRY(look(of_partner));
    }
    if (!is_in_vain && !filter.partner.is_set() && !filter.owner.is_set()) {
        OpportunityFilter of_collaborator = filter;
        of_collaborator.collaborator = ours;
        TRY(look(of_collaborator));
    }
    const auto id = [](const auto& each) { return each.first.opportunity.text; };
    std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return id(a) < id(b); });
    all.erase(std::unique(all.begin(), all.end(),
                          [&](const auto& a, const auto& b) { return id(a) == id(b); }),
              all.end());
    OpportunityPage page;
    if (paging.limit != 0 && all.size() > paging.limit) {
        all.resize(paging.limit);
        page.rows.next = id(all.back());
    }
    std::vector<OpportunityRow> rows;
    std::vector<Text> customers;
    for (const auto& [row, customer] : all) {
        rows.push_back(seen_row(me_, row, to.memory()));
        customers.push_back(customer);
    }
    page.rows.items = to.list(rows);
    page.customers = to.list(customers);
    return to.answer(std::move(page), *this);
}

Result<Answer<Page<PipelineRow>>> PartnerQuery::pipeline(const PipelineFilter& filter,
                                                         const Paging& paging) const {
    const events::UserId owner =
        me_.is_seller() && !filter.owner.is_set() ? me_.user.user : filter.owner;
    Gathered to;
    const bool is_others =
        (filter.partner.is_set() && filter.partner != me_.partner.partner) ||
        (owner.is_set() && (me_.is_seller() ? owner != me_.user.user : !me_.is_colleague(owner)));
    if (is_others) return to.answer(Page<PipelineRow>{}, *this);
    const auto found = query_->pipeline({program_}, {me_.partner.partner, owner}, paging);
    if (!found) return tl::unexpected(found.error());
    to.keep(*found);
    return to.answer(Page<PipelineRow>(found->value), *this);
}

// Sums tell of what a seller does not see.
Result<Answer<PartnerDashboard>> PartnerQuery::dashboard(events::PartnerId partner) const {
    if (partner != me_.partner.partner) return no_such("partner", partner.text);
    if (me_.is_seller())
        return events::fail(Failure::not_found,
                            fmt::format("the numbers of partner \"{}\" are for its "
                                        "administrators and managers",
                                        partner.text));
    const auto found = query_->partner_dashboard({program_}, partner);
    if (!found) return tl::unexpected(found.error());
    const auto room = query_->claim_room({program_}, me_.user.user);  // of queues that are seen
    if (!room) return tl::unexpected(room.error());
    Gathered to;
    to.keep(*found);
    to.keep(*room);
    PartnerDashboard seen = found->value;
    seen.claim_room = room->value;
    return to.answer(std::move(seen), *this);
}

}  // namespace leadline::projections
