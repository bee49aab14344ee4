// A random ruleset about the people and queues of RandomCommands, of one part that has something of
// every kind: entries with each action, scores, duplicates, caps, lead processes. The same dice
// give the same rules.
#pragma once

#include <functional>

#include "events/ruleset.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {

// `use` gets the part; what it views lives until `use` returns.
void with_random_rules(Random& random, const std::function<void(const events::RulesetPart&)>& use);

}  // namespace leadline::tests
