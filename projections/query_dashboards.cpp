// See query.hpp: partners and programs in numbers, pipelines, customers of registrations.
#include "projections/answering.hpp"
#include "projections/rows_of.hpp"
#include "projections/views/partner_view.hpp"
#include "projections/views/queue_view.hpp"

namespace leadline::projections {

Result<Answer<Page<PipelineRow>>> Query::pipeline(Program program, const PipelineFilter& filter,
                                                  const Paging& paging) const {
    return answer<Page<PipelineRow>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<PipelineRow>& value) -> Result<void> {
            PipelineFilter by = filter;
            if (filter.owner.is_set() && !filter.partner.is_set()) {
                UserRow user;
                const Key key = Key(partner_table::users, program).add_id(filter.owner.text);
                if (!reading.get(partner_view_name, key, user))
                    return no_such("user", filter.owner.text, program);
                by.partner = user.partner;
            }
            value = find_pipeline(reading, program, by, paging);
            return {};
        });
}

Result<Answer<Page<DealCustomer>>> Query::deal_customers(Program program,
                                                         const CustomerFilter& filter,
                                                         const Paging& paging) const {
    return answer<Page<DealCustomer>>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, Page<DealCustomer>& value) -> Result<void> {
            value = find_customers(reading, program, filter, paging);
            return {};
        });
}

Result<Answer<PartnerDashboard>> Query::partner_dashboard(Program program,
                                                          events::PartnerId partner) const {
    return answer<PartnerDashboard>(
        partitions_, program,
        [&](Reading& reading, ProgramRow&, PartnerDashboard& value) -> Result<void> {
            PartnerRow row;
            const Key key = Key(partner_table::partners, program).add_id(partner.text);
            if (!reading.get(partner_view_name, key, row))
                return no_such("partner", partner.text, program);
            add_counts(reading, program, row);
            value.numbers = numbers_of(reading, program, row);
            value.caps = caps_of(reading, program, row);
            value.claim_room = find_claim_room(reading, program, row, {});
            return {};
        });
}

Result<Answer<ProgramDashboard>> Query::program_dashboard(Program program, Text manager,
                                                          const Paging& partners) const {
    return answer<ProgramDashboard>(
        partitions_, program,
        [&](Reading& reading, ProgramRow& row, ProgramDashboard& value) -> Result<void> {
            add_counts(reading, program, row);
            value.row = row;
            value.opportunities = find_totals(reading, program, {});
            const Page<PartnerRow> page =
                rows_of<PartnerRow>(reading, program, partner_view_name, partner_table::partners,
                                    partners, [manager](const PartnerRow& each) {
                                        return manager.empty() || each.channel_manager == manager;
                                    });
            std::vector<PartnerNumbers> numbers;
            for (const PartnerRow& each : page.items)
                numbers.push_back(numbers_of(reading, program, each));
            value.partners = {reading.keep(numbers), page.next};
            if (!partners.after.empty()) return {};
            value.queues.queues =
                rows_of<QueueRow>(reading, program, queue_view_name, queue_table, {});
            std::vector<QueueAge> ages;
            for (const QueueRow& queue : value.queues.queues.items)
                ages.push_back(find_age(reading, program, queue.definition.queue));
            value.queues.ages = reading.keep(ages);
            return {};
        });
}

}  // namespace leadline::projections
