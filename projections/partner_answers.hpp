// What a PartnerQuery answers. Rows are those of other answers with what is withheld taken out: it
// is absent, as if it had never been said. Values; an answer owns the memory that its rows view.
#pragma once

#include "projections/answers.hpp"

namespace leadline::projections {

// By what right a partner's user sees a lead.
enum class Sight : std::uint8_t {
    none,      // there is no such lead
    in_queue,  // it waits where the user may claim: what the queue shows
    offered,   // to the user's partner: what is not personal
    own,       // the user's; to administrators and managers, their partner's users'
};

struct SeenLead {
    Sight sight = Sight::none;
    LeadRow row;            // without its personal part
    ShownPerson person;     // as much of it as is seen
    List<Text> withheld;    // names of fields (events/lead_fields.hpp), filled or not
    List<Step> steps;       // how it was created, and what happened since it came to the user
    List<DealRow> deals{};  // own ones, for its customer
};

struct SeenQueue {
    events::QueueId queue;
    Text title;
    List<Text> visible;          // fields that it shows of its leads
    events::ClaimPolicy policy;  // as it binds the user's partner
    std::uint64_t leads = 0;     // open and waiting to be claimed
};

struct SeenQueueAnswer {
    SeenQueue row;
    Page<LeadRow> leads;  // in claim order
};

struct SeenDeal {
    DealRow row;             // without the earlier ones that it conflicts with
    bool conflicts = false;  // that there were any
};

// By what right a partner's user sees an opportunity.
enum class SaleSight : std::uint8_t {
    none,       // there is no such opportunity
    delivered,  // the user's partner is to answer: what is not personal
    helps,      // the user's partner is a collaborator: all but who has it
    own,        // the user's; to administrators and managers, their partner's users'
};

// Its row, its steps since it came, and the partner's own deals for it.
struct SeenOpportunity {
    SaleSight sight = SaleSight::none;
    OpportunityAnswer answer;
};

struct SeenPartner {
    PartnerRow row;
    List<UserRow> users;  // to sellers: themselves
    Page<LeadRow> leads;  // open ones
    // The user's own, and to administrators and managers before it the partner's; by queue.
    List<ClaimRoomRow> claim_room{};
};

}  // namespace leadline::projections
