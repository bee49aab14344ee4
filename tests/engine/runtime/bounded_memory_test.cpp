// What memory holds of a state decides nothing: the same commands with little and with much of it,
// on a real store, with checkpoints at other moments and restarts in between, leave the same events
// and the same state.
#include <catch2/catch.hpp>

#include "engine/runtime/rocks_state_store.hpp"
#include "tests/engine/runtime/simulated.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

struct Ended {
    std::string events;
    std::string hash;
    std::size_t used = 0;  // bytes of memory, at the end
    std::uint64_t late_reads = 0;
};

// Decides all inputs; opens everything anew after each `per_run` of them.
Ended decided(const std::vector<engine::Input>& inputs, std::size_t memory,
              const engine::CheckpointLimits& checkpoints, std::size_t per_run) {
    const TemporaryFolder folder;
    Ground ground(1);
    Ended ended;
    for (std::size_t begin = 0; begin < inputs.size(); begin += per_run) {
        const std::vector<engine::Input> part(
            inputs.begin() + static_cast<std::ptrdiff_t>(begin),
            inputs.begin() + static_cast<std::ptrdiff_t>(std::min(begin + per_run, inputs.size())));
        const auto store = engine::RocksStateStore::open(folder.path() / "state");
        auto log = engine::SimLog::open(ground.storage);
        REQUIRE(log.has_value());
        auto engine =
            engine::PartitionEngine::open(**log, {**log, *store, {0}, {}, {memory, checkpoints}});
        REQUIRE(engine.has_value());
        ListedSource source(part, 100);
        engine::EpochLoop loop({**engine, *store, source, ground.listener, 100, {}});
        for (bool goes_on = true; goes_on;) {
            const auto stepped = loop.step();
            REQUIRE(stepped.has_value());
            goes_on = *stepped;
        }
        const engine::State& state = (*engine)->state();
        ended.used = state.memory.used;
        ended.late_reads += state.memory.late_reads;
        // A crash, now and then: the last checkpoint is never written.
        if (begin + per_run >= inputs.size() || begin / per_run % 2 == 0)
            REQUIRE(loop.finish().has_value());
        ended.hash = engine::hash_text(state.hash());
    }
    ended.events = events_of(ground);
    return ended;
}

}  // namespace

TEST_CASE("State: with 1 MiB of memory or 1 GiB, the same commands leave the same", "[engine]") {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 20'000, 6'000);
        const Ended much = decided(commands.inputs(), std::size_t{1} << 30U, {100'000, 1U << 30U},
                                   commands.inputs().size());
        const Ended little =
            decided(commands.inputs(), std::size_t{1} << 20U, {500, 1U << 20U}, 2'500);
        const Ended none = decided(commands.inputs(), 0, {700, 1U << 20U}, 1'700);
        CHECK(little.hash == much.hash);
        CHECK(none.hash == much.hash);
        CHECK((little.events == much.events));
        CHECK((none.events == much.events));
        CHECK(much.used > std::size_t{1} << 20U);
        CHECK(little.used <= std::size_t{1} << 20U);
        CHECK(much.late_reads == 0);
    }
}

}  // namespace leadline::tests
