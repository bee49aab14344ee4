// The fold of a rotation's turn: whoever gained gains, the chosen one pays the sum. The members
// that took part stand in the event; the weights in the ruleset version it names.
#pragma once

#include "engine/core/evolve/evolve.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

[[nodiscard]] bool fits_turn(const Fold& f, const events::Explanation& why);
void turn(const Fold& f, const events::Explanation& why);

}  // namespace leadline::engine
