// The epoch loop: cuts decide nothing, repeats change nothing, and nothing is said too early.
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

// Its first checkpoint takes until the loop has failed, and a moment longer; it must still be
// there.
class SlowStore final : public engine::StateStore {
public:
    [[nodiscard]] engine::Result<std::optional<engine::StatePosition>> position() const override {
        return std::optional<engine::StatePosition>();
    }
    [[nodiscard]] engine::Result<void> load(engine::State&) override { return {}; }
    [[nodiscard]] const engine::Stored* stored() const override { return nullptr; }
    [[nodiscard]] engine::Result<void> write(engine::Checkpoint& checkpoint) override {
        const events::Position at = checkpoint.at.position;
        const std::string bytes(events::as_text(checkpoint.bytes));
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [this] { return has_failed_; });
        changed_.wait_for(lock, std::chrono::milliseconds(100));
        is_intact = checkpoint.at.position == at && events::as_text(checkpoint.bytes) == bytes;
        return {};
    }
    [[nodiscard]] engine::Result<void> set_aside() override { return {}; }

    void fail() {
        const std::lock_guard lock(mutex_);
        has_failed_ = true;
        changed_.notify_all();
    }
    bool is_intact = false;

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool has_failed_ = false;
};

// Two epochs; then, when both have been told, it fails.
class FailingSource final : public engine::InputSource {
public:
    FailingSource(const std::vector<engine::Input>& inputs, SlowStore& store)
        : inputs_(inputs), store_(&store) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t) override {
        if (polls_ < 2) return inputs_.subspan(20 * polls_++, 20);
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [this] { return told_ == 2; });
        store_->fail();
        return events::fail(events::Failure::io, "the input is gone");
    }
    [[nodiscard]] bool ended() const override { return false; }

    void tell() {
        const std::lock_guard lock(mutex_);
        ++told_;
        changed_.notify_all();
    }

private:
    std::span<const engine::Input> inputs_;
    SlowStore* store_;
    std::size_t polls_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    int told_ = 0;
};

class TellingSink final : public engine::OutcomeSink {
public:
    explicit TellingSink(FailingSource& source) : source_(&source) {}
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch&) override {
        source_->tell();
        return {};
    }

private:
    FailingSource* source_;
};

TEST_CASE("PipelinedLoop: an input that fails takes no checkpoint away that is being written",
          "[engine]") {
    const RandomCommands commands(7, 100);
    Ground ground(7);
    auto log = engine::SimLog::open(ground.storage);
    REQUIRE(log.has_value());
    LockedLog locked(**log);
    SlowStore store;
    auto engine =
        engine::PartitionEngine::open(locked, {locked, store, {0}, {}, {1U << 20U, {1, 1}}});
    REQUIRE(engine.has_value());
    FailingSource source(commands.inputs(), store);
    TellingSink sink(source);
    engine::PipelinedLoop loop({**engine, store, source, sink, 20, {}});
    const auto done = loop.run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "the input is gone");
    CHECK(store.is_intact);
}

// One epoch, and then silence, as at a door to which nobody comes.
class SilentSource final : public engine::InputSource {
public:
    explicit SilentSource(const std::vector<engine::Input>& inputs) : inputs_(inputs) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t) override {
        if (!std::exchange(was_polled_, true)) return inputs_.first(20);
        gave_up = std::chrono::steady_clock::now() > until_;
        if (gave_up) return events::fail(events::Failure::io, "it was polled for ever");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return std::span<const engine::Input>();
    }
    [[nodiscard]] bool ended() const override { return false; }
    bool gave_up = false;

private:
    std::span<const engine::Input> inputs_;
    bool was_polled_ = false;
    std::chrono::steady_clock::time_point until_ =
        std::chrono::steady_clock::now() + std::chrono::seconds(20);
};

class MuteSink final : public engine::OutcomeSink {
public:
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch&) override {
        return events::fail(events::Failure::io, "nobody can be told");
    }
};

TEST_CASE("PipelinedLoop: an error of the last epoch ends it, though the input stays silent",
          "[engine]") {
    const RandomCommands commands(8, 100);
    Ground ground(8);
    auto log = engine::SimLog::open(ground.storage);
    REQUIRE(log.has_value());
    LockedLog locked(**log);
    auto engine = engine::PartitionEngine::open(locked, {locked, ground.store, {0}});
    REQUIRE(engine.has_value());
    SilentSource source(commands.inputs());
    MuteSink sink;
    engine::PipelinedLoop loop({**engine, ground.store, source, sink, 20, {}});
    const auto done = loop.run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "nobody can be told");
    CHECK_FALSE(source.gave_up);
}

}  // namespace
}  // namespace leadline::tests
