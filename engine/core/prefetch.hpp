// Prefetch: asks the memory for what coming commands and events will need, some of them ahead of
// their turn. A program's leads are far larger than the processor's cache, and without this a
// decision is mostly waiting, for one thing after the other. Changes nothing, decides nothing, need
// not be called. One thread: that of the state.
#pragma once

#include <algorithm>
#include <array>

#include "engine/core/state/state.hpp"
#include "events/header.hpp"

namespace leadline::engine {

// In steps, since each finds what to ask for in what the step before it brought: where the indexes
// look; the records; what hangs on the records. So many commands ahead of the one being decided.
inline constexpr std::array<std::size_t, 3> prefetch_distances{24, 16, 8};

void prefetch(const State& state, const events::CommandHeader& command, std::size_t step);

// For those who fold without deciding, and without deduplication.
void prefetch(const State& state, const events::EventHeader& event, std::size_t step);

// Before item `i` of `count` is decided or folded: asks for what the ones behind it need. At the
// first, for all that lie within a distance. item(i) points to a command or an event header; null:
// it needs nothing.
template <class Item>
void prefetch_ahead(const State& state, std::size_t i, std::size_t count, Item&& item) {
    for (std::size_t step = 0; step < prefetch_distances.size(); ++step) {
        const std::size_t last = std::min(i + prefetch_distances[step] + 1, count);
        for (std::size_t at = i == 0 ? 0 : i + prefetch_distances[step]; at < last; ++at)
            if (const auto* header = item(at)) prefetch(state, *header, step);
    }
}

}  // namespace leadline::engine
