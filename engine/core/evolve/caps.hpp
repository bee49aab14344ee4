// Folds of what caps count, and of the leads that wait until somebody may take them (SPEC 5). Which
// caps concern whom is the affair of the ruleset in force, which is state.
#pragma once

#include "engine/core/evolve/touch.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

class CompiledRuleset;

// The user has been given a lead, the partner been offered one; the queue has got one, by rules or
// a channel manager.
void count_given(const Fold& f, const User& user);
void count_given(const Fold& f, const Partner& partner);
void count_given(const Fold& f, const Queue& queue);

// Whether a lead that this decision left waiting can wait as it says.
[[nodiscard]] bool fits_wait(const Fold& f, const events::Explanation& why);
// The lead has been left waiting: into its backlog, if it waits for somebody.
void wait_for_somebody(const Fold& f, Lead& lead, const events::Explanation& why);
// An entry has found a place, though leads wait for it: they are tried at once.
void try_backlog(const Fold& f, const events::Explanation& why);

// Another ruleset is in force: what does not go on counting begins anew, and whoever waits is tried
// by the new rules at once. `before`: null where there was none.
void change_caps(const Fold& f, const CompiledRuleset* before, const CompiledRuleset& now);

}  // namespace leadline::engine
