// Prefetch: asks the memory for what coming commands and events will need, some of them ahead of
// their turn. A program's leads are far larger than the processor's cache, and without this a
// decision is mostly waiting, for one thing after the other. Changes nothing, decides nothing, need
// not be called. One thread: that of the state.
#pragma once

#include <array>

#include "engine/core/state/state.hpp"
#include "events/header.hpp"

namespace leadline::engine {

// In steps, since each finds what to ask for in what the step before it brought: where the indexes
// look; the records; what hangs on the records. So many commands ahead of the one being decided.
inline constexpr std::array<std::size_t, 3> prefetch_ahead{24, 16, 8};

void prefetch(const State& state, const events::CommandHeader& command, std::size_t step);

// For those who fold without deciding, and without deduplication.
void prefetch(const State& state, const events::EventHeader& event, std::size_t step);

}  // namespace leadline::engine
