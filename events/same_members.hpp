// Whether two rotations, or pools, are one and the same: by what they say, wherever it was written.
#pragma once

#include <algorithm>

#include "events/ruleset.hpp"

namespace leadline::events {

[[nodiscard]] inline bool say_the_same(List<ConditionNode> a, List<ConditionNode> b) {
    const auto is_same = [](ConditionNode x, ConditionNode y) {
        x.place = y.place = {};
        return x == y;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same);
}

// The same members, in the same order.
[[nodiscard]] inline bool have_the_same(List<RotationMember> a, List<RotationMember> b) {
    const auto is_same = [](const RotationMember& x, const RotationMember& y) {
        return x.id == y.id && x.weight == y.weight && say_the_same(x.condition, y.condition) &&
               say_the_same(x.preference, y.preference);
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same);
}

}  // namespace leadline::events
