// One engine on simulated ground: storage that outlives it, a state store, and what it told. Runs
// inputs to their end through any number of crashes. One thread.
#pragma once

#include "engine/log/block.hpp"
#include "engine/log/sim_log.hpp"
#include "engine/runtime/epoch_loop.hpp"
#include "tests/support/memory_state_store.hpp"
#include "tests/support/random_commands.hpp"

namespace leadline::tests {

// Remembers every command that was answered, by id, and where its outcome stands.
class Listener final : public engine::OutcomeSink {
public:
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch& epoch) override {
        events::Arena arena;
        engine::for_each_outcome(epoch, arena, [this](const events::Outcome& o, std::size_t) {
            positions.emplace_back(std::string(o.program) + "/" + std::string(o.id),
                                   o.position.number);
        });
        return {};
    }
    std::vector<std::pair<std::string, std::uint64_t>> positions;
};

struct Ground {
    explicit Ground(std::uint64_t seed, const engine::SimPlan& plan = {})
        : storage(seed, 1, plan) {}

    engine::SimStorage storage;
    MemoryStateStore store;
    Listener listener;
};

struct RunShape {
    std::size_t cut = 64;  // most commands per epoch
    engine::CheckpointLimits checkpoints{200, 1U << 20U};
    std::size_t memory = std::size_t{512} << 20U;
};

// Opens an engine on the ground and decides the inputs from the first one on.
[[nodiscard]] inline engine::Result<engine::Hash128> run(Ground& ground,
                                                         const std::vector<engine::Input>& inputs,
                                                         const RunShape& shape = {}) {
    auto log = engine::SimLog::open(ground.storage);
    if (!log) return tl::unexpected(log.error());
    auto engine = engine::PartitionEngine::open(
        **log, {**log, ground.store, {0}, {}, {shape.memory, shape.checkpoints}});
    if (!engine) return tl::unexpected(engine.error());
    ListedSource source(inputs, shape.cut);
    engine::EpochLoop loop({**engine, ground.store, source, ground.listener, shape.cut, {}});
    for (bool goes_on = true; goes_on;) {
        auto stepped = loop.step();
        if (!stepped) return tl::unexpected(stepped.error());
        goes_on = *stepped;
    }
    TRY(loop.finish());
    return (*engine)->state().hash();
}

// All events of the log, as bytes.
[[nodiscard]] inline std::string events_of(Ground& ground) {
    auto log = engine::SimLog::open(ground.storage, true);
    std::string all;
    const auto scanned = (*log)->scan({0}, 1, [&all](std::uint64_t, engine::BytesView block) {
        all += events::as_text(engine::payload_of(block));
        return engine::Result<void>{};
    });
    ENSURE(scanned.has_value());
    return all;
}

}  // namespace leadline::tests
