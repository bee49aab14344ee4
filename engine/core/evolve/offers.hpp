// What a lead remembers of offers (SPEC 7): what made them, and who did not accept.
#pragma once

#include "engine/core/evolve/touch.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

// An offer is being made; an account without a ruleset is a channel manager's.
void note_offer(Lead& lead, const events::Explanation& why);

// The partner is not offered the lead again.
void note_declined(const Program& program, Lead& lead, Index partner);

}  // namespace leadline::engine
