// What is said of deal registrations (SPEC 11), from YAML to what travels in the log:
//     deals: {extension: 30d, extensions: 1,
//             auto_approve: {tiers: [gold], products: [crm], amount_at_most: [50000 EUR]}}
// How long a deal is protected is a setting of the program. Every mistake is reported. One thread.
#pragma once

#include <vector>

#include "config/ruleset_action.hpp"
#include "events/deal_terms.hpp"

namespace leadline::config {

// `known` may be null, where nobody can know. Texts lie in the arena. `out`: the section.
void read_deals(const Node& node, const KnownNames* known, Diagnostics& diagnostics,
                events::Arena& arena, std::vector<events::DealTerms>& out);

}  // namespace leadline::config
