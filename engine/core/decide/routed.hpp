// The event of a routing decision, and the rules asked once more.
#pragma once

#include "engine/core/routing/route.hpp"

namespace leadline::engine {

// LeadQueued, LeadAssigned, LeadOffered or LeadLeftWaiting.
void emit_routed(Decision& d, events::LeadId lead, const Routed& routed);

// What the rules in force say of a lead that is there.
struct RoutedAnew {
    Routed routed;
    std::optional<events::LeadScored> scored;  // when they say it for the first time
};
[[nodiscard]] RoutedAnew route_anew(const Decision& d, const Lead& lead, Router& router,
                                    const PastOffers& past);

}  // namespace leadline::engine
