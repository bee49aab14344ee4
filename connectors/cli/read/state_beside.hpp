// What a stored state has beside its entries and their hash, against the fold of its events: places
// in queues' orders, timers, lists of whom things belong to, and the commands that were decided.
// One thread.
#pragma once

#include <optional>
#include <string>

#include "engine/core/state/state.hpp"
#include "engine/runtime/rocks_state_store.hpp"

namespace leadline::connectors {

// `folded` has everything in memory and stands where the store does; its commands are taken out of
// it. Names the first difference in the order of keys, places before commands; none: there is none.
// Commands whose windows are over may be stored or not. `corrupt` when the store cannot be read.
[[nodiscard]] events::Result<std::optional<std::string>> first_difference_beside(
    engine::State& folded, engine::RocksStateStore& store);

}  // namespace leadline::connectors
