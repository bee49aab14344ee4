// Reading: one query's look at one partition's views, between two flushes, and the memory that its
// rows live in. Inside this room only; throws ViewFailure. One thread.
#pragma once

#include <memory>

#include "events/codec/body.hpp"
#include "projections/dashboard.hpp"
#include "projections/key.hpp"
#include "projections/query.hpp"
#include "projections/view_name.hpp"

namespace leadline::projections {

class Reading {
public:
    explicit Reading(const ViewStore& store);

    // Of the one furthest behind among the views that were read so far; before that, among those
    // that run. Nothing at all when no view has been flushed yet.
    [[nodiscard]] Standing standing() const;
    [[nodiscard]] const Moment& moment() const { return moment_; }
    [[nodiscard]] events::Arena& memory() { return *memory_; }
    [[nodiscard]] std::shared_ptr<const events::Arena> shared_memory() const { return memory_; }

    // A view without rows when no view has been flushed yet; `passing` when only this one has not.
    [[nodiscard]] ViewNumber view(Text name) const;

    template <class Row>
    [[nodiscard]] bool get(Text view_name, Text key, Row& row) {
        std::string value;
        if (!moment_.get(view(view_name), key, value)) return false;
        decode(value, row);
        return true;
    }
    template <class Row>
    void decode(Text value, Row& row) {
        if (!events::read_body(events::as_bytes(memory_->copy(value)), *memory_, row)) damaged();
    }
    [[nodiscard]] std::uint64_t tally(Text view_name, Text key) const;

    template <class T>
    [[nodiscard]] List<T> keep(const std::vector<T>& items) {
        const std::span<T> kept = memory_->make<T>(items.size());
        std::copy(items.begin(), items.end(), kept.begin());
        return kept;
    }

private:
    [[noreturn]] static void damaged();

    Moment moment_;
    std::shared_ptr<events::Arena> memory_ = std::make_shared<events::Arena>();
    struct Served {
        std::string name;
        Moment::Head head;
        mutable bool is_read = false;
    };
    std::vector<Served> views_;
};

// ---- Rows with the counts that other views keep for them, and lists of leads. Used by query.cpp.

void add_counts(Reading& reading, events::ProgramId program, ProgramRow& row);
void add_counts(Reading& reading, events::ProgramId program, QueueRow& row);
void add_counts(Reading& reading, events::ProgramId program, UserRow& row);
// The users' counts too, which make up what a refusal does not say of the partner.
void add_counts(Reading& reading, events::ProgramId program, PartnerRow& row);

[[nodiscard]] std::vector<UserRow> users_of(Reading& reading, events::ProgramId program,
                                            events::PartnerId partner);
[[nodiscard]] List<RefusedClaims> refused_claims(Reading& reading, events::ProgramId program,
                                                 events::QueueId queue);
[[nodiscard]] Page<LeadRow> find_leads(Reading& reading, events::ProgramId program,
                                       const LeadFilter& filter, const Paging& paging);
[[nodiscard]] QueueAge find_age(Reading& reading, events::ProgramId program, events::QueueId queue);
[[nodiscard]] bool find_lead(Reading& reading, events::ProgramId program, events::LeadId lead,
                             LeadAnswer& answer);
[[nodiscard]] Page<DealRow> find_deals(Reading& reading, events::ProgramId program,
                                       const DealFilter& filter, const Paging& paging);
[[nodiscard]] Page<NotificationRow> find_notifications(Reading& reading, events::ProgramId program,
                                                       const NotificationFilter& filter,
                                                       const Paging& paging);
[[nodiscard]] bool find_opportunity(Reading& reading, events::ProgramId program,
                                    events::OpportunityId opportunity, OpportunityAnswer& answer);
[[nodiscard]] OpportunityPage find_opportunities(Reading& reading, events::ProgramId program,
                                                 const OpportunityFilter& filter,
                                                 const Paging& paging);
[[nodiscard]] List<OpportunityTotal> find_totals(Reading& reading, events::ProgramId program,
                                                 events::PartnerId partner);
// The row has its counts.
[[nodiscard]] PartnerNumbers numbers_of(Reading& reading, events::ProgramId program,
                                        const PartnerRow& partner);
[[nodiscard]] List<PartnerCap> caps_of(Reading& reading, events::ProgramId program,
                                       const PartnerRow& partner);
[[nodiscard]] Page<PipelineRow> find_pipeline(Reading& reading, events::ProgramId program,
                                              const PipelineFilter& filter, const Paging& paging);
[[nodiscard]] Page<DealCustomer> find_customers(Reading& reading, events::ProgramId program,
                                                const CustomerFilter& filter,
                                                const Paging& paging);
[[nodiscard]] bool find_ruleset(Reading& reading, events::ProgramId program, std::uint32_t version,
                                RulesetAnswer& answer);
[[nodiscard]] bool find_rotation(Reading& reading, events::ProgramId program, Text name,
                                 RotationAnswer& answer);
// In the order of the ruleset; all where no name is given.
[[nodiscard]] List<CapAnswer> find_caps(Reading& reading, events::ProgramId program, Text name,
                                        const CapFilter& filter);
// In the order of queues. Of a user: of the queues from which that one may claim, the partner's
// first; of nobody (an empty row): the partner's, of those from which one of its users may.
[[nodiscard]] List<ClaimRoomRow> find_claim_room(Reading& reading, events::ProgramId program,
                                                 const PartnerRow& partner, const UserRow& user);
[[nodiscard]] List<Contest> find_contests(Reading& reading, events::ProgramId program,
                                          events::LeadId lead);
[[nodiscard]] Page<Contest> find_contests(Reading& reading, events::ProgramId program,
                                          const Paging& paging);

}  // namespace leadline::projections
