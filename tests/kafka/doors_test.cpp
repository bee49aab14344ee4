// A door that an engine on Kafka has beside its topics: an analyst's copy of the log.
#include <catch2/catch.hpp>
#include <regex>
#include <thread>

#include "connectors/kafka/admin.hpp"
#include "engine/log/placement.hpp"
#include "tests/kafka/ground.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace connectors::kafka;
using Catch::Contains;

Ended copy(const Ground& ground, const fs::path& to, const Words& more = {}) {
    return leadline(with(with({"log", "copy", "--from", "kafka", "--to", to.string(), "-o", "json"},
                              ground.settings()),
                         more));
}

// Of all partitions, one after the other: "chain_hash": "...".
std::string hashes(const fs::path& data) {
    const Ended told = leadline({"log", "info", "--data", data.string(), "-o", "json"});
    REQUIRE(told.exit_code == 0);
    static const std::regex hash(R"re("chain_hash": "([0-9a-f]{64})")re");
    std::string all;
    for (std::sregex_iterator at(told.out.begin(), told.out.end(), hash), end; at != end; ++at)
        all += at->str(1) + "\n";
    return all;
}

std::uint64_t sum_of(const std::string& json, const std::string& name) {
    const std::regex number("\"" + name + "\": ([0-9]+)");
    std::uint64_t sum = 0;
    for (std::sregex_iterator at(json.begin(), json.end(), number), end; at != end; ++at)
        sum += std::stoull(at->str(1));
    return sum;
}

// An engine decides these lines, and is left running.
std::unique_ptr<Child> decided(const Ground& ground, const fs::path& data, const Words& lines) {
    auto engine = std::make_unique<Child>(ground.serve("one", data));
    publish(ground.options, lines, ground.partitions);
    const Verdicts said = ground.wait_for(lines.size());
    INFO(engine->err_so_far());
    REQUIRE(said.first.size() == lines.size());
    return engine;
}

// What every read command says of a folder; each must have an answer.
Words told_by_all(const fs::path& data, const std::string& program) {
    const Words in{"--data", data.string()};
    const Words of = with({"--program", program}, in);
    Words all;
    for (const Words& words :
         {with({"lead", "list", "-n", "50"}, of), with({"lead", "show", "lead-00000001"}, of),
          with({"lead", "explain", "lead-00000001"}, of), with({"queue", "list"}, of),
          with({"partner", "list"}, of), with({"deal", "list"}, of), with({"contest", "list"}, of),
          with({"program", "list"}, in), with({"program", "show"}, of),
          with({"log", "tail", "-n", "20"}, in), with({"log", "export"}, in),
          with({"dead-letter", "list"}, in)}) {
        const Ended ended = leadline(words);
        INFO(words[0] << ' ' << words[1] << ": " << ended.err);
        CHECK(ended.exit_code == 0);
        all.push_back(words[0] + " " + words[1] + "\n" + ended.out);
    }
    for (const Words& words :
         {with({"log", "verify"}, in), with({"state", "check"}, in), with({"log", "info"}, in)}) {
        const Ended ended = leadline(words);
        INFO(words[0] << ' ' << words[1] << ": " << ended.err);
        CHECK(ended.exit_code == 0);
    }
    return all;
}

std::string lead_of(const fs::path& data, const std::string& program) {
    const Ended list = leadline(
        {"lead", "list", "-n", "1", "--program", program, "--data", data.string(), "-o", "csv"});
    INFO(list.err);
    REQUIRE(list.exit_code == 0);
    return list.out;
}

// A topic and all that was in it, gone.
void remove_topic(const config::Options::Kafka& options, const std::string& name) {
    auto config = ClientConfig::make(options, Role::admin);
    REQUIRE(config.has_value());
    const auto client = Handle::producer(*std::move(config));
    REQUIRE(client.has_value());
    const Queue queue(rd_kafka_queue_new(client->get()));
    rd_kafka_DeleteTopic_t* topic = rd_kafka_DeleteTopic_new(name.c_str());
    rd_kafka_DeleteTopics(client->get(), &topic, 1, nullptr, queue.get());
    const Event deleted(rd_kafka_queue_poll(queue.get(), 30'000));
    rd_kafka_DeleteTopic_destroy(topic);
    REQUIRE(deleted != nullptr);
    REQUIRE(rd_kafka_event_error(deleted.get()) == RD_KAFKA_RESP_ERR_NO_ERROR);
    auto admin = Admin::open(options);
    REQUIRE(admin.has_value());
    const auto until = std::chrono::steady_clock::now() + 30s;
    for (;;) {
        const auto facts = admin->describe();
        if (facts && !facts->of(TopicUse::log).is_there) return;
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(50ms);
    }
}

}  // namespace

TEST_CASE("log copy from Kafka: the same bytes, again only what is new, and every door opens",
          "[kafka]") {
    const Ground ground("copied", 2);
    const fs::path data = ground.folder.path() / "data";
    const fs::path to = ground.folder.path() / "copy";
    const Words lines = lines_of(workload_lines_of_two(3'000));
    const Words first(lines.begin(), lines.begin() + 2'000);
    auto engine = decided(ground, data, first);

    // Beside an engine that writes; and not into the folder of one.
    const Ended whole = copy(ground, to);
    INFO(whole.err);
    REQUIRE(whole.exit_code == 0);
    CHECK(sum_of(whole.out, "new_blocks") > 0);
    CHECK(sum_of(whole.out, "new_blocks") == sum_of(whole.out, "blocks"));
    const Ended taken = copy(ground, data);
    CHECK(taken.exit_code == 69);
    CHECK_THAT(taken.err, Contains("is in use by process"));
    const Ended again = copy(ground, to);
    CHECK(again.exit_code == 0);
    CHECK(sum_of(again.out, "new_blocks") == 0);

    publish(ground.options, Words(lines.begin() + 2'000, lines.end()), 2);
    CHECK(ground.wait_for(lines.size()).first.size() == lines.size());
    CHECK(stopped(*engine).exit_code == 0);
    const Ended rest = copy(ground, to);
    CHECK(rest.exit_code == 0);
    CHECK(sum_of(rest.out, "new_blocks") > 0);
    CHECK(sum_of(rest.out, "new_blocks") < sum_of(rest.out, "blocks"));
    CHECK(hashes(to) == hashes(data));

    const Words here = told_by_all(to, member(lines[0], "program"));
    const Words there = told_by_all(data, member(lines[0], "program"));
    for (std::size_t i = 0; i < here.size(); ++i) CHECK(here[i] == there[i]);
    const Ended letters = leadline({"dead-letter", "list", "--data", to.string()});
    CHECK_THAT(letters.err, Contains("all are on the topic of dead letters"));
    const Ended decides = leadline({"submit", "-", "--data", to.string()});
    CHECK(decides.exit_code == 78);
    CHECK_THAT(decides.err, Contains("holds a copy of " + ground.options.log));
}

TEST_CASE("log copy from Kafka: partitions that were left out say so, wherever they are missed",
          "[kafka]") {
    const Ground ground("parts", 2);
    const Words lines = lines_of(workload_lines_of_two(400));
    const auto engine = decided(ground, ground.folder.path() / "data", lines);
    const fs::path to = ground.folder.path() / "copy";
    const auto in = [](const std::string& line, std::uint32_t count) {
        return engine::partition_of({member(line, "program")}, count).number;
    };
    const std::string here = member(lines[0], "program");
    const std::string elsewhere = member(lines[1], "program");
    const std::string present = std::to_string(in(lines[0], 2));
    const std::string absent = std::to_string(in(lines[1], 2));
    REQUIRE(present != absent);

    const Ended one = copy(ground, to, {"--partition", present});
    INFO(one.err);
    REQUIRE(one.exit_code == 0);
    const std::string told = "partition " + absent + " of " + ground.options.log;
    CHECK_THAT(one.err, Contains(told) && Contains("is not in this copy"));
    CHECK_THAT(lead_of(to, here), Contains("l"));
    for (const Words& words : {Words{"log", "info"}, Words{"log", "verify"}, Words{"log", "export"},
                               Words{"program", "list"}, Words{"state", "check"}}) {
        const Ended ended = leadline(with(words, {"--data", to.string()}));
        INFO(words[1] << ": " << ended.err);
        CHECK(ended.exit_code == 0);
        CHECK_THAT(ended.err, Contains(told));
    }
    const Ended missed = leadline({"lead", "list", "--program", elsewhere, "--data", to.string()});
    CHECK(missed.exit_code == 69);
    CHECK_THAT(missed.err, Contains("would lie in partition " + absent));
    const Ended unknown =
        leadline({"lead", "list", "--program", "nobody-1", "--data", to.string()});
    CHECK(unknown.exit_code ==
          (engine::partition_of({"nobody-1"}, 2).number == in(lines[0], 2) ? 1 : 69));

    const Ended none = copy(ground, to, {"--partition", "0,2"});
    CHECK(none.exit_code == 2);
    CHECK_THAT(none.err, Contains("has no partition 2"));
    REQUIRE(copy(ground, to, {"--partition", "0,1"}).exit_code == 0);
    const Ended both = leadline({"lead", "list", "--program", elsewhere, "--data", to.string()});
    CHECK(both.exit_code == 0);
    CHECK(both.err.find("not in this copy") == std::string::npos);
}

TEST_CASE("log copy from Kafka: another log, a topic that was rewritten, or none, or no broker",
          "[kafka]") {
    const Ground ground("refused");
    const fs::path to = ground.folder.path() / "copy";
    const auto engine =
        decided(ground, ground.folder.path() / "data", lines_of(workload_lines(50)));
    REQUIRE(copy(ground, to).exit_code == 0);
    static_cast<void>(stopped(*engine));

    const Ground other("others");
    const Ended another = copy(other, to);
    CHECK(another.exit_code == 78);
    CHECK_THAT(another.err, Contains("holds another log than " + other.options.log));
    const fs::path own = ground.folder.path() / "own";
    REQUIRE(leadline({"submit", "-", "--data", own.string()}).exit_code == 0);
    CHECK(copy(ground, own).exit_code == 78);
    CHECK(leadline({"submit", "-", "--data", own.string()}).exit_code == 0);

    remove_topic(ground.options, ground.options.log);
    const Ended missing = copy(ground, to);
    CHECK(missing.exit_code == 69);
    CHECK_THAT(missing.err, Contains("there is no topic " + ground.options.log));
    auto admin = Admin::open(ground.options, 60s);
    REQUIRE(admin.has_value());
    const std::array log{TopicUse::log};
    REQUIRE(admin->make(log, 1).has_value());
    const Ended emptied = copy(ground, to);
    CHECK(emptied.exit_code == 74);
    CHECK_THAT(emptied.err, Contains("Kafka has lost what was acknowledged"));
    auto as_log = ground.options;
    as_log.commands = as_log.log;
    publish(as_log, {"no block at all"}, 1);
    CHECK(copy(ground, to).exit_code == 74);
    CHECK(leadline({"log", "verify", "--data", to.string()}).exit_code == 0);

    const auto begun = std::chrono::steady_clock::now();
    const Ended nobody = copy(ground, to, {"--set", "kafka.brokers=127.0.0.1:1"});
    CHECK(nobody.exit_code == 69);
    CHECK_THAT(nobody.err, Contains("no broker answers at 127.0.0.1:1"));
    CHECK(std::chrono::steady_clock::now() - begun < 30s);
    CHECK(leadline({"log", "copy", "--from", "kafka", "--to", to.string(), "--data", "x"})
              .exit_code == 2);
    CHECK(leadline({"log", "copy", "--to", to.string(), "--partitions", "2"}).exit_code == 2);
}

}  // namespace leadline::tests
