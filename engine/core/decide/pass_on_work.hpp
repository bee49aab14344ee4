// What a deactivation does to open work that it does not just return (SPEC 3): each thing goes on
// to somebody else, with an event of its own. One thread.
#pragma once

#include <span>

#include "engine/core/routing/route.hpp"

namespace leadline::engine {

// Each lead through the rules in force, as ReassignLead would: a LeadReassigned each, before it
// a LeadScored where there is something to say. `router` knows who goes.
void reroute_leads(Decision& d, std::span<const Lead* const> leads, Router& router);

// To the administrators of the user's partner who may have work, each time to the one with the
// fewest open leads (what this gave included; a tie: by id, compared as bytes): a LeadReassigned or
// an OpportunityHandedOver each. Caps count it, and are passed. False: there is no such
// administrator, and nothing is done.
[[nodiscard]] bool hand_over(Decision& d, const User& from, std::span<const Lead* const> leads,
                             std::span<const Opportunity* const> opportunities);

}  // namespace leadline::engine
