// The epoch loop: cuts decide nothing, repeats change nothing, and nothing is said too early.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "tests/engine/runtime/locked_log.hpp"
#include "tests/engine/runtime/simulated.hpp"

namespace leadline::tests {
namespace {

using engine::Hash128;

TEST_CASE("EpochLoop: where an epoch ends and when a checkpoint is written decides nothing",
          "[engine]") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 600);
        Ground one(seed), other(seed), third(seed);
        const auto hash = run(one, commands.inputs(), {1, {1'000'000, 1U << 30U}});
        REQUIRE(hash.has_value());
        const auto again = run(other, commands.inputs(), {7, {10, 1'000}, 0});  // no memory
        REQUIRE(again.has_value());
        const auto whole = run(third, commands.inputs(), {1'024, {100, 1U << 30U}});
        REQUIRE(whole.has_value());
        CHECK(other.store.written > 3);
        REQUIRE(events_of(one) == events_of(other));
        REQUIRE(events_of(one) == events_of(third));
        CHECK((*hash == *again));
        CHECK((*hash == *whole));
    }
}

TEST_CASE("EpochLoop: the same input again changes nothing and gets the first answers",
          "[engine]") {
    for (std::uint64_t seed = 20; seed <= 26; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 400);
        Ground ground(seed);
        const auto first = run(ground, commands.inputs());
        REQUIRE(first.has_value());
        const std::string before = events_of(ground);
        const auto answers = ground.listener.positions;
        ground.listener.positions.clear();
        const auto second = run(ground, commands.inputs(), {33, {1, 1}, 4'000});
        REQUIRE(second.has_value());
        CHECK((*first == *second));
        CHECK(events_of(ground) == before);
        CHECK(ground.listener.positions == answers);
    }
}

TEST_CASE("EpochLoop: through crashes and doubtful appends the events are those of a quiet run",
          "[engine]") {
    const engine::SimPlan plan{30, 30, 30, 30, 30, false};
    std::uint64_t crashes = 0;
    for (std::uint64_t seed = 40; seed <= 60; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 500);
        Ground quiet(seed), rough(seed, plan);
        const auto expected = run(quiet, commands.inputs(), {16, {150, 1U << 20U}});
        REQUIRE(expected.has_value());
        engine::Result<Hash128> got = run(rough, commands.inputs(), {16, {150, 1U << 20U}, 10'000});
        for (int tries = 0; !got && tries < 1'000; ++tries) {
            ++crashes;
            rough.storage.deliver_late();
            if (tries % 2 == 0) rough.storage.crash();
            got = run(rough, commands.inputs(), {16, {150, 1U << 20U}, 10'000});
        }
        REQUIRE(got.has_value());
        CHECK((*got == *expected));
        REQUIRE(events_of(rough) == events_of(quiet));
    }
    CHECK(crashes > 50);  // the test has tested
}

// Whatever was answered stands in the log after a crash, at the position that was told.
bool keeps_what_it_said(const engine::SimPlan& plan, std::uint64_t seed) {
    const RandomCommands commands(seed, 300);
    Ground ground(seed, plan);
    const auto ignored = run(ground, commands.inputs(), {8, {100'000, 1U << 30U}});
    static_cast<void>(ignored);
    ground.storage.crash();
    auto log = engine::SimLog::open(ground.storage, true);
    if (!log) return false;
    const auto end = (*log)->end({0});
    for (const auto& [id, position] : ground.listener.positions)
        if (position > end->last_position.number) return false;
    return true;
}

TEST_CASE("EpochLoop: nothing is said before it is durable", "[engine]") {
    for (std::uint64_t seed = 70; seed < 90; ++seed) {
        CAPTURE(seed);
        CHECK(keeps_what_it_said({20, 20, 20, 20, 20, false}, seed));
    }
}

TEST_CASE("EpochLoop: a log that answers before its sync is caught by that test", "[engine]") {
    engine::SimPlan canary;
    canary.forgets_sync = true;
    bool is_caught = false;
    for (std::uint64_t seed = 70; seed < 90; ++seed) is_caught |= !keeps_what_it_said(canary, seed);
    CHECK(is_caught);
}

TEST_CASE("PipelinedLoop: writes the same events as the step by step loop", "[engine]") {
    for (std::uint64_t seed = 100; seed <= 104; ++seed) {
        CAPTURE(seed);
        const RandomCommands commands(seed, 2'000);
        Ground quiet(seed), piped(seed);
        const auto expected = run(quiet, commands.inputs());
        REQUIRE(expected.has_value());
        auto log = engine::SimLog::open(piped.storage);
        REQUIRE(log.has_value());
        LockedLog locked(**log);
        auto engine = engine::PartitionEngine::open(
            locked, {locked, piped.store, {0}, {}, {1U << 20U, {100, 1U << 20U}}});
        REQUIRE(engine.has_value());
        ListedSource source(commands.inputs(), 20);
        engine::PipelinedLoop loop({**engine, piped.store, source, piped.listener, 20, {}});
        REQUIRE(loop.run().has_value());
        CHECK(((*engine)->state().hash() == *expected));
        CHECK(piped.listener.positions == quiet.listener.positions);
        engine->reset();
        log->reset();
        CHECK(events_of(piped) == events_of(quiet));
    }
}

// Notes at each poll how many epochs were on their way.
class WatchedSource final : public engine::InputSource, public engine::OutcomeSink {
public:
    WatchedSource(const std::vector<engine::Input>& inputs, std::size_t cut)
        : source_(inputs, cut) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t max) override {
        most_on_their_way = std::max(most_on_their_way, given_ - told_.load());
        auto inputs = source_.poll(max);
        if (inputs && !inputs->empty()) ++given_;
        return inputs;
    }
    [[nodiscard]] bool ended() const override { return source_.ended(); }
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch&) override {
        // Long enough for another poll, if anybody were to come for one.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        ++told_;
        return {};
    }
    int most_on_their_way = 0;

private:
    ListedSource source_;
    int given_ = 0;
    std::atomic<int> told_ = 0;
};

TEST_CASE("PipelinedLoop: where inputs are to gather, a poll that took all waits for its epoch",
          "[engine]") {
    const RandomCommands commands(7, 400);
    for (const bool leaves_more : {false, true}) {
        Ground ground(7);
        auto log = engine::SimLog::open(ground.storage);
        REQUIRE(log.has_value());
        LockedLog locked(**log);
        auto engine = engine::PartitionEngine::open(
            locked, {locked, ground.store, {0}, {}, {1U << 20U, {100, 1U << 20U}}});
        REQUIRE(engine.has_value());
        WatchedSource watched(commands.inputs(), 20);
        engine::LoopParts parts{**engine, ground.store, watched, watched, 20};
        parts.leaves_more = [leaves_more](std::size_t) { return leaves_more; };
        engine::PipelinedLoop loop(std::move(parts));
        REQUIRE(loop.run().has_value());
        CHECK((watched.most_on_their_way > 0) == leaves_more);
    }
}

}  // namespace
}  // namespace leadline::tests
