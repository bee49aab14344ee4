// Qualification as it travels in a ruleset (SPEC 4): what makes a lead worth how much, what a score
// is called, and below which one nobody is bothered with the lead.
#pragma once

#include <optional>

#include "events/condition.hpp"

namespace leadline::events {

// A lead's score is the sum of the points of every rule whose condition holds. Conditions of score
// rules do not ask for the score.
struct ScoreRule {
    Text name;
    SourcePlace place;
    List<ConditionNode> condition;  // a single tree, root first; empty: always holds
    std::int32_t points = 0;        // -score_points_max to score_points_max, not 0

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The score rule's name."), field("place", place),
           field("condition", condition), field("points", points));
    }
    friend bool operator==(const ScoreRule&, const ScoreRule&) = default;
};

// A lead has the first grade whose least score it reaches; none: it has no grade.
struct Grade {
    Text name;
    std::int32_t from = 0;  // the least score with this grade; each less than the one before

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The grade's name."), field("from", from, "The least score."));
    }
    friend bool operator==(const Grade&, const Grade&) = default;
};

// A lead below the minimum is not routed: it waits until an update lifts it.
struct Qualification {
    std::int32_t minimum = 0;
    Text nurture;  // the queue's id where it waits; empty: in none

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("minimum", minimum, "The least score with which a lead is routed."),
           field("nurture", nurture));
    }
    friend bool operator==(const Qualification&, const Qualification&) = default;
};

// Every rule is looked at for every lead; the sum of all points stays far within 32 bits.
inline constexpr std::size_t score_rules_max = 1'000;
inline constexpr std::int32_t score_points_max = 1'000'000;
inline constexpr std::size_t grades_max = 100;

}  // namespace leadline::events
