// Program: the state of one vendor's program. It refers to itself from its tables, so it does not
// move. Tables up to `backlogs`, and the claim counters, are always in memory; the cold ones and
// what is behind orders and lists may lie in the store.
#pragma once

#include <memory>

#include "engine/core/state/cap_records.hpp"
#include "engine/core/state/cold_records.hpp"
#include "engine/core/state/sale_records.hpp"

namespace leadline::engine {

class CompiledRuleset;

struct Program {
    // `is_new`: the store has nothing of it.
    Program(Text id, StateMemory& memory, bool is_new);
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
    Table<CapCounter> cap_counters{TableKind::cap_counter, *this};
    Table<Backlog> backlogs{TableKind::backlog, *this};
    ColdTable<Lead> leads;
    ColdTable<Account> accounts;
    ColdTable<Contact> contacts;
    ColdTable<Opportunity> opportunities;
    ColdTable<Deal> deals;
    ColdTable<Match> account_names;
    ColdTable<Match> contact_emails;
    ColdTable<Customer> customers;
    ColdTable<LeadsOfKey> leads_of_keys;
    ColdTable<LeadKeys> lead_keys;
    std::shared_ptr<const CompiledRuleset> compiled;  // made when first needed; see routing/

    // Each must be new. `is_new`: to the store, too.
    Queue& add_queue(Text id, bool is_new);
    Partner& add_partner(Text id);
    User& add_user(Text id);
    Backlog& add_backlog(Text id, bool is_new);

    // Claims of a user, or of a partner, from a queue.
    [[nodiscard]] const ClaimCounter* claims_of_user(Index queue, Index user) const;
    [[nodiscard]] const ClaimCounter* claims_of_partner(Index queue, Index partner) const;
    [[nodiscard]] ClaimCounter& claims_of_user(Index queue, Index user);
    [[nodiscard]] ClaimCounter& claims_of_partner(Index queue, Index partner);
    // Ask the memory for what these will look at: where the index looks; the counters.
    void prefetch_counter_index(Index queue, const User& user) const;
    void prefetch_counters(Index queue, const User& user) const;
    [[nodiscard]] Records<ClaimCounter>& claim_counters() { return claim_counters_; }
    // For loading: the counter with this entry id, made when it is new; none for a damaged id.
    [[nodiscard]] ClaimCounter* claim_counter(Text entry_id);

    // The lead at a place in an order, read if need be; null when it cannot be.
    [[nodiscard]] const Lead* lead_at(const QueueOrder& order, const QueuePlace& place,
                                      const QueuedLead& there) const;

    // Nothing of it is outside memory.
    [[nodiscard]] bool is_whole() const;

    // visit(table) for each cold one.
    template <class Visit>
    void for_each_cold(Visit&& visit) {
        visit(leads), visit(accounts), visit(contacts), visit(opportunities), visit(deals);
        visit(account_names), visit(contact_emails), visit(customers);
        visit(leads_of_keys), visit(lead_keys);
    }

private:
    [[nodiscard]] const ClaimCounter* find_counter(ClaimHolder holder) const;
    [[nodiscard]] ClaimCounter& counter(ClaimHolder holder);

    StateMemory* memory_;
    Records<ClaimCounter> claim_counters_;
    HashIndex claim_counter_by_holder_;
};

}  // namespace leadline::engine
