// See rotation.hpp.
#include "engine/core/evolve/rotation.hpp"

#include "engine/core/evolve/rotation_seats.hpp"

namespace leadline::engine {

bool fits_turn(const Fold& f, const events::Explanation& why) {
    if (why.turn.empty()) return true;
    const Rotation* rotation = f.program->rotations.find(why.turn[0].rotation);
    return why.turn.size() == 1 && rotation != nullptr && fits_turn(*rotation, why.turn[0]);
}

void turn(const Fold& f, const events::Explanation& why) {
    if (why.turn.empty()) return;
    Rotation& rotation = *f.program->rotations.find(why.turn[0].rotation);
    f.state.touch(rotation);
    take_turn(rotation, why.turn[0]);
}

}  // namespace leadline::engine
