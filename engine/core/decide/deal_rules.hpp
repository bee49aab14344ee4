// The rules of deal registrations that several commands share (SPEC 11): who the customer is, which
// registrations stand in another's way, and whose they are. One thread.
#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "engine/core/decide/access.hpp"
#include "events/commands/deal.hpp"
#include "events/deal_terms.hpp"

namespace leadline::engine {

// A customer's key, by which registrations meet: "account:" and the id, else "domain:" or "name:"
// and the match key in hexadecimal digits. A domain where everybody may have a mailbox is none.
// Empty: nobody was named, and nothing conflicts.
[[nodiscard]] std::string customer_key(const Program& program, const events::Customer& customer,
                                       events::Arena& arena);

// Products as they are compared: sorted as bytes, each once.
[[nodiscard]] std::vector<Text> sorted_products(events::List<Text> products);
[[nodiscard]] std::vector<Text> sorted_products(const Deal& deal);

// What is registered, or asked about.
struct Registration {
    Text customer;  // its key
    std::span<const Text> products;
    std::uint64_t ordinal = std::numeric_limits<std::uint64_t>::max();  // none: it comes now
    Index but_of = no_index;  // a partner whose own registrations do not count
};

// The registrations before `later` that stand in its way, the oldest first and at most `most`: same
// customer, a shared product, pending or protected.
[[nodiscard]] std::vector<const Deal*> conflicts(const Program& program, const Registration& later,
                                                 std::size_t most);

// What the ruleset in force says of deals; without one, and where it says nothing, the defaults.
[[nodiscard]] const events::DealTerms& deal_terms(const Program& program);

// unknown_program, program_not_published, unknown_user, or actor_not_allowed: it is neither a
// partner user nor the vendor.
[[nodiscard]] Refusal check_party(const Decision& d);

// unknown_deal.
[[nodiscard]] Refusal check_deal_known(const Decision& d, events::DealId deal);

// deal_not_pending or deal_closed, as `reason` says, unless it is pending.
[[nodiscard]] Refusal check_pending(const Decision& d, const Deal& deal, Reason reason);

// deal_not_protected while it is pending, deal_closed once it has ended.
[[nodiscard]] Refusal check_protected(const Decision& d, const Deal& deal);

// not_your_deal for a partner user: sellers act for what they registered themselves, administrators
// and managers for what their partner has.
[[nodiscard]] Refusal check_deal_owner(const Decision& d, const Deal& deal);

// unknown_deal or not_your_deal.
[[nodiscard]] Refusal check_your_deal(const Decision& d, events::DealId deal);

// The deal, who registered it (for those who may know), and when its protection ends.
[[nodiscard]] events::Detail detail_of(const Decision& d, const Deal& deal);

}  // namespace leadline::engine
