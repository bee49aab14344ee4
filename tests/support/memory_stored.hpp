// The memory twin of what a state has outside memory: a map. As the port says, one thread reads
// while another may write; tests that look at the maps themselves do so when nobody does either.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/core/state/stored.hpp"

namespace leadline::tests {

class MemoryStored final : public engine::Stored {
public:
    [[nodiscard]] events::Result<void> read(std::span<const events::Text> keys,
                                            const VisitValue& visit) const override;
    [[nodiscard]] events::Result<void> scan(events::Text prefix, events::Text from,
                                            const VisitEntry& visit) const override;
    [[nodiscard]] events::Result<void> decided(std::span<const engine::CommandIdentity> identities,
                                               const VisitDecided& visit) const override;

    // No value: the key goes.
    void put(events::BytesView key, events::BytesView value);
    void put(const std::vector<engine::DedupRecord>& noted);

    std::map<std::string, std::string, std::less<>> entries;
    std::map<engine::CommandIdentity, engine::Decided> commands;
    std::string unreadable;               // this key cannot be read
    mutable std::uint64_t looked_up = 0;  // keys

private:
    // Copies share it, which does no harm.
    std::shared_ptr<std::mutex> mutex_ = std::make_shared<std::mutex>();
};

}  // namespace leadline::tests
