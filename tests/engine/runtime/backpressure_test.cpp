// A log that takes half a second for each append: between poll and answer nothing piles up,
// whatever the input would give, and nothing is lost.
#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "engine/log/sim_log.hpp"
#include "engine/runtime/epoch_loop.hpp"
#include "tests/support/memory_state_store.hpp"
#include "tests/support/random_commands.hpp"

namespace leadline::tests {
namespace {

constexpr engine::Partition p0{0};
constexpr std::size_t commands_max = 200;
constexpr std::chrono::milliseconds append_takes{500};

std::uint64_t resident_pages() {
    std::ifstream in("/proc/self/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    in >> size >> resident;
    return resident;
}

// The simulated log, for two threads, at the speed of a bad disk.
class SlowLog final : public engine::Log {
public:
    explicit SlowLog(engine::Log& log) : log_(log) {}

    [[nodiscard]] engine::LogId id() const override { return log_.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return log_.partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition p) const override {
        const std::lock_guard lock(mutex_);
        return log_.end(p);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition p,
                                                     std::uint64_t block) const override {
        const std::lock_guard lock(mutex_);
        return log_.read(p, block);
    }
    [[nodiscard]] engine::Result<void> scan(engine::Partition p, std::uint64_t first,
                                            const Visit& visit) const override {
        const std::lock_guard lock(mutex_);
        return log_.scan(p, first, visit);
    }
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition p,
                                                         engine::Position at) const override {
        const std::lock_guard lock(mutex_);
        return log_.block_of(p, at);
    }
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        const std::lock_guard lock(mutex_);
        return log_.dead_letters(visit);
    }
    [[nodiscard]] engine::Result<void> append(const engine::EpochWrite& epoch) override {
        std::this_thread::sleep_for(append_takes);
        ++appends;
        const std::lock_guard lock(mutex_);
        return log_.append(epoch);
    }
    int appends = 0;

private:
    engine::Log& log_;
    mutable std::mutex mutex_;
};

// Counts what has been taken in and not been answered, at the moment of each poll.
class CountedSource final : public engine::InputSource {
public:
    explicit CountedSource(const std::vector<engine::Input>& inputs)
        : listed_(inputs, commands_max) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t max) override {
        auto inputs = listed_.poll(max);
        taken_ += inputs ? inputs->size() : 0;
        most_in_flight = std::max(most_in_flight, taken_ - told_.load());
        if (taken_ > 3 * commands_max)  // by then everything has been used once
            (least_pages == 0 ? least_pages : most_pages) = resident_pages();
        return inputs;
    }
    [[nodiscard]] bool ended() const override { return listed_.ended(); }
    void tell(std::size_t count) { told_ += count; }

    std::size_t most_in_flight = 0;
    std::uint64_t least_pages = 0;  // resident, early
    std::uint64_t most_pages = 0;   // and at the end

private:
    ListedSource listed_;
    std::size_t taken_ = 0;
    std::atomic<std::size_t> told_ = 0;
};

class CountingSink final : public engine::OutcomeSink {
public:
    explicit CountingSink(CountedSource& source) : source_(source) {}
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch& epoch) override {
        events::Arena arena;
        engine::for_each_outcome(epoch, arena, [this](const events::Outcome& o, std::size_t) {
            ids.emplace_back(o.id);
        });
        source_.tell(epoch.answers.size());
        return {};
    }
    std::vector<std::string> ids;

private:
    CountedSource& source_;
};

}  // namespace

TEST_CASE(
    "PipelinedLoop: with a log that takes 500 ms an append nothing piles up and nothing is lost",
    "[engine]") {
    const RandomCommands commands(11, 12 * commands_max);
    engine::SimStorage storage(11, 1);
    auto log = engine::SimLog::open(storage);
    REQUIRE(log.has_value());
    SlowLog slow(**log);
    MemoryStateStore store;
    // A checkpoint each epoch, so that those are in flight as well.
    auto engine = engine::PartitionEngine::open(
        slow, {slow, store, p0, {}, {1U << 20U, {commands_max / 2, 1U << 20U}}});
    REQUIRE(engine.has_value());
    CountedSource source(commands.inputs());
    CountingSink sink(source);
    engine::PipelinedLoop loop({**engine, store, source, sink, commands_max, {}});
    const auto begun = std::chrono::steady_clock::now();
    REQUIRE(loop.run().has_value());
    CHECK(slow.appends >= 12);
    CHECK(std::chrono::steady_clock::now() - begun >= slow.appends * append_takes);
    // Three epochs between poll and answer, and the one that was polled while they were.
    CHECK(source.most_in_flight <= 4 * commands_max);
    CHECK(source.most_in_flight > commands_max);
#ifndef __SANITIZE_THREAD__  // which remembers every access
    // The simulated log keeps its blocks in memory: what those take, and little more.
    constexpr std::uint64_t pages_per_mib = 256;
    CHECK(source.most_pages < source.least_pages + 16 * pages_per_mib);
#endif

    REQUIRE(sink.ids.size() == commands.inputs().size());
    for (std::size_t i = 0; i < sink.ids.size(); ++i)
        REQUIRE(sink.ids[i] == commands.inputs()[i].command.id);
}

}  // namespace leadline::tests
