// A state store that tells of each checkpoint, for people who look for a fault: at debug, since
// under load there are several a second. Threads as of the store behind it.
#pragma once

#include "engine/runtime/state_store.hpp"

namespace leadline::connectors {

class ToldStateStore final : public engine::StateStore {
public:
    explicit ToldStateStore(engine::StateStore& store) : store_(store) {}

    [[nodiscard]] engine::Result<void> write(engine::Checkpoint& checkpoint) override;

    [[nodiscard]] engine::Result<std::optional<engine::StatePosition>> position() const override {
        return store_.position();
    }
    [[nodiscard]] engine::Result<void> load(engine::State& state) override {
        return store_.load(state);
    }
    [[nodiscard]] const engine::Stored* stored() const override { return store_.stored(); }
    [[nodiscard]] engine::Result<void> set_aside() override { return store_.set_aside(); }

private:
    engine::StateStore& store_;
};

}  // namespace leadline::connectors
