// See memory_stored.hpp.
#include "tests/support/memory_stored.hpp"

namespace leadline::tests {

events::Result<void> MemoryStored::read(std::span<const events::Text> keys,
                                        const VisitValue& visit) const {
    const std::lock_guard held(*mutex_);
    looked_up += keys.size();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!unreadable.empty() && keys[i] == unreadable)
            return events::fail(events::Failure::corrupt, "state: a block does not have its sum");
        const auto at = entries.find(keys[i]);
        visit(i, at == entries.end() ? events::BytesView() : events::as_bytes(at->second));
    }
    return {};
}

events::Result<void> MemoryStored::scan(events::Text prefix, events::Text from,
                                        const VisitEntry& visit) const {
    const std::lock_guard held(*mutex_);
    for (auto at = entries.lower_bound(from); at != entries.end(); ++at)
        if (!at->first.starts_with(prefix) || !visit(at->first, events::as_bytes(at->second)))
            break;
    return {};
}

events::Result<void> MemoryStored::decided(std::span<const engine::CommandIdentity> identities,
                                           const VisitDecided& visit) const {
    const std::lock_guard held(*mutex_);
    for (std::size_t i = 0; i < identities.size(); ++i) {
        const auto at = commands.find(identities[i]);
        if (at != commands.end()) visit(i, at->second);
    }
    return {};
}

void MemoryStored::put(const std::vector<engine::DedupRecord>& noted) {
    const std::lock_guard held(*mutex_);
    for (const engine::DedupRecord& each : noted) commands[each.identity] = each.decided;
}

void MemoryStored::put(events::BytesView key, events::BytesView value) {
    const std::lock_guard held(*mutex_);
    if (value.empty())
        entries.erase(std::string(events::as_text(key)));
    else
        entries[std::string(events::as_text(key))] = events::as_text(value);
}

}  // namespace leadline::tests
