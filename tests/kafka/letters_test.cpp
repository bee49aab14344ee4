// What a real broker brings and takes beside plain lines: poison among good commands, commands in
// the wrong partition, CloudEvents in binary mode, a schema's framing, traces.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "engine/log/placement.hpp"
#include "tests/kafka/ground.hpp"
#include "tests/kafka/story.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

using namespace std::chrono_literals;
using Catch::Contains;
using Clock = std::chrono::steady_clock;

std::uint32_t partition_of(const std::string& line, std::uint32_t partitions) {
    return engine::partition_of({member(line, "program")}, partitions).number;
}

void check_story(const Ground& ground) {
    for (const std::string& complaint : judge_story(ground)) FAIL_CHECK(complaint);
}

// All that a byte can be: as long as the topic of commands just takes.
std::string almost_a_mebibyte() {
    std::mt19937 random(1);
    std::string bytes(1'047'000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

std::vector<Consumed> letters_of(const Ground& ground, std::size_t count) {
    const auto until = Clock::now() + 60s;
    for (;;) {
        auto letters = consume(ground.options, ground.options.dead_letters);
        if (letters.size() >= count || Clock::now() > until) return letters;
        std::this_thread::sleep_for(100ms);
    }
}

// The data of a line, alone.
std::string data_of(const std::string& line) {
    const std::string begin = "\"data\":";
    const auto at = line.find(begin) + begin.size();
    return line.substr(at, line.size() - at - 1);
}

}  // namespace

TEST_CASE("Kafka: dead letters keep every byte, key and header, and good commands pass them by",
          "[kafka]") {
    const Ground ground("letters", 2);
    const std::vector<std::string> good = lines_of(workload_lines_of_two(40));
    const std::uint32_t right = partition_of(good.front(), 2);
    const Published::Headers headers{{"trace", "abc"}, {"of", "somebody"}};
    const std::vector<Published> poison{
        {0, "k1", "this is no JSON", headers},
        {0, "k2", "", headers},
        {0, "k3", std::nullopt, headers},
        {0, "", std::string("\0\0\0\0\7{\"a\":1}\n\xFF", 14), {}},
        {1, "k5", almost_a_mebibyte(), headers},
        // It was sent on once, and is wrong again: nobody sends it to and fro.
        {(right + 1) % 2, "k6", good.front(), {{"leadline-hops", "1"}}}};
    const char* const reasons[] = {"not_json", "not_json",  "not_json",
                                   "",         "too_large", "wrong_partition"};
    for (std::size_t i = 0; i < poison.size(); ++i) {
        publish_records(ground.options, {poison[i]});
        const auto at = good.begin() + static_cast<std::ptrdiff_t>(6 * i);
        publish(ground.options, {at, at + 6}, 2);
    }
    publish(ground.options, {good.begin() + 36, good.end()}, 2);
    const auto data = ground.folder.path() / "data";
    Child engine(ground.serve("one", data));
    CHECK(ground.wait_for(good.size()).first.size() == good.size());
    const std::vector<Consumed> letters = letters_of(ground, poison.size());
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);

    REQUIRE(letters.size() == poison.size());
    const std::vector<Consumed> commands = consume(ground.options, ground.options.commands);
    const std::vector<Consumed> outcomes = consume(ground.options, ground.options.outcomes);
    for (std::size_t i = 0; i < poison.size(); ++i) {
        INFO("poison " << i);
        const Published& sent = poison[i];
        // The same bytes on both topics, and what is said of them beside.
        const auto same = [&sent](const Consumed& record) {
            return record.partition == sent.partition && record.key == sent.key &&
                   record.value == sent.value.value_or("") && record.has_value == !!sent.value;
        };
        const auto letter = std::find_if(letters.begin(), letters.end(), same);
        const auto command = std::find_if(commands.begin(), commands.end(), same);
        REQUIRE(letter != letters.end());
        REQUIRE(command != commands.end());
        const std::string own = command->headers + (command->headers.empty() ? "" : ",");
        CHECK_THAT(letter->headers, Catch::StartsWith(own + "leadline-reason=" + reasons[i]));
        CHECK_THAT(letter->headers,
                   Contains(",leadline-explanation=") &&
                       Catch::EndsWith(fmt::format(
                           ",leadline-topic={},leadline-partition={},leadline-offset={}",
                           ground.options.commands, sent.partition, command->offset)));
        CHECK(std::count_if(outcomes.begin(), outcomes.end(), [&](const Consumed& outcome) {
                  return outcome.partition == sent.partition &&
                         member(outcome.value, "outcome") == "dead_lettered" &&
                         number_member(outcome.value, "offset") == command->offset;
              }) == 1);
    }
    check_story(ground);
    const Ended listed = leadline({"dead-letter", "list", "--data", data.string()});
    INFO(listed.err);
    // Not by a matcher, which would take minutes to print a mebibyte.
    CHECK(listed.out.find("not_json") != std::string::npos);
    CHECK(listed.out.find("wrong_partition") != std::string::npos);
}

TEST_CASE("Kafka: commands in the wrong partition are sent on once, and stay what they are",
          "[kafka]") {
    const Ground ground("misrouted", 2);
    const std::vector<std::string> lines = lines_of(workload_lines_of_two(200));
    publish(ground.options, lines, 2, true);
    const auto data = ground.folder.path() / "data";
    Child engine(ground.serve("one", data));
    CHECK(ground.wait_for(lines.size()).first.size() == lines.size());
    publish(ground.options, lines, 2, true);  // and again: every one is known
    const Verdicts said =
        ground.wait_until([&lines](const Verdicts& v) { return v.all() >= 2 * lines.size(); });
    CHECK(said.first.size() == lines.size());
    CHECK(said.decided_twice() == 0);
    CHECK(said.repeated.size() == lines.size());
    CHECK(said.all() == 2 * lines.size());
    // The engine counts them; it says so once in a while.
    const auto counted = [&data] {
        const Ended told = leadline({"status", "--data", data.string(), "-o", "json"});
        std::size_t sum = 0;
        const std::string words = "\"forwarded\": ";
        for (auto at = told.out.find(words); at != std::string::npos;
             at = told.out.find(words, at + 1))
            sum += std::strtoull(told.out.c_str() + at + words.size(), nullptr, 10);
        return sum;
    };
    const auto until = Clock::now() + 20s;
    while (counted() != 2 * lines.size() && Clock::now() < until)
        std::this_thread::sleep_for(100ms);
    CHECK(counted() == 2 * lines.size());
    CHECK(stopped(engine).exit_code == 0);

    for (const Consumed& outcome : consume(ground.options, ground.options.outcomes))
        CHECK(outcome.partition == partition_of(outcome.value, 2));
    const std::vector<Consumed> commands = consume(ground.options, ground.options.commands);
    CHECK(commands.size() == 4 * lines.size());
    std::size_t sent_on = 0;
    for (const Consumed& record : commands) {
        if (record.headers.empty()) continue;
        ++sent_on;
        CHECK(record.partition == partition_of(record.value, 2));
        const auto origin = std::find_if(commands.begin(), commands.end(), [&](const Consumed& of) {
            return record.headers == fmt::format("leadline-hops=1,leadline-origin={}/{}/{}",
                                                 ground.options.commands, of.partition, of.offset);
        });
        REQUIRE(origin != commands.end());
        CHECK(origin->partition != record.partition);
        CHECK(origin->value == record.value);
        CHECK(origin->key == record.key);
    }
    CHECK(sent_on == 2 * lines.size());
    check_story(ground);
}

TEST_CASE("Kafka: CloudEvents in both modes, behind a schema's number, and with a trace",
          "[kafka]") {
    const Ground ground("modes", 2);
    const std::uint32_t partition = engine::partition_of({"acme"}, 2).number;
    const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const std::string framing("\0\0\0\1\7", 5);
    const auto lead = [](std::uint64_t number) { return lines_of(acme_lead_line(number)).front(); };
    const auto binary = [](const std::string& id, const Published::Headers& more) {
        Published::Headers all{{"content-type", "application/json"},
                               {"ce_specversion", "1.0"},
                               {"ce_type", "CreateLead"},
                               {"ce_source", "crm"},
                               {"ce_id", id},
                               {"ce_program", "acme"},
                               {"ce_actor", "manager:mia"}};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    publish(ground.options, lines_of(acme_lines()), 2);
    publish_records(
        ground.options,
        {{partition, "acme", framing + lead(1), {{"content-type", "application/cloudevents+json"}}},
         {partition, "acme", data_of(lead(2)), binary("b2", {{"ce_traceparent", trace}})},
         {partition, "acme", framing + data_of(lead(3)), binary("b3", {})}});
    Child engine(with(ground.serve("one", ground.folder.path() / "data"),
                      {"--set", "kafka.feed_headers=true"}));
    const Verdicts said = ground.wait_for(5);
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    for (const char* name : {"acme test lead-1", "acme crm b2", "acme crm b3"})
        CHECK(said.first.count(name) == 1);
    const std::vector<Consumed> outcomes = consume(ground.options, ground.options.outcomes);
    REQUIRE(outcomes.size() == 5);
    for (const Consumed& outcome : outcomes) {
        CHECK(member(outcome.value, "outcome") == "accepted");
        CHECK(outcome.partition == partition);
        CHECK(outcome.key == member(outcome.value, "source"));
    }
    std::size_t traced = 0;
    for (const Consumed& event : consume(ground.options, ground.options.events)) {
        const bool is_traced = member(event.value, "causationid") == "crm|b2";
        traced += is_traced ? 1 : 0;
        CHECK(member(event.value, "traceparent") == (is_traced ? trace : ""));
        CHECK(event.headers == "ce_type=" + member(event.value, "type") +
                                   ",ce_id=" + member(event.value, "id") +
                                   (is_traced ? ",traceparent=" + trace : ""));
    }
    CHECK(traced > 0);
    check_story(ground);
}

}  // namespace leadline::tests
