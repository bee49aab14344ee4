// See rotation.hpp.
#include "engine/core/evolve/rotation.hpp"

#include <algorithm>

namespace leadline::engine {

namespace {

// Assignments are numbered as far as somebody of the pool still has one.
void note_assignment(Rotation& pool, std::uint32_t chosen) {
    std::int64_t last = 0;
    for (const RotationSeat& seat : pool.seats) last = std::max(last, seat.credit);
    pool.seats[chosen].credit = last + 1;
}

}  // namespace

bool fits_turn(const Fold& f, const events::Explanation& why) {
    if (why.turn.empty()) return true;
    const events::RotationTurn& turn = why.turn[0];
    const Rotation* rotation = f.program->rotations.find(turn.rotation);
    if (why.turn.size() != 1 || rotation == nullptr) return false;
    std::uint64_t members = 0;
    if (rotation->is_pool) return turn.gained.empty() && turn.chosen < rotation->seats.size();
    for (const std::uint32_t run : turn.gained) members += run;
    return members == rotation->seats.size() && turn.chosen < members;
}

void turn(const Fold& f, const events::Explanation& why) {
    if (why.turn.empty()) return;
    const events::RotationTurn& turn = why.turn[0];
    Rotation& rotation = *f.program->rotations.find(turn.rotation);
    f.state.touch(rotation);
    if (rotation.is_pool) return note_assignment(rotation, turn.chosen);
    std::int64_t sum = 0;
    std::size_t at = 0;
    bool gains = false;
    for (const std::uint32_t run : turn.gained) {
        for (const std::size_t end = at + run; at < end; ++at) {
            if (!gains) continue;
            rotation.seats[at].credit += rotation.seats[at].weight;
            sum += rotation.seats[at].weight;
        }
        gains = !gains;
    }
    rotation.seats[turn.chosen].credit -= sum;
}

}  // namespace leadline::engine
