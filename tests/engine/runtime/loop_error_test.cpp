// What an error does to the pipelined loop: it ends it, wakes who waits, and takes away nothing
// that was decided before.
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

// An engine on an empty simulated log, and commands for it; a checkpoint after every event.
struct Engine {
    explicit Engine(std::uint64_t seed) : Engine(seed, nullptr) {}
    Engine(std::uint64_t seed, engine::StateStore& store) : Engine(seed, &store) {}

    const RandomCommands commands;
    Ground ground;
    std::unique_ptr<engine::SimLog> log;
    std::unique_ptr<LockedLog> locked;
    std::unique_ptr<engine::PartitionEngine> engine;

private:
    Engine(std::uint64_t seed, engine::StateStore* store) : commands(seed, 100), ground(seed) {
        auto opened = engine::SimLog::open(ground.storage);
        REQUIRE(opened.has_value());
        log = *std::move(opened);
        locked = std::make_unique<LockedLog>(*log);
        engine::StateStore& used = store == nullptr ? ground.store : *store;
        auto made =
            engine::PartitionEngine::open(*locked, {*locked, used, {0}, {}, {1U << 20U, {1, 1}}});
        REQUIRE(made.has_value());
        engine = *std::move(made);
    }
};

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
    SlowStore store;
    Engine it(7, store);
    FailingSource source(it.commands.inputs(), store);
    TellingSink sink(source);
    engine::PipelinedLoop loop({*it.engine, store, source, sink, 20, {}});
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
    Engine it(8);
    SilentSource source(it.commands.inputs());
    MuteSink sink;
    engine::PipelinedLoop loop({*it.engine, it.ground.store, source, sink, 20, {}});
    const auto done = loop.run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "nobody can be told");
    CHECK_FALSE(source.gave_up);
}

// One epoch, and then nothing until it is woken.
class WaitingSource final : public engine::InputSource {
public:
    explicit WaitingSource(const std::vector<engine::Input>& inputs) : inputs_(inputs) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t) override {
        if (!std::exchange(was_polled_, true)) return inputs_.first(20);
        std::unique_lock lock(mutex_);
        was_woken = changed_.wait_for(lock, std::chrono::seconds(20), [this] { return is_awake_; });
        if (!was_woken) return events::fail(events::Failure::io, "nobody woke it");
        return std::span<const engine::Input>();
    }
    [[nodiscard]] bool ended() const override { return false; }
    void wake() {
        const std::lock_guard lock(mutex_);
        is_awake_ = true;
        changed_.notify_all();
    }
    bool was_woken = false;

private:
    std::span<const engine::Input> inputs_;
    bool was_polled_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_awake_ = false;
};

TEST_CASE("PipelinedLoop: an error wakes a source that waits for input, once", "[engine]") {
    Engine it(9);
    WaitingSource source(it.commands.inputs());
    MuteSink sink;
    int times = 0;
    engine::PipelinedLoop loop({*it.engine, it.ground.store, source, sink, 20, {}, [&] {
                                    ++times;
                                    source.wake();
                                }});
    const auto done = loop.run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "nobody can be told");
    CHECK(source.was_woken);
    CHECK(times == 1);
}

// Two epochs, and then an error, while the first is still being told.
class BrokenSource final : public engine::InputSource {
public:
    explicit BrokenSource(const std::vector<engine::Input>& inputs) : inputs_(inputs) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t) override {
        if (polls_ < 2) return inputs_.subspan(20 * polls_++, 20);
        const std::lock_guard lock(mutex_);
        is_broken_ = true;
        changed_.notify_all();
        return events::fail(events::Failure::io, "the input is gone");
    }
    [[nodiscard]] bool ended() const override { return false; }
    void wait_until_broken() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [this] { return is_broken_; });
        changed_.wait_for(lock, std::chrono::milliseconds(50));  // for its error to be met
    }

private:
    std::span<const engine::Input> inputs_;
    std::size_t polls_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_broken_ = false;
};

class SlowSink final : public engine::OutcomeSink {
public:
    explicit SlowSink(BrokenSource& source) : source_(&source) {}
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch&) override {
        if (told++ == 0) source_->wait_until_broken();
        return {};
    }
    int told = 0;

private:
    BrokenSource* source_;
};

TEST_CASE("PipelinedLoop: an input that fails takes nothing away from what was decided before",
          "[engine]") {
    Engine it(10);
    BrokenSource source(it.commands.inputs());
    SlowSink sink(source);
    engine::PipelinedLoop loop({*it.engine, it.ground.store, source, sink, 20, {}, {}});
    const auto done = loop.run();
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().message == "the input is gone");
    CHECK(sink.told == 2);
    CHECK(it.log->end({0})->last_position == it.engine->state().position);
}

}  // namespace
}  // namespace leadline::tests
