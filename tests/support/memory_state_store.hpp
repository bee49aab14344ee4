// The memory twin of the state store: checkpoints as a map, with the faults a disk can have.
#pragma once

#include "engine/runtime/state_store.hpp"
#include "tests/support/memory_stored.hpp"

namespace leadline::tests {

class MemoryStateStore final : public engine::StateStore {
public:
    [[nodiscard]] engine::Result<std::optional<engine::StatePosition>> position() const override {
        return at;
    }
    // Stricter than a disk, whose checksums are of single blocks: all entries must make the hash.
    [[nodiscard]] engine::Result<void> load(engine::State& state) override;
    [[nodiscard]] const engine::Stored* stored() const override { return &kept; }
    [[nodiscard]] engine::Result<void> write(engine::Checkpoint& checkpoint) override;
    [[nodiscard]] engine::Result<void> set_aside() override;

    MemoryStored kept;
    std::optional<engine::StatePosition> at;
    int written = 0;
    int set_aside_count = 0;
};

}  // namespace leadline::tests
