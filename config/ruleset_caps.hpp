// Caps (SPEC 5), from YAML:
//     caps: [{name: NAME, SUBJECT, most: 5, per: day}, {name: NAME, SUBJECT, most: 2, within: 1h}]
// SUBJECT is one of: each: user|partner|tier, user: ID, partner: ID, tier: TIER, queues: [ID, ...],
// program: true. Every mistake is reported, with its place. One thread.
#pragma once

#include <vector>

#include "config/ruleset_action.hpp"
#include "events/cap.hpp"

namespace leadline::config {

// `known` may be null, where nobody can know. Texts lie in the arena.
void read_caps(const Node& list, const KnownNames* known, Diagnostics& diagnostics,
               events::Arena& arena, std::vector<events::Cap>& out);

}  // namespace leadline::config
