// The rules of deal registrations that several commands share (SPEC 11): who the customer is, which
// registrations stand in another's way, and whose they are. One thread.
#pragma once

#include <span>

#include "engine/core/decide/access.hpp"
#include "events/commands/deal.hpp"

namespace leadline::engine {

// A customer's key, by which registrations meet: "account:" and the id, else "name:" and the match
// key in hexadecimal digits. Empty: nobody was named, and nothing conflicts.
[[nodiscard]] std::string customer_key(const Decision& d, const events::Customer& customer);

// Products as they are compared: sorted as bytes, each once.
[[nodiscard]] std::vector<Text> sorted_products(events::List<Text> products);
[[nodiscard]] std::vector<Text> sorted_products(const Deal& deal);

// What is registered, for whom, after which ordinal nothing counts.
struct Registration {
    Text customer;  // its key
    std::span<const Text> products;
    std::uint64_t ordinal = 0;
};

// The registrations before `later` that stand in its way, the oldest first and at most `most`: same
// customer, a shared product, pending or protected.
[[nodiscard]] std::vector<const Deal*> conflicts(const Program& program, const Registration& later,
                                                 std::size_t most);

// unknown_deal.
[[nodiscard]] Refusal check_deal_known(const Decision& d, events::DealId deal);

// deal_not_pending or deal_closed, as `reason` says, unless it is pending.
[[nodiscard]] Refusal check_pending(const Decision& d, const Deal& deal, Reason reason);

// not_your_deal for a partner user: sellers act for what they registered themselves, administrators
// and managers for what their partner has.
[[nodiscard]] Refusal check_deal_owner(const Decision& d, const Deal& deal);

// The deal, who registered it (for those who may know), and when its protection ends.
[[nodiscard]] events::Detail detail_of(const Decision& d, const Deal& deal);

}  // namespace leadline::engine
