// What tests of deal registrations share: products, registrations, what a ruleset says of them, and
// the details of refusals. One thread.
#pragma once

#include <algorithm>

#include "events/codec/body.hpp"
#include "events/kinds.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {

inline const std::vector<Text> router{"router"};
inline const std::vector<Text> phone{"phone"};
inline const std::vector<Text> both{"router", "phone", "router"};

// A registration of the customer "shop"; `products` must outlive it.
[[nodiscard]] inline events::RegisterDeal deal(Text id, const std::vector<Text>& products,
                                               const events::Customer& customer = {{"shop"}, {}}) {
    return {{id}, {}, {}, customer, products, {}, {}};
}

// As a registration has its products: sorted, each once.
[[nodiscard]] inline events::List<Text> each_once(events::List<Text> products) {
    static events::Arena arena;
    const std::span<Text> sorted = arena.make<Text>(products.size());
    std::copy(products.begin(), products.end(), sorted.begin());
    std::sort(sorted.begin(), sorted.end());
    const auto end = std::unique(sorted.begin(), sorted.end());
    return std::span<const Text>(sorted.begin(), end);
}

[[nodiscard]] inline Asked approve(Text id) { return manager(events::ApproveDeal{{id}, {}}); }

// An extension with its reason.
[[nodiscard]] inline events::ExtendDeal extend(Text id, events::Duration by = {}) {
    static events::Arena arena;
    const events::Remark remark{"the customer's budget comes in May"};
    return {{id}, by, {id, events::Sealing::plain, 0, events::body_in(arena, remark)}};
}

// Two partners, and a ruleset that says this of deals; its lists must outlive the call.
[[nodiscard]] inline std::vector<Asked> with_terms(const events::DealTerms& terms) {
    Around around;
    around.deals = {terms};
    return open_queue() + rules("deals", {}, to_queue("inbound"), {}, around);
}

// The detail of a refusal: which deal, and by whom it was registered.
[[nodiscard]] inline events::Detail the_deal(Text id, Text by = {}, bool is_visible = true) {
    events::Detail detail = about(events::SubjectKind::deal, id);
    detail.by = {by};
    detail.by_visible = !by.empty() && is_visible;
    return detail;
}

[[nodiscard]] inline engine::DealStatus status_of_deal(const Given& world, Text id) {
    return world.program().deals.find(id)->status;
}

}  // namespace leadline::tests
