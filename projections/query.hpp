// Query: the read side, for the command line and other doors. Each answer names the position it
// stands at and owns the memory that its rows view. Reads the stores of all partitions and finds
// the one that holds a program. Any thread, on a store opened for writing too; a follower's
// catch_up() must not run beside it.
#pragma once

#include "projections/dashboard.hpp"

namespace leadline::projections {

class Query {
public:
    // The stores must outlive it; one per partition, in any order.
    explicit Query(std::vector<const ViewStore*> partitions);

    // Where the views of each partition stand: of the view that is furthest behind.
    [[nodiscard]] Result<std::vector<Standing>> standing() const;

    // In the order of their ids.
    [[nodiscard]] Result<Answer<List<ProgramRow>>> programs() const;
    // `not_found` when there is no program, `usage` when there are several and one must be named.
    [[nodiscard]] Result<std::string> only_program() const;

    // Each is `not_found`, with a sentence, when the program or the thing is not there.
    using Program = events::ProgramId;
    [[nodiscard]] Result<Answer<ProgramRow>> program(Program program) const;
    [[nodiscard]] Result<Answer<RulesetAnswer>> ruleset(Program program,
                                                        std::uint32_t version) const;
    [[nodiscard]] Result<Answer<LeadAnswer>> lead(Program program, events::LeadId lead) const;
    [[nodiscard]] Result<Answer<Page<LeadRow>>> leads(Program program, const LeadFilter& filter,
                                                      const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<QueueAnswer>> queue(Program program, events::QueueId queue,
                                                    const Paging& leads = {}) const;
    // Queues and partners come in the order of their ids; a cursor is the last one's.
    [[nodiscard]] Result<Answer<Page<QueueRow>>> queues(Program program,
                                                        const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<AgedQueues>> aged_queues(Program program,
                                                         const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<PartnerAnswer>> partner(Program program, events::PartnerId partner,
                                                        const Paging& leads = {}) const;
    [[nodiscard]] Result<Answer<Page<PartnerRow>>> partners(Program program,
                                                            const Paging& paging = {}) const;
    // What the claim limits of each queue from which the user may claim leave the user's partner,
    // and then the user. `not_found`: there is no such user.
    [[nodiscard]] Result<Answer<List<ClaimRoomRow>>> claim_room(Program program,
                                                                events::UserId user) const;
    [[nodiscard]] Result<Answer<UserRow>> user(Program program, events::UserId user) const;
    [[nodiscard]] Result<Answer<DealRow>> deal(Program program, events::DealId deal) const;
    [[nodiscard]] Result<Answer<Page<DealRow>>> deals(Program program, const DealFilter& filter,
                                                      const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<OpportunityAnswer>> opportunity(
        Program program, events::OpportunityId opportunity) const;
    [[nodiscard]] Result<Answer<OpportunityPage>> opportunities(Program program,
                                                                const OpportunityFilter& filter,
                                                                const Paging& paging = {}) const;
    // The newest first.
    [[nodiscard]] Result<Answer<Page<NotificationRow>>> notifications(
        Program program, const NotificationFilter& filter, const Paging& paging = {}) const;
    // By status, then currency; of one partner, or (none named) of all and of nobody's.
    [[nodiscard]] Result<Answer<List<OpportunityTotal>>> opportunity_totals(
        Program program, events::PartnerId partner) const;
    // Open ones by partner, owner, stage and currency. An owner is looked for with its partner.
    [[nodiscard]] Result<Answer<Page<PipelineRow>>> pipeline(Program program,
                                                             const PipelineFilter& filter,
                                                             const Paging& paging = {}) const;
    // By their keys.
    [[nodiscard]] Result<Answer<Page<DealCustomer>>> deal_customers(
        Program program, const CustomerFilter& filter, const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<PartnerDashboard>> partner_dashboard(
        Program program, events::PartnerId partner) const;
    // Of partners those of one channel manager, or (none named) all; a cursor is the last one's id.
    [[nodiscard]] Result<Answer<ProgramDashboard>> program_dashboard(
        Program program, Text manager, const Paging& partners = {}) const;
    // Rotations and pools of the ruleset in force, in the order of their names.
    [[nodiscard]] Result<Answer<RotationAnswer>> rotation(Program program, Text name) const;
    [[nodiscard]] Result<Answer<Page<RotationRow>>> rotations(Program program,
                                                              const Paging& paging = {}) const;
    // Caps of the ruleset in force, in the order in which they were written.
    [[nodiscard]] Result<Answer<CapAnswer>> cap(Program program, Text name,
                                                const CapFilter& filter) const;
    [[nodiscard]] Result<Answer<List<CapAnswer>>> caps(Program program,
                                                       const CapFilter& filter) const;
    // The races for one lead; for all contested leads of the program, in the order of lead ids.
    [[nodiscard]] Result<Answer<List<Contest>>> contests(Program program,
                                                         events::LeadId lead) const;
    [[nodiscard]] Result<Answer<Page<Contest>>> contests(Program program,
                                                         const Paging& paging = {}) const;

private:
    std::vector<const ViewStore*> partitions_;
};

// Opens a personal part: plain ones are decoded into `memory`, sealed ones are erased to us.
[[nodiscard]] ShownPerson show_person(const events::Part<events::LeadPerson>& part,
                                      events::Arena& memory);

}  // namespace leadline::projections
