// See memory_state_store.hpp.
#include "tests/support/memory_state_store.hpp"

namespace leadline::tests {

using engine::Result;

Result<std::optional<engine::StatePosition>> MemoryStateStore::load(engine::State& state) {
    if (!at) return at;
    for (const auto& [key, value] : entries)
        TRY(state.load(events::as_bytes(key), events::as_bytes(value)));
    for (const events::Bytes& segment : segments)
        if (!state.dedup.load_segment(segment, at->time))
            return events::fail(events::Failure::corrupt, "a segment is damaged");
    TRY(state.finish_load());
    if (state.hash() != at->state_hash)
        return events::fail(events::Failure::corrupt, "the hash differs");
    state.position = at->position;
    state.time = at->time;
    return at;
}

Result<void> MemoryStateStore::write(engine::Checkpoint& checkpoint) {
    checkpoint.sort();
    for (const auto& change : checkpoint.changes) {
        const std::string key(events::as_text(checkpoint.key(change)));
        const std::string value(events::as_text(checkpoint.value(change)));
        if (value.empty()) {
            entries.erase(key);
        } else {
            entries[key] = value;
        }
    }
    if (!checkpoint.noted.empty()) segments.push_back(engine::dedup_segment(checkpoint.noted));
    at = checkpoint.at;
    ++written;
    return {};
}

Result<void> MemoryStateStore::set_aside() {
    entries.clear();
    segments.clear();
    at.reset();
    ++set_aside_count;
    return {};
}

}  // namespace leadline::tests
