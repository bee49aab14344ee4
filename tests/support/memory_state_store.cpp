// See memory_state_store.hpp.
#include "tests/support/memory_state_store.hpp"

#include "engine/core/state/state_codec.hpp"

namespace leadline::tests {

using engine::Result;
using engine::TableKind;

Result<void> MemoryStateStore::load(engine::State& state) {
    engine::Hash128 sum = 0;
    for (const auto& [key, value] : kept.entries) {
        const auto table = static_cast<TableKind>(key.front());
        if (table >= TableKind::queue_place) break;
        sum += engine::entry_hash(key, events::as_bytes(value));
        if (engine::is_resident(table))
            TRY(state.load(events::as_bytes(key), events::as_bytes(value)));
    }
    if (sum != at->state_hash) return events::fail(events::Failure::corrupt, "the hash differs");
    return state.finish_load({at->position, at->time, at->state_hash});
}

Result<void> MemoryStateStore::write(engine::Checkpoint& checkpoint) {
    checkpoint.sort();
    for (const auto& change : checkpoint.changes)
        kept.put(checkpoint.key(change), checkpoint.value(change));
    kept.put(checkpoint.noted);
    at = checkpoint.at;
    ++written;
    return {};
}

Result<void> MemoryStateStore::set_aside() {
    kept.entries.clear();
    kept.commands.clear();
    at.reset();
    ++set_aside_count;
    return {};
}

}  // namespace leadline::tests
