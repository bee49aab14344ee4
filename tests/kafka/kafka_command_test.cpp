// `leadline kafka init` and `check` as a person meets them: words, formats, exit codes.
#include <catch2/catch.hpp>

#include "connectors/kafka/admin.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/kafka_broker.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Words = std::vector<std::string>;

// The command line that names this broker and these topics.
Ran kafka(const config::Options::Kafka& options, Words words) {
    words.insert(words.begin(), "kafka");
    const auto set = [&words](const std::string& name, const std::string& value) {
        words.emplace_back("--set");
        words.push_back("kafka." + name + "=" + value);
    };
    set("brokers", options.brokers);
    set("commands", options.commands);
    set("log", options.log);
    set("events", options.events);
    set("outcomes", options.outcomes);
    set("dead_letters", options.dead_letters);
    return run(words);
}

std::size_t lines_with(const std::string& text, const std::string& word) {
    std::istringstream lines(text);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);)
        if (line.find(word) != std::string::npos) ++count;
    return count;
}

}  // namespace

TEST_CASE("kafka init: makes all topics, says so, and the second time there is nothing to do",
          "[kafka]") {
    const config::Options::Kafka options = KafkaBroker::shared().options("init");
    const Ran missing = kafka(options, {"check"});
    INFO(missing.out << missing.err);
    CHECK(missing.code == 1);
    CHECK(lines_with(missing.out, "`leadline kafka init` makes it") == 5);
    CHECK_THAT(missing.err, Contains(": 5 mistakes"));

    const Ran first = kafka(options, {"init", "--set", "kafka.partitions=2"});
    INFO(first.out << first.err);
    CHECK(first.code == 0);
    CHECK(lines_with(first.out, " now") == 5);
    CHECK_THAT(first.err, Contains(": nothing is wrong, 5 warnings"));

    const Ran second = kafka(options, {"init"});
    CHECK(second.code == 0);
    CHECK(lines_with(second.out, " now") == 0);
    CHECK(lines_with(second.out, " before") == 5);

    const Ran check = kafka(options, {"check", "-o", "json"});
    CHECK(check.code == 0);
    CHECK_THAT(check.out, Contains("\"cluster\": \"") && Contains("\"brokers\": 1") &&
                              Contains("\"option\": \"kafka.dead_letters\"") &&
                              Contains("\"partitions\": 2") &&
                              Contains("\"severity\": \"warning\""));
    const Ran csv = kafka(options, {"check", "-o", "csv"});
    CHECK_THAT(csv.out, Catch::StartsWith("about,severity,finding"));
}

TEST_CASE("kafka check: an unlike number of partitions is exit code 1, with what mends it",
          "[kafka]") {
    const config::Options::Kafka options = KafkaBroker::shared().options("unlike");
    auto admin = connectors::kafka::Admin::open(options);
    REQUIRE(admin);
    const std::array log{connectors::kafka::TopicUse::log};
    const std::array events{connectors::kafka::TopicUse::events};
    REQUIRE(admin->make(log, 2));
    REQUIRE(admin->make(events, 1));
    const Ran ran = kafka(options, {"init"});
    INFO(ran.out << ran.err);
    CHECK(ran.code == 1);
    CHECK_THAT(ran.out, Contains("--alter --topic " + options.events + " --partitions 2"));
    CHECK_THAT(ran.err, Contains(": 1 mistake, "));
}

TEST_CASE("kafka check: properties that are ours, names that are twice: 78; no broker: 69",
          "[kafka]") {
    const config::Options::Kafka options = KafkaBroker::shared().options("codes");
    const Ran ours = kafka(options, {"check", "--set", "kafka.properties.acks=1"});
    CHECK(ours.code == 78);
    CHECK_THAT(ours.err, Contains("kafka.properties.acks is not to be set: "));
    const Ran unknown = kafka(options, {"check", "--set", "kafka.properties.ack=1"});
    CHECK(unknown.code == 78);
    CHECK_THAT(unknown.err, Contains("kafka.properties.ack: No such configuration property"));
    config::Options::Kafka twice = options;
    twice.events = twice.log;
    const Ran same = kafka(twice, {"init"});
    CHECK(same.code == 78);
    CHECK_THAT(same.err, Contains("kafka.log and kafka.events name the same topic"));
    config::Options::Kafka nowhere = options;
    nowhere.brokers = "127.0.0.1:1";
    const Ran none = kafka(nowhere, {"check", "--log-level", "off"});
    CHECK(none.code == 69);
    CHECK_THAT(none.err, Contains("no broker answers at 127.0.0.1:1: "));
}

}  // namespace leadline::tests
