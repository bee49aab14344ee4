// PartnerQuery: the read side for a partner's user: answers as that user may see
// (docs/visibility.md). A door that is handed this and no Query cannot show more: what is not
// decided here cannot be asked. What the user does not see is `not_found` in the words for what is
// not there. Who the user is, and which queues there are, is what the views held when it was made.
// As thread-safe as its Query, which must outlive it.
#pragma once

#include "projections/query.hpp"
#include "projections/sight.hpp"

namespace leadline::projections {

class PartnerQuery {
public:
    // `not_found`: there is no such program or user, or this user sees nothing, with the reason.
    [[nodiscard]] static Result<PartnerQuery> as(const Query& query, events::ProgramId program,
                                                 events::UserId user);

    [[nodiscard]] const Viewer& me() const { return me_; }

    [[nodiscard]] Result<Answer<SeenLead>> lead(events::LeadId lead) const;
    // What is offered first, then own leads (in the orders of Query::leads), then those of queues,
    // queue by queue in claim order. A filter by somebody else, or by a queue that is not seen,
    // finds nothing. Limits count what is shown, and a cursor holds nothing else.
    [[nodiscard]] Result<Answer<Page<LeadRow>>> leads(const LeadFilter& filter,
                                                      const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<SeenQueueAnswer>> queue(events::QueueId queue,
                                                        const Paging& leads = {}) const;
    // In the order of their ids; a cursor is the last one's.
    [[nodiscard]] Result<Answer<Page<SeenQueue>>> queues(const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<SeenOpportunity>> opportunity(
        events::OpportunityId opportunity) const;
    // In the order of their ids; a cursor is the last one's. A filter by somebody else finds
    // nothing.
    [[nodiscard]] Result<Answer<OpportunityPage>> opportunities(const OpportunityFilter& filter,
                                                                const Paging& paging = {}) const;
    [[nodiscard]] Result<Answer<SeenDeal>> deal(events::DealId deal) const;
    // In the order of their ids; those of one customer in log order. A cursor is the last one's id.
    [[nodiscard]] Result<Answer<Page<SeenDeal>>> deals(const DealFilter& filter,
                                                       const Paging& paging = {}) const;
    // Open ones: to sellers their own, to administrators and managers their partner's. A filter by
    // somebody else finds nothing.
    [[nodiscard]] Result<Answer<Page<PipelineRow>>> pipeline(const PipelineFilter& filter,
                                                             const Paging& paging = {}) const;
    // The user's own partner in numbers; for administrators and managers: to others it is
    // `not_found`.
    [[nodiscard]] Result<Answer<PartnerDashboard>> dashboard(events::PartnerId partner) const;
    // The user's own, and no other.
    [[nodiscard]] Result<Answer<SeenPartner>> partner(events::PartnerId partner,
                                                      const Paging& leads = {}) const;

private:
    // Leads that one filter of Query finds.
    struct Section {
        std::string name;  // sections come in the order of their names; a cursor begins with one
        LeadFilter filter;
        bool only_offers = false;  // they come first; the rest is not looked at
    };
    class Gathered;

    explicit PartnerQuery(const Query& query) : query_(&query) {}
    [[nodiscard]] std::vector<Section> sections_of(const LeadFilter& filter) const;
    // The page of `filter` behind the cursor.
    [[nodiscard]] Result<Page<LeadRow>> page_of(const LeadFilter& filter, const Paging& paging,
                                                Gathered& to) const;
    // Says where it goes on, if there may be more; empty: there is nothing more.
    [[nodiscard]] Result<std::string> gather(const std::vector<Section>& sections,
                                             const Paging& paging, Gathered& to) const;
    // The same of one section: its own cursors, and at most `limit` rows (0: all).
    [[nodiscard]] Result<std::string> gather(const Section& section, std::string after,
                                             std::size_t limit, Gathered& to) const;
    [[nodiscard]] tl::unexpected<events::Error> no_such(Text what, Text id) const;

    const Query* query_;
    std::string program_;
    Viewer me_;
    std::vector<Standing> at_;                     // where me_ stands
    std::shared_ptr<const events::Arena> memory_;  // of me_
};

}  // namespace leadline::projections
