// Parts of the records that `show` prints of leads, queues, partners and deals. They are the same
// for everybody: what somebody may not see is absent from the rows that they are handed. Each is
// defined in the file of its noun. One thread.
#pragma once

#include "connectors/cli/read/things.hpp"

namespace leadline::connectors {

// Where a lead stands, and whose it is.
void add_place(Record& record, const projections::LeadRow& row);
// What is known of it beside its personal part.
void add_details(Record& record, const projections::LeadRow& row);
// What came of it, once it was converted.
void add_conversion(Record& record, const projections::LeadRow& row);
[[nodiscard]] Table steps_table(events::List<projections::Step> rows);

// The limits of a queue that bind everybody.
void add_policy(Record& record, const events::ClaimPolicy& policy);
// Leads that wait in a queue.
[[nodiscard]] Table waiting_table(events::List<projections::LeadRow> rows);

[[nodiscard]] Record partner_record(const projections::PartnerRow& row,
                                    events::List<projections::UserRow> users,
                                    events::List<projections::LeadRow> leads,
                                    events::List<projections::ClaimRoomRow> claim_room);

// What the claim limits of queues leave; a queue without limits has no row.
[[nodiscard]] Table claim_room_table(const events::List<projections::ClaimRoomRow>& rows);

// `conflicts`: what is said of the earlier ones with which it conflicts.
// `now`: by whose clock alerts are.
[[nodiscard]] Record opportunity_record(const projections::OpportunityAnswer& found,
                                        events::Time now);
// A sum in the currency's own unit; empty: the currency is not known.
[[nodiscard]] Cell sum_cell(projections::OpportunityTotal::Minor minor, events::Text currency);
// By status, then currency.
[[nodiscard]] Table totals_table(events::List<projections::OpportunityTotal> totals);
// What `opportunity list` is asked for, and after how long untouched one is stalled.
struct OpportunityAsked {
    projections::OpportunityFilter filter;
    events::Duration stalled_after;
};
// The filter views `args`.
[[nodiscard]] events::Result<OpportunityAsked> asked_of(const OpportunityListArgs& args);
[[nodiscard]] events::Result<void> write_list(
    const Answering& to, const projections::Answer<projections::OpportunityPage>& found,
    events::Duration stalled);
[[nodiscard]] Record deal_record(const projections::DealRow& row, const Cell& conflicts);

}  // namespace leadline::connectors
