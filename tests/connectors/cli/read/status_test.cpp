// What `status` finds, and how it says it.
#include "connectors/cli/read/status.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using connectors::EngineStatus;
using connectors::Health;
using connectors::judge;
using State = Health::State;

EngineStatus a_status() {
    EngineStatus status;
    status.process = 4711;
    status.command = "serve";
    status.begun = *events::parse_time("2026-03-02T08:00:00Z");
    status.written = *events::parse_time("2026-03-02T10:05:00Z");
    status.monotonic = {100'000'000};
    status.partitions = {{0, 1234, *events::parse_time("2026-03-02T10:04:59Z")}};
    status.views = {{"lead@v1", 0, 1222, 12, ""}, {"deal@v1", 0, 200, 1034, "\"quotes\"\n"}};
    status.commands_per_s = 1500;
    status.events_per_s = 3100;
    status.epoch_commands_p50 = 40;
    status.epoch_commands_max = 384;
    status.answer_us_p50 = 1'234;
    status.answer_us_p99 = 8'450;
    status.memory_bytes = 312U << 20U;
    status.late_reads = 1'700;
    status.inbox_done = 12;
    status.inbox_failed = 1;
    status.notifications = {4, 1'200, 2};
    return status;
}

EngineStatus changed(void (*change)(EngineStatus&)) {
    EngineStatus status = a_status();
    change(status);
    return status;
}

constexpr events::Duration soon{101'000'000};
constexpr events::Duration a_minute_later{160'000'000};

}  // namespace

TEST_CASE("status: health is one line with position, rate, lags, memory, epochs, p50 and p99",
          "[connectors]") {
    const std::string line = to_text(judge(a_status(), 4711, soon));
    CHECK(
        line ==
        "serve runs (process 4711, up 2 h 5 min) at position 0/1234 (2026-03-02T10:04:59.000000Z); "
        "1,500 commands/s, 3,100 events/s; views behind lead@v1 12, deal@v1 1034 and stopped; "
        "memory 312 MiB; epochs of 40 commands (largest 384); answers p50 1.2 ms, p99 8.4 ms; "
        "1,700 late reads; inbox 12 files done, 1 failed; notifications 1,200 delivered, 2 failed, "
        "4 wait");
}

TEST_CASE("status: a live engine is told from a stopped, a stuck and a killed one",
          "[connectors]") {
    CHECK(judge(a_status(), 4711, soon).state == State::runs);
    const Health silent = judge(a_status(), 4711, a_minute_later);
    CHECK(silent.state == State::silent);
    CHECK_THAT(to_text(silent), Contains("serve has said nothing for 1 min 0 s (process 4711)"));
    const Health closed = judge(
        changed([](EngineStatus& s) { s.closed = "the wall clock was set back"; }), 4711, soon);
    CHECK(closed.state == State::closed);
    CHECK_THAT(to_text(closed), Contains("takes nothing in") && Contains("clock was set back"));
    CHECK(judge(a_status(), 0, soon).state == State::died);
    CHECK_THAT(to_text(judge(a_status(), 0, soon)), Contains("killed after 2026-03-02T10:05"));
    const auto ended = changed([](EngineStatus& s) { s.has_ended = true; });
    CHECK(judge(ended, 0, soon).state == State::ended);
    const auto failed = changed([](EngineStatus& s) {
        s.has_ended = true;
        s.failed = "the disk that holds DIR/log is full";
    });
    CHECK_THAT(to_text(judge(failed, 0, soon)),
               Contains("serve failed 2026-03-02T10:05") && Contains("DIR/log is full"));
    CHECK(judge(std::nullopt, 0, soon).state == State::none);
    // A reader that brings views up has the folder, too, and writes no status.
    CHECK(judge(a_status(), 4712, soon).state == State::untold);
    CHECK(judge(ended, 4711, soon).state == State::untold);
    CHECK_THAT(to_text(judge(std::nullopt, 9, soon)), Contains("process 9 has the folder"));
}

TEST_CASE("status: what is written is what is read", "[connectors]") {
    const TemporaryFolder folder;
    CHECK(connectors::read_status(folder.path()).error().failure == events::Failure::not_found);
    const EngineStatus status =
        changed([](EngineStatus& s) { s.closed = "a \"reason\", \\ and more"; });
    REQUIRE(connectors::write_status(folder.path(), status).has_value());
    const auto read = connectors::read_status(folder.path());
    REQUIRE(read.has_value());
    CHECK(to_json(*read) == to_json(status));
    CHECK(read->views[1].stopped == "\"quotes\"\n");
    std::ofstream(folder.path() / "STATUS") << "{\"process\":";
    CHECK(connectors::read_status(folder.path()).error().failure == events::Failure::corrupt);
    CHECK_FALSE(connectors::write_status(folder.path() / "none", status).has_value());
    CHECK(connectors::resident_bytes() > 1'000'000);
}

TEST_CASE("status: exit code 0 only while an engine runs, and its figures as data",
          "[connectors]") {
    const TemporaryFolder folder;
    CHECK(run({"status", "--data", (folder.path() / "none").string()}).code == 1);
    {
        const DataStory story(folder.path());
        const Ran untold = run({"status", "--data", folder.path().string()});
        CHECK(untold.code == 1);
        CHECK_THAT(untold.out, Contains("says nothing of itself"));
        EngineStatus status = a_status();
        status.process = ::getpid();
        status.monotonic = {};  // the clock of these runs stands there
        REQUIRE(write_status(folder.path(), status).has_value());
        const Ran text = run({"status", "--data", folder.path().string()});
        CHECK(text.code == 0);
        CHECK(std::count(text.out.begin(), text.out.end(), '\n') == 1);
        const Ran json = run({"status", "--data", folder.path().string(), "-o", "json"});
        CHECK(json.code == 0);
        CHECK_THAT(json.out, Contains(R"("engine": "runs")") && Contains(R"("lag": 1034)") &&
                                 Contains(R"("answer_us_p99": 8450)") &&
                                 Contains(R"("position": 1234)"));
    }
    const Ran after = run({"status", "--data", folder.path().string()});
    CHECK(after.code == 1);
    CHECK_THAT(after.out, Contains("no engine runs; serve was killed after"));
}

}  // namespace leadline::tests
