// How near a condition came to holding, and which entry before the one that decided came nearest:
// by the fewest comparisons that would have to turn out otherwise, each taken for itself. For who
// explains a decision afterwards; no decision asks it. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/routing/compiled_ruleset.hpp"

namespace leadline::engine {

// The comparisons, ascending, of which each would have to turn out otherwise for the condition to
// hold, and no fewer would do: of an `all` those of every part that does not hold, of an `any`
// those of the part that needs the fewest (the first of equals). Empty: it holds. None: nothing
// makes it hold, since an `any` has no parts.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> fewest_turns(const Condition& condition,
                                                                     Inquiry& asked);

struct NearestEntry {
    std::uint32_t entry = 0;
    std::vector<std::uint32_t> turns;  // comparisons of its condition
};

// How much is looked at, so that asking about a ruleset of any size ends soon.
struct NearestBounds {
    std::uint32_t entries = 10'000;
    std::uint32_t parts = 1'000'000;  // of all their conditions
};

struct Nearest {
    std::optional<NearestEntry> found;
    std::uint32_t looked_at = 0;  // so many entries just before `before`
    bool is_cut = false;          // some before those were not looked at, and might be nearer
};

// Of the entries before number `before`, none of which holds, the nearest one; of equals the last.
[[nodiscard]] Nearest nearest_before(const CompiledRuleset& ruleset, std::uint32_t before,
                                     const LeadFacts& facts, const NearestBounds& bounds = {});

}  // namespace leadline::engine
