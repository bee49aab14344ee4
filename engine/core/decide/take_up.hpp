// Leads that wait until somebody may take them (SPEC 5) are taken up, oldest first, a bounded
// number in a step.
#pragma once

#include "engine/core/decide/decision.hpp"

namespace leadline::engine {

// Tries the leads of this backlog and of all others that are due, of each until one finds no place.
// Those of an older ruleset go, with all others that wait by an older one, through all rules of the
// one in force. Leaves at least one event.
void take_up(Decision& d, const Backlog& first);

}  // namespace leadline::engine
