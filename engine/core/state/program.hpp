// Program: the state of one vendor's program, and the small rules for moving things in it that
// `evolve` shares. Program refers to itself from its tables, so it does not move.
#pragma once

#include <absl/container/btree_set.h>

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>

#include "engine/core/state/records.hpp"

namespace leadline::engine {

class CompiledRuleset;

// A queue's order: higher priority first, then created first (SPEC 6).
struct QueuePlace {
    std::int64_t before = 0;  // minus the priority
    std::uint64_t ordinal = 0;
    Index lead = no_index;

    friend constexpr auto operator<=>(const QueuePlace&, const QueuePlace&) = default;
};
using QueueOrder = absl::btree_set<QueuePlace>;

struct Program {
    explicit Program(Text id);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    std::string id;
    Settings settings;
    Ruleset ruleset;
    Staging staging;
    Counters counters;
    Table<Queue> queues{TableKind::queue, *this};
    Table<Partner> partners{TableKind::partner, *this};
    Table<User> users{TableKind::user, *this};
    Table<Rotation> rotations{TableKind::rotation, *this};
    Table<Lead> leads{TableKind::lead, *this};
    Table<Account> accounts{TableKind::account, *this};
    Table<Contact> contacts{TableKind::contact, *this};
    Table<Opportunity> opportunities{TableKind::opportunity, *this};
    Table<Deal> deals{TableKind::deal, *this};

    // ---- Derived: indexes over the tables above.
    std::vector<QueueOrder> queue_order;  // by queue index
    boost::unordered_flat_map<std::string, Index> account_by_name;
    boost::unordered_flat_map<std::string, Index> contact_by_email;
    boost::unordered_flat_map<std::string, std::vector<Index>> deals_by_customer;  // in log order
    std::shared_ptr<const CompiledRuleset> compiled;  // made when first needed; see routing/

    // Claims of a user, or of a partner, from a queue.
    [[nodiscard]] const ClaimCounter* claims_of_user(Index queue, Index user) const;
    [[nodiscard]] const ClaimCounter* claims_of_partner(Index queue, Index partner) const;
    [[nodiscard]] ClaimCounter& claims_of_user(Index queue, Index user);
    [[nodiscard]] ClaimCounter& claims_of_partner(Index queue, Index partner);
    // Asks the memory for what the two above will look at.
    void prefetch_claims(Index queue, const User& user) const;
    [[nodiscard]] Records<ClaimCounter>& claim_counters() { return claim_counters_; }
    // For loading: the counter with this entry id, made when it is new; none for a damaged id.
    [[nodiscard]] ClaimCounter* claim_counter(Text entry_id);

private:
    [[nodiscard]] const ClaimCounter* find_counter(ClaimHolder holder) const;
    [[nodiscard]] ClaimCounter& counter(ClaimHolder holder);

    Records<ClaimCounter> claim_counters_;
    HashIndex claim_counter_by_holder_;
};

}  // namespace leadline::engine
