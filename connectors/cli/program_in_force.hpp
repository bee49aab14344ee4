// What is in force of one program, from the engine's state to what a plan compares with
// (config/plan.hpp). Reads the state and changes nothing; one thread.
#pragma once

#include "config/plan.hpp"
#include "engine/core/state/state.hpp"

namespace leadline::connectors {

// Empty where the state does not know the program.
[[nodiscard]] config::ProgramInForce program_in_force(const engine::State& state,
                                                      events::ProgramId program);

}  // namespace leadline::connectors
