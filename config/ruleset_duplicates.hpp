// When leads are one and the same (SPEC 4), from YAML to what travels in the log:
//     duplicates: {match: [email, [company, postal_code]], look_back: 90d, then: flag}
//     returning_customers: {accept_within: 1d}
// Every mistake is reported: what matches strangers is one. docs/rules.md tells the language. One
// thread.
#pragma once

#include <vector>

#include "config/ruleset_action.hpp"
#include "events/duplicates.hpp"

namespace leadline::config {

// `out`: the section, in the reader's arena.
void read_duplicates(const Node& node, RuleReader& reader, std::vector<events::Duplicates>& out);

// Known customers first: needs the duplicates that were read before.
void read_returning_customers(const Node& node, RuleReader& reader,
                              const std::vector<events::Duplicates>& duplicates,
                              std::vector<events::ReturningCustomers>& out);

}  // namespace leadline::config
