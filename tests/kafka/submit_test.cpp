// `leadline submit --kafka`: publishing by hand, and waiting for what becomes of it.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "engine/log/placement.hpp"
#include "tests/kafka/ground.hpp"
#include "tests/kafka/stranger.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Catch::Contains;

std::string counted(std::size_t count) {
    return count < 1'000 ? std::to_string(count)
                         : std::to_string(count / 1'000) + "," +
                               std::to_string(count % 1'000 + 1'000).substr(1);
}

}  // namespace

TEST_CASE("submit --kafka: each line is answered, its repeats and what is no command too",
          "[kafka]") {
    const Ground ground("submitted", 2);
    // A stranger's line that has no name: its outcome is none of ours.
    publish(ground.options, {"a stranger's"}, 2);
    Words lines = lines_of(workload_lines_of_two(1'000));
    lines.push_back(lines.front());
    lines.emplace_back("no json");
    lines.emplace_back(R"({"program":"acme","source":"crm","id":"unlike"})");
    std::string text(200'000, 'x');  // longer than any command
    text += "\n\n";
    for (const std::string& line : lines) text += line + '\n';

    // Published before anybody decides.
    const fs::path file = ground.folder.path() / "lines.jsonl";
    write_text(file, text);
    const Words submit = with({"submit", "--kafka", file.string()}, ground.settings());
    Child child(submit);
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (consume(ground.options, ground.options.commands).size() < lines.size() + 1)
        REQUIRE(std::chrono::steady_clock::now() < until);
    Child engine(ground.serve("one", ground.folder.path() / "data"));
    const Ended ended = child.wait();
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    CHECK_THAT(ended.err, Contains(counted(lines.size() + 1) + " lines in ") &&
                              Contains("3 dead letters; 1 of them repeats") &&
                              Contains("; positions 0/") && Contains(", 1/"));

    const Words outcomes = lines_of(ended.out);
    REQUIRE(outcomes.size() == lines.size() + 1);
    CHECK_THAT(outcomes.front(), Contains("too_large") && Contains("was not sent"));
    CHECK(std::count_if(outcomes.begin(), outcomes.end(), [](const std::string& each) {
              return each.find("\"reason\":\"not_json\"") != std::string::npos;
          }) == 1);
    CHECK(ended.out.find("\"reason\":\"not_json\",\"partition\":0,\"offset\":0,") ==
          std::string::npos);
    CHECK_THAT(ended.out, Contains("\"id\":\"unlike\",\"outcome\":\"dead_lettered\""));
    std::set<std::string> named;
    for (const std::string& line : outcomes)
        named.insert(member(line, "program") + ' ' + member(line, "source") + ' ' +
                     member(line, "id"));
    CHECK(std::all_of(lines.begin(), lines.end(), [&named](const std::string& line) {
        return named.contains(member(line, "program") + ' ' + member(line, "source") + ' ' +
                              member(line, "id"));
    }));

    // Each program lies where the engine looks for it, so nothing was sent on.
    const auto published = consume(ground.options, ground.options.commands);
    CHECK(published.size() == lines.size() + 1);
    CHECK(std::all_of(published.begin(), published.end(), [](const Consumed& each) {
        return each.key == member(each.value, "program") &&
               each.partition == engine::partition_of({each.key}, 2).number;
    }));

    const Ended strict = leadline(with(submit, {"--strict", "-o", "csv"}));
    CHECK(strict.exit_code == 65);
    CHECK_THAT(strict.out, Catch::StartsWith("program,source,id,outcome,"));
    CHECK_THAT(strict.err, Contains("; " + counted(lines.size() - 2) + " of them repeats"));
    CHECK(stopped(engine).exit_code == 0);
}

TEST_CASE("submit --kafka: without an engine it ends with 75 or by a signal, and goes on later",
          "[kafka]") {
    const Ground ground("alone");
    const Words settings = ground.settings();
    const std::string lines = workload_lines(1);
    const std::size_t count = lines_of(lines).size();
    const Ended silent = leadline(with({"submit", "--kafka", "--timeout", "1"}, settings), lines);
    CHECK(silent.exit_code == 75);
    CHECK_THAT(silent.err, Contains(counted(count) + " lines have no outcome yet") &&
                               Contains("does an engine decide " + ground.options.commands));
    const fs::path file = ground.folder.path() / "lines.jsonl";
    write_text(file, lines);
    Child child(with({"submit", "--kafka", file.string()}, settings));
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (consume(ground.options, ground.options.commands).size() < 2 * count)
        REQUIRE(std::chrono::steady_clock::now() < until);
    ::kill(child.pid(), SIGINT);
    const Ended interrupted = child.wait();
    CHECK(interrupted.exit_code == 130);
    CHECK_THAT(interrupted.err,
               Contains("interrupted; " + counted(count) + " lines have no outcome yet"));

    const auto lag = [&settings] {
        const Ended told = leadline(with({"kafka", "lag", "-o", "json"}, settings));
        INFO(told.err);
        CHECK(told.exit_code == 0);
        return number_after(told.out, "\"behind\": ");
    };
    CHECK(lag() == 2 * count);
    Child engine(ground.serve("one", ground.folder.path() / "data"));
    const Ended later = leadline(with({"submit", "--kafka", "-o", "text"}, settings), lines);
    INFO(later.err);
    CHECK(later.exit_code == 0);
    CHECK(lines_of(later.out).size() == count);
    const auto patience = std::chrono::steady_clock::now() + 60s;
    while (lag() != 0) REQUIRE(std::chrono::steady_clock::now() < patience);
    CHECK(stopped(engine).exit_code == 0);

    const Ended nobody = leadline(
        with(with({"submit", "--kafka"}, settings), {"--set", "kafka.brokers=127.0.0.1:1"}), lines);
    CHECK(nobody.exit_code == 69);
    const Ended missing = leadline(
        with(with({"submit", "--kafka"}, settings), {"--set", "kafka.outcomes=nowhere"}), lines);
    CHECK(missing.exit_code == 69);
    CHECK_THAT(missing.err, Contains("there is no topic nowhere") && Contains("kafka.outcomes"));
    CHECK(leadline({"submit", "--kafka", "--data", "x"}).exit_code == 2);
    CHECK(leadline({"submit", "--kafka", "--timeout", "0"}).exit_code == 2);
    CHECK(leadline({"submit", "--timeout", "1", "--data", "x"}).exit_code == 2);
}

TEST_CASE("submit --kafka: a topic that takes no more than one command at a time is enough",
          "[kafka]") {
    const Ground ground("narrow");
    configure_topic(ground.options, ground.options.commands,
                    {{"max.message.bytes", "147456"}, {"message.timestamp.type", "LogAppendTime"}});
    // Notes of 60 KB, of which two fit into what the topic takes at once.
    std::string lines = acme_lines() + acme_lead_line(1);
    for (int i = 0; i < 40; ++i)
        lines += fmt::format(
            R"({{"specversion":"1.0","type":"AddLeadNote","source":"crm","id":"note-{}",)"
            R"("program":"acme","data":{{"lead":"L1","note":"{}"}}}})"
            "\n",
            i, std::string(60'000, 'x'));
    Child engine(ground.serve("one", ground.folder.path() / "data"));
    const Ended ended =
        leadline(with({"submit", "--kafka", "-o", "jsonl"}, ground.settings()), lines);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    CHECK(lines_of(ended.out).size() == lines_of(lines).size());
    CHECK(ended.out.find("dead_lettered") == std::string::npos);
    CHECK(stopped(engine).exit_code == 0);
}

}  // namespace leadline::tests
