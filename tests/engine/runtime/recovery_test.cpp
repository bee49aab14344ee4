// Recovery: checkpoint and tail make the same state as all events; in doubt rebuild, in danger
// stop.
#include <catch2/catch.hpp>
#include <map>

#include "tests/engine/runtime/simulated.hpp"

namespace leadline::tests {
namespace {

using engine::State;
using events::Failure;

engine::Result<engine::RecoveryReport> recovered(Ground& ground, std::unique_ptr<State>& state) {
    auto log = engine::SimLog::open(ground.storage, true);
    REQUIRE(log.has_value());
    return engine::recover({**log, ground.store, {0}}, state);
}

engine::Hash128 hash_of(State& state) {
    state.collect([](engine::BytesView, engine::BytesView) {});
    return state.hash();
}

// What is known of each command whose window is open.
std::map<std::size_t, engine::Decided> decided_in(State& state, const RandomCommands& commands) {
    std::map<std::size_t, engine::Decided> known;
    for (std::size_t i = 0; i < commands.inputs().size(); ++i) {
        const events::CommandHeader& c = commands.inputs()[i].command;
        const auto named = engine::identity(c.program, c.source, c.id);
        if (const engine::Decided* found = state.dedup.find(named, state.time)) known[i] = *found;
    }
    return known;
}

TEST_CASE("recover: the fold of all events is the checkpoint and its tail", "[engine]") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 500);
        Ground ground(seed);
        std::vector<engine::Input> most(commands.inputs().begin(), commands.inputs().end() - 100);
        REQUIRE(run(ground, most, {16, {100, 1U << 20U}}).has_value());
        const MemoryStateStore early = ground.store;
        const auto hash = run(ground, commands.inputs(), {16, {1'000'000, 1U << 30U}});
        REQUIRE(hash.has_value());

        ground.store = early;
        std::unique_ptr<State> with_tail, folded;
        const auto tail = recovered(ground, with_tail);
        REQUIRE(tail.has_value());
        CHECK_FALSE(tail->rebuilt);
        CHECK(tail->from.number > 0);
        CHECK(tail->events > 0);
        CHECK((hash_of(*with_tail) == *hash));

        const auto known = decided_in(*with_tail, commands);
        CHECK(known.size() > 400);
        ground.store = {};
        const auto all = recovered(ground, folded);
        REQUIRE(all.has_value());
        CHECK(all->rebuilt);
        CHECK((hash_of(*folded) == *hash));
        CHECK((decided_in(*folded, commands) == known));
    }
}

TEST_CASE("recover: a damaged state is moved aside and made anew from the log", "[engine]") {
    const RandomCommands commands(3, 300);
    Ground ground(3);
    const auto hash = run(ground, commands.inputs());
    REQUIRE(hash.has_value());
    std::string& value = ground.store.kept.entries.begin()->second;
    value[value.size() / 2] = static_cast<char>(value[value.size() / 2] ^ 1);
    std::unique_ptr<State> state;
    const auto report = recovered(ground, state);
    REQUIRE(report.has_value());
    CHECK(report->rebuilt);
    CHECK_FALSE(report->why_rebuilt.empty());
    CHECK(ground.store.set_aside_count == 1);
    CHECK((hash_of(*state) == *hash));
}

TEST_CASE("recover: state ahead of its log, or on another's block, stops with the positions",
          "[engine]") {
    const RandomCommands commands(5, 300);
    Ground ground(5);
    REQUIRE(run(ground, commands.inputs()).has_value());
    std::unique_ptr<State> state;
    SECTION("ahead") {
        ground.store.at->block += 10;
        ground.store.at->position.number += 1'000;
        const auto report = recovered(ground, state);
        REQUIRE_FALSE(report.has_value());
        CHECK(report.error().failure == Failure::loss);
        CHECK(report.error().message.find("first missing position") != std::string::npos);
    }
    SECTION("another block") {
        ground.store.at->block_hash[0] ^= std::byte{1};
        const auto report = recovered(ground, state);
        REQUIRE_FALSE(report.has_value());
        CHECK(report.error().failure == Failure::loss);
    }
    SECTION("another log") {
        ground.store.at->log[0] ^= std::byte{1};
        const auto report = recovered(ground, state);
        REQUIRE_FALSE(report.has_value());
        CHECK(report.error().failure == Failure::loss);
    }
}

}  // namespace
}  // namespace leadline::tests
