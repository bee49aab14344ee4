// The memory twin of the state store: checkpoints as a map, with the faults a disk can have.
#pragma once

#include <map>

#include "engine/runtime/state_store.hpp"

namespace leadline::tests {

class MemoryStateStore final : public engine::StateStore {
public:
    [[nodiscard]] engine::Result<std::optional<engine::StatePosition>> load(
        engine::State& state) override;
    [[nodiscard]] engine::Result<void> write(engine::Checkpoint& checkpoint) override;
    [[nodiscard]] engine::Result<void> set_aside() override;

    std::map<std::string, std::string> entries;
    std::vector<events::Bytes> segments;
    std::optional<engine::StatePosition> at;
    int written = 0;
    int set_aside_count = 0;
};

}  // namespace leadline::tests
