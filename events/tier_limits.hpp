// What a queue allows the partners of one tier (SPEC 6).
#pragma once

#include "events/commands/program.hpp"

namespace leadline::events {

// What the tier does not say for itself is the queue's own. The answer has no `tiers`.
[[nodiscard]] inline ClaimPolicy policy_for_tier(ClaimPolicy queue, const TierLimits& tier) {
    const auto take = [](auto& own, auto of_tier) {
        if (of_tier != decltype(of_tier){}) own = of_tier;
    };
    take(queue.open_per_user, tier.open_per_user);
    take(queue.open_per_partner, tier.open_per_partner);
    take(queue.window_per_user, tier.window_per_user);
    take(queue.window_per_partner, tier.window_per_partner);
    take(queue.between, tier.between);
    queue.tiers = {};
    return queue;
}

}  // namespace leadline::events
