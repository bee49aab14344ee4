// What tests of deal registrations share: products, registrations, and the details of refusals.
// Constant; any thread.
#pragma once

#include "events/kinds.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {

inline const std::vector<Text> router{"router"};
inline const std::vector<Text> phone{"phone"};
inline const std::vector<Text> both{"router", "phone", "router"};

// A registration of the customer "shop"; `products` must outlive it.
[[nodiscard]] inline events::RegisterDeal deal(Text id, const std::vector<Text>& products,
                                               const events::Customer& customer = {{"shop"}, {}}) {
    return {{id}, {}, {}, customer, products, {}, {}};
}

[[nodiscard]] inline Asked approve(Text id) { return manager(events::ApproveDeal{{id}, {}}); }

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
