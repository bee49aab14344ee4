// What state knows of opportunities and deal registrations. As cold_records.hpp: there may be
// millions of them.
#pragma once

#include <string>
#include <vector>

#include "engine/core/state/cold_table.hpp"
#include "events/base/time.hpp"
#include "events/commands/deal.hpp"
#include "events/opportunity_status.hpp"

namespace leadline::engine {

using events::Time;

struct Opportunity : ColdEntry {
    std::uint64_t ordinal = 0;  // in order of creation within the program
    std::string account;
    std::string contact;
    std::string lead;  // that it came of
    events::OpportunityStatus status = events::OpportunityStatus::accepted;
    bool by_partner = false;  // a partner's user made it
    Index owner = no_index;   // a user; none: nobody's, or not yet answered
    Index partner =
        no_index;  // the owner's; while it is delivered, and after that was in vain: to whom
    std::string stage;
    std::string topic;
    std::int64_t amount_minor = 0;
    std::string amount;
    std::string currency;
    Time expected_close;
    std::vector<std::string> products;
    Time due;                          // while delivered: to be answered before; unset: never
    std::vector<Index> collaborators;  // partners, sorted by their ids
};

enum class DealStatus : std::uint8_t {
    pending = 1,
    approved,
    rejected,
    withdrawn,
    expired,
    cancelled,
    won
};

struct Deal : ColdEntry {
    Index partner = no_index;
    std::uint64_t ordinal = 0;
    Index registered_by = no_index;  // a user; none: a channel manager or system
    std::string opportunity;
    DealStatus status = DealStatus::pending;
    std::string customer_key;
    std::vector<std::string> products;  // sorted as bytes
    Time protected_until;               // while approved
    std::uint32_t extensions = 0;       // of its protection
};

// A customer's registrations that stand: pending or approved. Entry id: the customer key.
struct StandingDeal {
    std::uint64_t ordinal = 0;
    std::string deal;
};
struct Customer : ColdEntry {
    std::vector<StandingDeal> deals;  // ascending by ordinal; none: as good as absent
};

}  // namespace leadline::engine
