// See nearest.hpp. What it takes to make a part hold, and what it takes that it does not, follows
// from the same of its parts: one walk from the last part to the first, since parts stand behind
// the group that has them.
#include "engine/core/routing/nearest.hpp"

#include <algorithm>
#include <array>

namespace leadline::engine {

namespace {

// More than all comparisons of a condition, so that no sum of comparisons comes near it, and few
// enough that the sum of one for each part is a number still.
constexpr std::uint32_t impossible = 1'000'000;
static_assert(std::uint64_t{impossible} * events::condition_nodes_max < UINT32_MAX);
static_assert(impossible > events::condition_nodes_max);

class Turns {
public:
    // How many comparisons have to turn out otherwise for it to hold.
    std::uint32_t count(const Condition& condition, Inquiry& asked) {
        if (condition.empty()) return 0;
        costs_.resize(condition.size());
        for (auto part = static_cast<std::uint32_t>(condition.size()); part-- > 0;) {
            const CompiledNode& node = condition[part];
            if (!events::is_group(node.op)) {
                const bool is_held = part_holds(condition, part, asked);
                costs_[part] = {is_held ? 1U : 0U, is_held ? 0U : 1U};
            } else if (node.op == events::ConditionOp::not_) {
                costs_[part] = {costs_[part + 1][1], costs_[part + 1][0]};
            } else {
                for (const bool wish : {false, true})
                    costs_[part][wish] = of_group(condition, part, wish);
            }
        }
        return costs_[0][true];
    }

    // Which ones, of the condition that was counted last.
    std::vector<std::uint32_t> list(const Condition& condition) const {
        std::vector<std::uint32_t> turns;
        if (!condition.empty()) gather(condition, 0, true, turns);
        return turns;
    }

private:
    // Every part of it has a say; otherwise one is enough.
    static bool takes_all(const CompiledNode& group, bool wish) {
        return (group.op == events::ConditionOp::all) == wish;
    }

    std::uint32_t of_group(const Condition& condition, std::uint32_t self, bool wish) const {
        std::uint32_t sum = 0;
        std::uint32_t least = impossible;
        for (std::uint32_t child = self + 1; child < condition[self].end;
             child = condition[child].end) {
            sum += costs_[child][wish];
            least = std::min(least, costs_[child][wish]);
        }
        return takes_all(condition[self], wish) ? sum : least;
    }

    void gather(const Condition& condition, std::uint32_t self, bool wish,
                std::vector<std::uint32_t>& turns) const {
        const CompiledNode& node = condition[self];
        if (costs_[self][wish] == 0) return;
        if (!events::is_group(node.op)) return turns.push_back(self);
        if (node.op == events::ConditionOp::not_) return gather(condition, self + 1, !wish, turns);
        const bool all = takes_all(node, wish);
        for (std::uint32_t child = self + 1; child < node.end; child = condition[child].end) {
            if (!all && costs_[child][wish] != costs_[self][wish]) continue;
            gather(condition, child, wish, turns);
            if (!all) return;
        }
    }

    // Of each part: what it takes that it does not hold, and that it holds.
    std::vector<std::array<std::uint32_t, 2>> costs_;
};

}  // namespace

std::optional<std::vector<std::uint32_t>> fewest_turns(const Condition& condition, Inquiry& asked) {
    Turns turns;
    if (turns.count(condition, asked) >= impossible) return std::nullopt;
    return turns.list(condition);
}

Nearest nearest_before(const CompiledRuleset& ruleset, std::uint32_t before, const LeadFacts& facts,
                       const NearestBounds& bounds) {
    const std::span<const Condition> conditions = ruleset.conditions();
    Inquiry asked(facts, ruleset.around());
    Turns turns;
    Nearest nearest;
    std::uint32_t least = impossible;
    std::uint32_t parts_left = bounds.parts;
    std::uint32_t at = std::min(before, static_cast<std::uint32_t>(conditions.size()));
    // Nothing is nearer than one comparison.
    while (at > 0 && least > 1) {
        const Condition& condition = conditions[at - 1];
        if (nearest.looked_at == bounds.entries || condition.size() > parts_left) {
            nearest.is_cut = true;
            break;
        }
        --at;
        ++nearest.looked_at;
        parts_left -= static_cast<std::uint32_t>(condition.size());
        const std::uint32_t count = turns.count(condition, asked);
        if (count == 0 || count >= least) continue;
        least = count;
        nearest.found = NearestEntry{at, turns.list(condition)};
    }
    return nearest;
}

}  // namespace leadline::engine
