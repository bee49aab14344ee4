// See query.hpp: opportunities and deal registrations.
#include "projections/answering.hpp"
#include "projections/views/deal_view.hpp"

namespace leadline::projections {

Result<Answer<DealRow>> Query::deal(Program program, events::DealId deal) const {
    return answer<DealRow>(partitions_, program,
                           [&](Reading& reading, ProgramRow&, DealRow& value) -> Result<void> {
                               const Key key = Key(deal_table::deals, program).add_id(deal.text);
                               if (reading.get(deal_view_name, key, value)) return {};
                               return no_such("deal", deal.text, program);
                           });
}

Result<Answer<Page<DealRow>>> Query::deals(Program program, const DealFilter& filter,
                                           const Paging& paging) const {
    return answer<Page<DealRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<DealRow>& value) -> Result<void> {
            value = find_deals(reading, program, filter, paging);
            return {};
        });
}

Result<Answer<OpportunityAnswer>> Query::opportunity(Program program,
                                                     events::OpportunityId opportunity) const {
    return answer<OpportunityAnswer>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, OpportunityAnswer& value) -> Result<void> {
            if (find_opportunity(reading, program, opportunity, value)) return {};
            return no_such("opportunity", opportunity.text, program);
        });
}

Result<Answer<OpportunityPage>> Query::opportunities(Program program,
                                                     const OpportunityFilter& filter,
                                                     const Paging& paging) const {
    return answer<OpportunityPage>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, OpportunityPage& value) -> Result<void> {
            value = find_opportunities(reading, program, filter, paging);
            return {};
        });
}

Result<Answer<List<OpportunityTotal>>> Query::opportunity_totals(Program program,
                                                                 events::PartnerId partner) const {
    return answer<List<OpportunityTotal>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, List<OpportunityTotal>& value) -> Result<void> {
            value = find_totals(reading, program, partner);
            return {};
        });
}

}  // namespace leadline::projections
