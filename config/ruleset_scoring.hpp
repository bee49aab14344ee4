// Qualification (SPEC 4), from YAML to what travels in the log:
//     scoring: {rules: [{name: NAME, when: CONDITION, points: 20}], grades: {A: 60, B: 30},
//               minimum: 20, nurture: QUEUE}
// Every mistake is reported: what no score can reach is one. docs/rules.md tells the language. One
// thread.
#pragma once

#include <optional>
#include <vector>

#include "config/ruleset_action.hpp"
#include "events/scoring.hpp"

namespace leadline::config {

struct Scoring {
    std::vector<events::ScoreRule> rules;
    std::vector<events::Grade> grades;  // the best first
    std::optional<events::Qualification> qualification;
};

void read_scoring(const Node& node, RuleReader& reader, Scoring& out);

// What a rule's condition asks of score and grade, which only a ruleset with `scoring` knows.
void check_asks_score(const Node& when, events::List<events::ConditionNode> condition,
                      const Scoring& scoring, Diagnostics& diagnostics);

}  // namespace leadline::config
