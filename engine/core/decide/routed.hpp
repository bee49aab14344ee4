// The event of a routing decision.
#pragma once

#include "engine/core/routing/route.hpp"

namespace leadline::engine {

// LeadQueued, LeadAssigned or LeadLeftWaiting.
void emit_routed(Decision& d, events::LeadId lead, const Routed& routed);

}  // namespace leadline::engine
