// Intake waits when views are too far behind the log, and only then.
#include <catch2/catch.hpp>
#include <future>

#include "connectors/cli/engine_host_views.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"

using namespace leadline;
using namespace std::chrono_literals;

namespace {

// A log of some hundred events that no view has seen, and a thread for views that may be 100
// behind.
struct Behind {
    Behind() {
        const tests::Ended ended =
            tests::leadline({"submit", "--data", data.string(), "--set", "views.enabled=false"},
                            tests::setup_lines() + tests::lead_lines(1, 100));
        REQUIRE(ended.exit_code == 0);
        log = *connectors::EmbeddedReader::open(data / "log", connectors::Beside::nobody);
        end = log->end({0})->last_position;
        REQUIRE(end.number > 300);
        config::Options::Views options;
        options.lag_max = 100;
        options.flush_ms = 200;
        views = *connectors::ViewThread::open(*log, folder.path() / "views", {0}, options);
    }
    [[nodiscard]] std::future<void> waiting_for(std::uint64_t position) const {
        return std::async(std::launch::async, [this, position] { views->wait_for({position}); });
    }

    tests::TemporaryFolder folder;
    std::filesystem::path data = folder.path() / "data";
    std::unique_ptr<connectors::EmbeddedReader> log;
    events::Position end;
    std::unique_ptr<connectors::ViewThread> views;
};

}  // namespace

TEST_CASE("ViewThread: intake goes on while views are within views.lag_max", "[connectors]") {
    const Behind it;
    CHECK(it.waiting_for(100).wait_for(20s) == std::future_status::ready);
}

TEST_CASE("ViewThread: intake that is further ahead waits until views have come near",
          "[connectors]") {
    const Behind it;
    const std::future<void> intake = it.waiting_for(it.end.number);
    CHECK(intake.wait_for(50ms) == std::future_status::timeout);
    it.views->start();
    REQUIRE(intake.wait_for(20s) == std::future_status::ready);
    CHECK(it.views->stop().has_value());
}

TEST_CASE("ViewThread: intake that waits is let go when the engine ends", "[connectors]") {
    const Behind it;
    const std::future<void> intake = it.waiting_for(it.end.number);
    CHECK(intake.wait_for(50ms) == std::future_status::timeout);
    it.views->stop_waiting();
    CHECK(intake.wait_for(20s) == std::future_status::ready);
}
