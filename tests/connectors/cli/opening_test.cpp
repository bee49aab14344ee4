// Partitions that are made ready side by side, and tell of it as if it had been one by one.
#include "connectors/cli/opening.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <sstream>
#include <thread>

namespace leadline::tests {
namespace {

using connectors::HostSetup;
using connectors::Opening;
using connectors::Progress;
using engine::Partition;
using events::fail;
using events::Failure;
using events::Position;
using events::Result;

// What threads of a test wait for; fails after a minute, which no busy machine needs.
class Gate {
public:
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    [[nodiscard]] Result<void> pass() {
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, std::chrono::minutes(1), [this] { return is_open_; }))
            return {};
        return fail(Failure::io, "nobody opened the gate");
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = false;
};

struct Told {
    Told() {
        setup.say = [this](std::string_view line) { lines.emplace_back(line); };
    }
    std::vector<std::string> lines;
    HostSetup setup;
};

}  // namespace

TEST_CASE("Opening: two partitions are opened at the same time, and speak in their order",
          "[connectors]") {
    Told told;
    Opening opening(told.setup, {{10}, {10}});
    Gate first, second;
    const auto opened = opening.run([&](Partition partition) -> Result<void> {
        if (partition.number == 1) {
            opening.say(partition, "second");
            first.open();
            return second.pass();
        }
        TRY(first.pass());
        opening.say(partition, "first");
        opening.say(partition, "first again");
        second.open();
        return {};
    });
    CHECK(opened.has_value());
    CHECK(told.lines == std::vector<std::string>{"first", "first again", "second"});
}

TEST_CASE("Opening: the error is that of the first partition that has one", "[connectors]") {
    Told told;
    Opening opening(told.setup, {{10}, {10}, {10}});
    Gate failed;
    const auto opened = opening.run([&](Partition partition) -> Result<void> {
        opening.say(partition, "partition " + std::to_string(partition.number));
        if (partition.number != 0) {
            failed.open();
            return fail(Failure::corrupt, "of " + std::to_string(partition.number));
        }
        TRY(failed.pass());
        // Though one behind it has failed.
        TRY(opening.go_on(partition));
        return fail(Failure::loss, "of 0");
    });
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().failure == Failure::loss);
    CHECK(opened.error().message == "of 0");
    CHECK(told.lines == std::vector<std::string>{"partition 0"});
}

TEST_CASE("Opening: whoever stands behind one that failed is not waited for", "[connectors]") {
    Told told;
    Opening opening(told.setup, std::vector<Position>(64, {10}));
    Gate begun;
    std::atomic<int> done = 0;
    const auto opened = opening.run([&](Partition partition) -> Result<void> {
        if (partition.number == 0) {
            TRY(begun.pass());
            return fail(Failure::corrupt, "of 0");
        }
        begun.open();
        const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (opening.go_on(partition) && std::chrono::steady_clock::now() < limit)
            std::this_thread::yield();
        TRY(opening.go_on(partition));
        ++done;
        return {};
    });
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().message == "of 0");
    CHECK(done == 0);
}

TEST_CASE("Opening: progress is that of all partitions together", "[connectors]") {
    Told told;
    std::ostringstream err;
    Progress progress(err, {config::Progress::always, std::chrono::milliseconds(0), true});
    told.setup.progress = &progress;
    Opening opening(told.setup, {{1'000}, {3'000}});
    Gate first, second;
    const auto opened = opening.run([&](Partition partition) -> Result<void> {
        if (partition.number == 0) {
            opening.at(partition, {500});
            first.open();
            return second.pass();
        }
        TRY(first.pass());
        opening.at(partition, {2'500});
        second.open();
        return {};
    });
    CHECK(opened.has_value());
    CHECK_THAT(err.str(), Catch::Contains("state: read 500 events of the log") &&
                              Catch::Contains("12 %") &&
                              Catch::Contains("state: read 3,000 events of the log") &&
                              Catch::Contains("75 %"));
}

}  // namespace leadline::tests
