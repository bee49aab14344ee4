// Rotations and pools as what is known of their members (SPEC 5): who has a seat, what a turn moves
// and who comes first. Shared by the fold of state and by whoever follows rotations through a log
// without one. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/state/records.hpp"
#include "events/explanation.hpp"

namespace leadline::engine {

// The members that a ruleset's action gives it, in its place of `before`: who stays keeps the
// credit, who is new begins at 0. All begin at 0 where a pool becomes a rotation, or the other way
// round, since what is kept means another thing.
void seat_members(Rotation& rotation, const events::Action& action,
                  std::span<const RotationSeat> before);

[[nodiscard]] bool fits_turn(const Rotation& rotation, const events::RotationTurn& turn);
// Whoever gained gains, the chosen one pays the sum; of a pool the chosen one was given one last.
void take_turn(Rotation& rotation, const events::RotationTurn& turn);

// A member of a pool as the choice of the least loaded sees it.
struct PoolMember {
    std::uint32_t load = 0;
    std::uint32_t weight = 0;  // not 0
    std::int64_t last = 0;     // number of its last assignment
    Text id;
};
// Less load for its weight, then given nothing for longer, then the lesser id.
[[nodiscard]] bool is_less_loaded(const PoolMember& a, const PoolMember& b);

// Whose turn it is if every member may take the next lead; none: no weight is above 0. Loads are
// those of the members, and asked for only of a pool.
[[nodiscard]] std::optional<std::uint32_t> next_turn(const Rotation& rotation,
                                                     std::span<const std::uint32_t> loads);

}  // namespace leadline::engine
