// The event of a routing decision, and the rules asked once more.
#pragma once

#include "engine/core/routing/route.hpp"
#include "events/happened/reassignment.hpp"

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

// A lead that somebody has goes through the rules again, from the first of them: what becomes of
// it. `router` takes note of it.
struct Rerouted {
    events::LeadReassigned moved;
    std::optional<events::LeadScored> scored;  // as above; comes before
};
[[nodiscard]] Rerouted reroute(const Decision& d, const Lead& lead, Router& router);

}  // namespace leadline::engine
