// The engine on a real Kafka, judged from outside: each command is decided once, whatever happens
// to the engine.
#include <signal.h>

#include <catch2/catch.hpp>
#include <random>

#include "tests/kafka/ground.hpp"
#include "tests/kafka/race.hpp"
#include "tests/kafka/story.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Catch::Contains;

constexpr auto patience = 60s;

void check_story(const Ground& ground, const fs::path& data, const Verdicts& said,
                 std::size_t commands) {
    CHECK(said.first.size() == commands);
    CHECK(said.decided_twice() == 0);
    for (const std::string& complaint : judge_story(ground)) FAIL_CHECK(complaint);
    // The engine's own copy holds the same.
    const Ended verified = leadline({"log", "verify", "--data", data.string()});
    INFO(verified.err);
    CHECK(verified.exit_code == 0);
    CHECK((contents_of(data).events == contents_of(ground.folder.path() / "judged").events));
}

}  // namespace

TEST_CASE("Kafka: what is published is decided, and told on every topic", "[kafka]") {
    const Ground ground("decided");
    const std::vector<std::string> lines = lines_of(workload_lines(2'000));
    const fs::path data = ground.folder.path() / "data";
    Child engine(ground.serve("one", data));
    publish(ground.options, lines, 1);
    const Verdicts said = ground.wait_for(lines.size());
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    check_story(ground, data, said, lines.size());

    // An engine that took the copy for a log of its own would go on where others do too.
    const Ended embedded = leadline({"submit", "-", "--data", data.string()});
    CHECK(embedded.exit_code == 78);
    CHECK_THAT(embedded.err, Contains("holds a copy of " + ground.options.log));
    const fs::path backup = ground.folder.path() / "backup";
    const Ended kept = leadline({"backup", backup.string(), "--data", data.string()});
    CHECK(kept.exit_code == 2);
    CHECK_THAT(kept.err, Contains("log copy --from kafka"));
    CHECK_FALSE(fs::exists(backup));

    // The same again: every one is recognised.
    Child again(ground.serve("one", data));
    publish(ground.options, lines, 1);
    const Verdicts twice = ground.wait_until(
        [&lines](const Verdicts& v) { return v.repeated.size() >= lines.size(); });
    CHECK(stopped(again).exit_code == 0);
    CHECK(twice.repeated.size() == lines.size());
    CHECK(twice.first == said.first);
}

TEST_CASE("Kafka: killed at random moments, each command has one outcome", "[kafka]") {
    const Ground ground("killed", 2);
    const std::vector<std::string> lines = lines_of(workload_lines_of_two(20'000));
    const fs::path data = ground.folder.path() / "data";
    publish(ground.options, lines, 2);
    std::mt19937 random(1);
    std::uniform_int_distribution<int> moment(300, 2'500);
    for (int kill = 0; kill < 5; ++kill) {
        Child engine(ground.serve("one", data));
        const bool has_ended = engine.ends_within(std::chrono::milliseconds(moment(random)));
        INFO(engine.err_so_far());
        REQUIRE_FALSE(has_ended);
        ::kill(engine.pid(), SIGKILL);
        static_cast<void>(engine.wait());
    }
    Child engine(ground.serve("one", data));
    const Verdicts said = ground.wait_for(lines.size());
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    check_story(ground, data, said, lines.size());

    // Another folder, made from the topics alone, holds the same.
    const fs::path other = ground.folder.path() / "other";
    Child elsewhere(ground.serve("one", other));
    publish(ground.options, {lines.back()}, 2);
    static_cast<void>(ground.wait_until([](const Verdicts& v) { return !v.repeated.empty(); }));
    CHECK(stopped(elsewhere).exit_code == 0);
    CHECK((contents_of(other).events == contents_of(data).events));
}

TEST_CASE("Kafka: the feed tells what it is asked to, or nothing", "[kafka]") {
    const Ground ground("feed");
    const std::vector<std::string> lines = lines_of(workload_lines(300));
    publish(ground.options, lines, 1);
    const auto serve = [&ground](const std::vector<std::string>& set) {
        std::vector<std::string> words = ground.serve("one", ground.folder.path() / "data");
        for (const std::string& each : set) {
            words.emplace_back("--set");
            words.push_back(each);
        }
        return words;
    };
    const auto decide = [&](std::size_t commands, const std::vector<std::string>& set) {
        Child engine(serve(set));
        static_cast<void>(ground.wait_for(commands));
        return stopped(engine);
    };
    const Ended wrong = leadline(serve({"kafka.feed_types=LeadClaimed,LeadClaimd"}));
    CHECK(wrong.exit_code == 78);
    CHECK_THAT(wrong.err, Contains("no event is named \"LeadClaimd\""));

    CHECK(decide(300, {"kafka.feed_types=LeadCreated,LeadClaimed", "kafka.feed_headers=true"})
              .exit_code == 0);
    const std::vector<Consumed> told = consume(ground.options, ground.options.events);
    CHECK(told.size() > 50);
    for (const Consumed& event : told) {
        const std::string type = member(event.value, "type");
        CHECK((type == "LeadCreated" || type == "LeadClaimed"));
        CHECK(event.headers == "ce_type=" + type + ",ce_id=" + member(event.value, "id"));
        CHECK(event.key == member(event.value, "subject"));
    }

    publish(ground.options, lines_of(acme_lead_line(1)), 1);
    CHECK(decide(301, {"kafka.feed=false"}).exit_code == 0);
    CHECK(consume(ground.options, ground.options.events).size() == told.size());
}

TEST_CASE("Kafka: a claim lapses by itself, and the tick that tells its time is on the topic",
          "[kafka]") {
    const Ground ground("timers");
    std::vector<std::string> lines = race_lines({"acme", 3, 0, 1});
    for (std::string& line : lines) {
        const std::string days = "\"touch_within\":\"30d\"";
        if (const auto at = line.find(days); at != std::string::npos)
            line.replace(at, days.size(), "\"touch_within\":\"1s\"");
    }
    lines.emplace_back(
        R"({"specversion":"1.0","id":"claim","source":"test","type":"ClaimLead","program":"acme",)"
        R"("actor":"user:user-00000001","data":{"lead":"lead-00000001"}})");
    publish(ground.options, lines, 1);
    const fs::path data = ground.folder.path() / "data";
    Child engine(ground.serve("one", data));
    std::vector<std::string> types;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::count(types.begin(), types.end(), "ClaimLapsed") == 0 &&
           std::chrono::steady_clock::now() < until) {
        types.clear();
        for (const Consumed& event : consume(ground.options, ground.options.events))
            types.push_back(member(event.value, "type"));
    }
    CHECK(std::count(types.begin(), types.end(), "LeadClaimed") == 1);
    CHECK(std::count(types.begin(), types.end(), "ClaimLapsed") == 1);
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    // Who folds the log anew comes to the same, since the tick's time stands in it.
    CHECK(consume(ground.options, ground.options.commands).back().headers == "leadline-tick=1");
    CHECK(leadline({"log", "verify", "--data", data.string()}).exit_code == 0);
}

}  // namespace leadline::tests
