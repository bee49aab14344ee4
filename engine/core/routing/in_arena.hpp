// A list that outlives its making, for events and explanations.
#pragma once

#include <algorithm>

#include "events/base/arena.hpp"

namespace leadline::engine {

template <class Items>
auto in_arena(events::Arena& arena, const Items& items) {
    using T = std::remove_cvref_t<decltype(*items.begin())>;
    const std::span<T> copy = arena.make<T>(items.size());
    std::copy(items.begin(), items.end(), copy.begin());
    return events::List<T>(copy);
}

}  // namespace leadline::engine
