// What a Query answers and what it is asked by: answers with where they stand, pages of lists,
// filters, and the rows of several views side by side. Values; an answer owns the memory that its
// rows view.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "projections/cap_row.hpp"
#include "projections/claim_room.hpp"
#include "projections/contest.hpp"
#include "projections/deal_row.hpp"
#include "projections/lead_row.hpp"
#include "projections/notification_row.hpp"
#include "projections/opportunity_row.hpp"
#include "projections/queue_age.hpp"
#include "projections/rotation_row.hpp"
#include "projections/rows.hpp"
#include "projections/view_store.hpp"

namespace leadline::projections {

template <class T>
struct Answer {
    T value;
    std::vector<Standing> at;  // one, or one per partition that was asked
    std::shared_ptr<const events::Arena> memory;
};

// A list, or its beginning: `next` continues it (as Paging::after) and is empty at its end.
template <class T>
struct Page {
    List<T> items;
    std::string next;
};

struct Paging {
    std::string after;      // a cursor: Page::next of the same list
    std::size_t limit = 0;  // 0: everything
};

// What is empty does not matter. A user's leads come open ones first, then closed, each created
// first; a partner's user by user; a queue's in claim order; all others in the order of lead ids.
struct LeadFilter {
    events::UserId owner{};
    events::PartnerId partner{};
    events::QueueId queue{};  // leads that are in it now
    Text status{};            // its name; it may be one of several processes
    std::optional<bool> open{};
};

struct DealFilter {
    events::PartnerId partner{};
    Text customer_key{};          // as DealRow::customer_key
    events::AccountId account{};  // the same as customer_key "account:ID"
    std::optional<DealStatus> status{};
};

// What is empty does not matter. In the order of their ids.
struct OpportunityFilter {
    events::UserId owner{};
    events::PartnerId partner{};       // whose it is, or whom it is delivered to
    events::PartnerId collaborator{};  // beside that one
    Text stage{};
    std::optional<OpportunityStatus> status{};
    bool open = false;  // neither won nor lost
};

struct NotificationFilter {
    bool failed = false;  // for good
};

struct OpportunityAnswer {
    OpportunityRow row;
    Text customer;                // the account's name
    List<OpportunityStep> steps;  // in log order
    List<DealRow> deals;          // that were registered for it
};

// A list's rows, and the names of their accounts, in the same order.
struct OpportunityPage {
    Page<OpportunityRow> rows;
    List<Text> customers;
};

struct QueueAnswer {
    QueueRow row;
    QueueAge age;
    List<RefusedClaims> refused;  // of ClaimNext, in the order of their reasons
    Page<LeadRow> leads;          // in claim order
};

struct AgedQueues {
    Page<QueueRow> queues;
    List<QueueAge> ages;  // of each
};

struct PartnerAnswer {
    PartnerRow row;
    List<UserRow> users;
    Page<LeadRow> leads;            // open ones
    List<ClaimRoomRow> claim_room;  // the partner's own, by queue
};

struct RulesetAnswer {
    RulesetRow row;
    List<events::RulesetEntry> entries;
    List<events::Action> fallback;  // one
    List<events::ScoreRule> score_rules;
    List<events::Grade> grades;
    List<events::Qualification> qualification;  // zero or one
    List<events::NamedTerritory> territories;
    List<events::Zone> zone;                               // zero or one; none: UTC
    List<events::Duplicates> duplicates;                   // zero or one
    List<events::ReturningCustomers> returning_customers;  // zero or one
    List<events::Cap> caps;
    List<events::LeadProcess> lead_processes;
    List<events::CustomFieldRule> custom_fields;
    List<events::DealTerms> deals;                       // zero or one; none: the defaults
    List<events::OpportunityStages> opportunity_stages;  // zero or one; none: the usual ones

    // Of whose clocks time windows are.
    [[nodiscard]] Text zone_name() const { return zone.empty() ? Text("UTC") : zone[0].name; }
};

// A lead, what was registered for its customer and what became of that, and the rulesets that its
// decisions name.
struct LeadAnswer {
    LeadStory story;
    List<DealRow> deals;    // their steps stand in deal_steps
    List<Step> deal_steps;  // of all of them, after their registration
    List<RulesetAnswer> rulesets;
};

}  // namespace leadline::projections
