// Leads that wait until somebody may take them (SPEC 5) are taken up, oldest first, a bounded
// number in a step.
#pragma once

#include "engine/core/decide/decision.hpp"

namespace leadline::engine {

// Tries the backlog's leads until one finds no place; those of an older ruleset, with all others
// that wait by an older one, by all rules of the one in force. Leaves at least one event.
void take_up(Decision& d, const Backlog& backlog);

}  // namespace leadline::engine
