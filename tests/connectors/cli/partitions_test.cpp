// Several partitions in one data folder: every command takes them as one, and how many there are
// changes nothing within a program.
#include "tests/connectors/cli/partitions.hpp"

#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "connectors/cli/read/verify.hpp"
#include "engine/log/log_through.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
std::string without_places(const std::string& outcomes) {
    static const std::regex place(R"("partition":[0-9]+,"position":[0-9]+,)");
    return std::regex_replace(outcomes, place, "");
}

TEST_CASE("partitions: a program's events and all outcomes are those of a single partition",
          "[connectors]") {
    std::string lines = story_lines(40);
    lines.insert(lines.find('\n', lines.size() / 2) + 1, "no json\n{\"program\":\"bolt\"}\n");
    // Long after, in one program alone: timers of the others fire, too.
    lines += asked("late", "CreateLead", R"({"lead":"late"})", 7'200, "system:crm");
    const PartitionsCase one, two, five;
    const Ran told = one.submit(lines);
    INFO(told.err);
    REQUIRE(told.code == 0);
    const auto expected = events_by_program(one.data);
    REQUIRE(expected.size() == programs.size());
    CHECK_THAT(expected.at("bolt"), Contains("ClaimLapsed"));
    for (const auto& [partitions, it] : {std::pair(2, &two), std::pair(5, &five)}) {
        CAPTURE(partitions);
        const Ran ran = it->submit_to(partitions, lines);
        INFO(ran.err);
        REQUIRE(ran.code == 0);
        CHECK(events_by_program(it->data) == expected);
        // In the order of the input, though partitions go at their own pace.
        CHECK(without_places(ran.out) == without_places(told.out));
        CHECK(it->ask({"dead-letter", "list"}).out == one.ask({"dead-letter", "list"}).out);
        CHECK(it->ask({"log", "verify"}).code == 0);
    }
    CHECK_THAT(two.ask({"log", "tail", "-n", "1"}).err, Contains("at positions 0/"));
}

TEST_CASE("partitions: the same lines twice leave the same events, and the first outcomes again",
          "[connectors]") {
    const PartitionsCase it;
    const std::string lines = story_lines(30) + "no json\n";
    const Ran first = it.submit_to(2, lines);
    REQUIRE(first.code == 0);
    const std::string before = it.ask({"log", "export"}).out;
    const Ran again = it.submit(lines, {"--set", "epoch.commands_max=7"});
    CHECK(again.code == 0);
    CHECK(it.ask({"log", "export"}).out == before);
    CHECK(again.out != first.out);
    CHECK(std::regex_replace(again.out, std::regex(R"(,"repeated":true)"), "") == first.out);
}

TEST_CASE("partitions: a folder keeps the number it was made with", "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit_to(2, story_lines(1)).code == 0);
    CHECK(it.submit(story_lines(2)).code == 0);  // where nothing is said, it is the folder's
    const std::string before = it.ask({"log", "export"}).out;
    for (const int partitions : {1, 3}) {
        const Ran refused = it.submit_to(partitions, story_lines(3));
        CHECK(refused.code == 78);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, Contains("embedded.partitions is " + std::to_string(partitions)));
        CHECK_THAT(refused.err, Contains(" has 2, for its life: `leadline log copy --partitions " +
                                         std::to_string(partitions) + "`"));
    }
    CHECK(it.submit_to(65, "").code == 78);
    CHECK(it.ask({"log", "export"}).out == before);
}

TEST_CASE("partitions: whoever reads sees one folder", "[connectors]") {
    const PartitionsCase one, two;
    const std::string lines = story_lines(12);
    REQUIRE(one.submit(lines).code == 0);
    REQUIRE(two.submit_to(2, lines).code == 0);
    for (const Words& words : {Words{"program", "list"}, Words{"lead", "list", "--program", "bolt"},
                               Words{"lead", "list", "--program", "acme", "--owner", "u"},
                               Words{"queue", "show", "q", "--program", "cedar"},
                               Words{"partner", "list", "--program", "delta"}}) {
        CAPTURE(words);
        const Ran of_one = one.ask(words);
        const Ran of_two = two.ask(words);
        CHECK(of_one.code == 0);
        CHECK(of_two.code == 0);
        const std::regex position("(?: +[0-9]+)(?= +2026)");  // and the column that shows them
        CHECK(std::regex_replace(of_two.out, position, "") ==
              std::regex_replace(of_one.out, position, ""));
    }
    CHECK(two.ask({"lead", "list"}).code == 2);  // which program?
    CHECK(two.ask({"lead", "show", "none", "--program", "bolt"}).code == 1);
    // Views that are gone are made again, of both.
    fs::remove_all(two.data + "/views");
    fs::create_directories(two.data + "/views");
    CHECK(two.ask({"lead", "show", "l3", "--program", "bolt"}).code == 0);
    CHECK(two.ask({"lead", "show", "l3", "--program", "acme"}).code == 0);
    const Ran status = two.ask({"status", "-o", "json"});
    CHECK(status.code == 1);  // nobody runs
    CHECK_THAT(status.out, Contains(R"("partition": 0)") && Contains(R"("partition": 1)"));
}

TEST_CASE("partitions: the state of one that is lost is made again from its log", "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit_to(2, story_lines(5)).code == 0);
    fs::remove_all(it.data + "/state/p1");
    const Ran ran = it.submit(story_lines(6));
    CHECK(ran.code == 0);
    CHECK_THAT(ran.err, Contains("partition 1: state was missing: rebuilt from the log"));
    CHECK_THAT(ran.err, !Contains("partition 0: state"));
    CHECK(it.ask({"log", "verify"}).code == 0);
    // Of both, side by side: the lines come in the order of partitions.
    fs::remove_all(it.data + "/state/p0");
    fs::remove_all(it.data + "/state/p1");
    const Ran both = it.submit(story_lines(7));
    CHECK(both.code == 0);
    const std::size_t first = both.err.find("partition 0: state was missing");
    REQUIRE(first != std::string::npos);
    CHECK(both.err.find("partition 1: state was missing") > first);
    CHECK(both.err.find("partition 1: state was missing") != std::string::npos);
    CHECK(it.ask({"log", "verify"}).code == 0);
}

TEST_CASE("partitions: program plan and apply find the program wherever it lies", "[connectors]") {
    const PartitionsCase it;
    const std::string file = (it.folder.path() / "bolt.program.yaml").string();
    write_text(
        file,
        "program: {id: bolt, title: Bolt, channel_manager: mia, in_force_from: "
        "2026-01-02T00:00:00Z}\n"
        "rules: []\nfallback: {queue: q}\nqueues:\n  - {id: q, title: Q, everybody: true}\n");
    REQUIRE(it.submit_to(2, "").code == 0);
    const Ran applied = it.ask({"program", "apply", file});
    INFO(applied.err);
    CHECK(applied.code == 0);
    CHECK_THAT(it.ask({"log", "tail"}).out, Contains("1/1 ") && Contains("ProgramCreated"));
    const Ran plan = it.ask({"program", "plan", file});
    CHECK(plan.code == 0);
    CHECK_THAT(plan.out, !Contains("create"));
}

// Until it is so; fails the test after a minute, which no busy machine needs.
template <class IsSo>
void wait_until(IsSo is_so, const Child& child) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > limit)
            FAIL("it took more than a minute; it said " << child.err_so_far());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

TEST_CASE("partitions: serve answers each file in its order, and the timers of all partitions fire",
          "[connectors]") {
    const PartitionsCase it;
    const fs::path inbox = it.folder.path() / "inbox";
    fs::create_directories(inbox);
    Child serve(
        {"serve", "--data", it.data, "--inbox", inbox.string(), "--set", "embedded.partitions=2"});
    std::string lines = interleaved(
        setup_lines() +
        asked("q2", "DefineQueue",
              R"({"queue":"q","title":"All","everybody":true,"policy":{"touch_within":"1s"}})") +
        lead_lines(1, 3));
    lines.insert(lines.find('\n', lines.size() / 2) + 1, "no json\n");
    write_text(inbox / ".one", lines);
    fs::rename(inbox / ".one", inbox / "one");
    wait_until([&] { return fs::exists(inbox / "done/one"); }, serve);
    const auto told = lines_of(read_text(inbox / "done/one.outcomes.jsonl"));
    const auto sent = lines_of(lines);
    REQUIRE(told.size() == sent.size());
    static const std::regex id(R"re("id":"([^"]*)")re");
    static const std::regex program(R"re("program":"([^"]*)")re");
    for (std::size_t i = 0; i < sent.size(); ++i) {
        CAPTURE(sent[i], told[i]);
        for (const std::regex& what : {id, program}) {
            std::smatch of_sent, of_told;
            if (!std::regex_search(sent[i], of_sent, what)) continue;
            REQUIRE(std::regex_search(told[i], of_told, what));
            CHECK(of_sent[1] == of_told[1]);
        }
    }
    // Twelve claims that nobody touches, three in each program.
    const auto lapsed = [&] {
        const std::string tail = leadline({"log", "tail", "--data", it.data}).out;
        std::size_t count = 0;
        for (const std::string& line : lines_of(tail))
            count += line.find("ClaimLapsed") != std::string::npos ? 1U : 0U;
        return count;
    };
    wait_until([&] { return lapsed() == 12; }, serve);
    const Ended health = leadline({"status", "--data", it.data});
    CHECK(health.exit_code == 0);
    CHECK_THAT(health.out,
               Contains("serve runs") && Contains("at position 0/") && Contains(", 1/"));
    REQUIRE(::kill(serve.pid(), SIGTERM) == 0);
    CHECK(serve.wait().exit_code == 0);
    CHECK(leadline({"log", "verify", "--data", it.data}).exit_code == 0);
}

// A log of one partition that says it has two.
class TwoInOne final : public engine::LogThrough {
public:
    using LogThrough::LogThrough;
    [[nodiscard]] std::uint32_t partitions() const override { return 2; }
};

TEST_CASE("partitions: a program that lies in the wrong one is found by log verify",
          "[connectors]") {
    const PartitionsCase it;
    REQUIRE(it.submit(story_lines(1)).code == 0);
    const auto log =
        connectors::EmbeddedReader::open(fs::path(it.data) / "log", connectors::Beside::nobody);
    REQUIRE(log.has_value());
    CHECK(connectors::verify_partition({.log = **log, .partition = {}}).has_value());
    const TwoInOne two(**log);
    const auto verified = connectors::verify_partition({.log = two, .partition = {}});
    REQUIRE_FALSE(verified.has_value());
    CHECK(verified.error().failure == events::Failure::corrupt);
    CHECK_THAT(verified.error().message,
               Contains("partition 0: the event at position 2 is of the program \"bolt\", which "
                        "lies in partition 1"));
}

}  // namespace
}  // namespace leadline::tests
