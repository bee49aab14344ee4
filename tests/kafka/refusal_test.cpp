// What an engine on Kafka does not put up with: a folder of another log, topics that grew or are
// gone, rights that are missing, and strangers on the log. One sentence each, and the exit code.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "connectors/kafka/admin.hpp"
#include "engine/log/placement.hpp"
#include "tests/kafka/ground.hpp"
#include "tests/kafka/stranger.hpp"
#include "tests/support/submitted.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Catch::Contains;
using connectors::kafka::Properties;
using connectors::kafka::right_properties;
using connectors::kafka::TopicUse;

// An engine that has decided what sets a program up.
class Running {
public:
    explicit Running(const Ground& ground, const Words& more = {})
        : engine_(with(ground.serve("a", ground.folder.path() / "data"), more)) {
        publish(ground.options, lines_of(acme_lines()), ground.partitions);
        REQUIRE(ground.wait_for(2).first.size() == 2);
    }
    [[nodiscard]] Child& engine() { return engine_; }
    // It must end by itself.
    [[nodiscard]] Ended ended() {
        const bool has_ended = engine_.ends_within(60s);
        INFO(engine_.err_so_far());
        REQUIRE(has_ended);
        return engine_.wait();
    }

private:
    Child engine_;
};

void stop_well(Child& engine) {
    const Ended ended = stopped(engine);
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
}

}  // namespace

TEST_CASE(
    "Kafka: a folder of another log is refused, and topics that grew, with any folder or none",
    "[kafka]") {
    const Ground one("folder_one");
    const Ground other("folder_other");
    const fs::path data = one.folder.path() / "data";
    Running running(one);
    stop_well(running.engine());
    const Ended refused = leadline(other.serve("a", data));
    CHECK(refused.exit_code == 78);
    CHECK_THAT(refused.err, Contains("holds another log than " + other.options.log));

    // As many as it takes to move the program.
    std::uint32_t many = 2;
    while (engine::partition_of({"acme"}, many).number == 0) ++many;
    add_partitions(one.options, many);
    const std::string now = fmt::format("has {} partitions now, and had 1", many);
    const Ended warm = leadline(one.serve("a", data));
    CHECK(warm.exit_code == 78);
    CHECK_THAT(warm.err, Contains(one.options.commands + " " + now));
    const fs::path cold = one.folder.path() / "cold";
    const Ended made_anew = leadline(one.serve("a", cold));
    CHECK(made_anew.exit_code == 78);
    CHECK_THAT(made_anew.err, Contains(one.options.commands + " " + now));
    CHECK(fs::is_empty(cold / "log"));  // no folder that would say next time that all is well

    // The brokers know nothing of the group any more: the folder does, and without one the log.
    const Words forgotten{"--set", "kafka.group=" + one.options.group + "-anew"};
    const Ended known = leadline(with(one.serve("a", data), forgotten));
    CHECK(known.exit_code == 78);
    CHECK_THAT(known.err, Contains(one.options.log + " " + now));
    const Ended read = leadline(with(one.serve("a", cold), forgotten));
    CHECK(read.exit_code == 78);
    CHECK_THAT(read.err, Contains("partition 0 of " + one.options.log +
                                  " holds the program \"acme\", which belongs into "));
    CHECK(consume(one.options, one.options.outcomes).size() == 2);
}

TEST_CASE("Kafka: partitions that are added while an engine runs end it with 69", "[kafka]") {
    const Ground ground("grows");
    // So that it need not wait for five minutes to hear of it.
    Running running(ground, {"--set", "kafka.properties.topic.metadata.refresh.interval.ms=300"});
    add_partitions(ground.options, 2);
    const Ended ended = running.ended();
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains("has more partitions now than the 1 it had"));
}

TEST_CASE("Kafka: no engine starts on topics that are not as they must be", "[kafka]") {
    const Ground ground("wrong", 2);
    const Ground narrow("narrower", 1);
    const fs::path data = ground.folder.path() / "data";
    const auto check = [&](const Words& more, int exit_code, const std::string& about,
                           const std::string& sentence) {
        const Ended ended = leadline(with(ground.serve("a", data), more));
        CHECK(ended.exit_code == exit_code);
        CHECK_THAT(ended.err, Contains(about + ": " + sentence));
    };
    struct Wrong {
        TopicUse use;
        std::string property, value, sentence;
    };
    const std::string& commands = ground.options.commands;
    const std::string& log = ground.options.log;
    for (const auto& [use, property, value, sentence] :
         {Wrong{TopicUse::commands, "message.timestamp.type", "CreateTime",
                "since a command's time is that of its arrival"},
          Wrong{TopicUse::commands, "cleanup.policy", "compact",
                "since compaction would drop commands"},
          Wrong{TopicUse::log, "cleanup.policy", "compact", "since compaction would drop blocks"},
          Wrong{TopicUse::log, "retention.ms", "604800000", "since what is deleted there is lost"},
          Wrong{TopicUse::log, "retention.bytes", "1000000000",
                "since what is deleted there is lost"}}) {
        const std::string& topic = use == TopicUse::commands ? commands : log;
        Properties properties = right_properties(use);
        const std::string right = properties[property];
        properties[property] = value;
        configure_topic(ground.options, topic, {properties.begin(), properties.end()});
        check({}, 69, topic,
              fmt::format("{} is {}, and must be {}, {}", property, value, right, sentence));
        properties[property] = right;
        configure_topic(ground.options, topic, {properties.begin(), properties.end()});
    }
    const std::string& outcomes = narrow.options.outcomes;
    check({"--set", "kafka.outcomes=" + outcomes}, 69, outcomes,
          "it has 1 partitions where the others have 2");
    check({"--set", "kafka.outcomes=nowhere"}, 69, "nowhere", "it is not there");
    check({"--set", "kafka.properties.acks=1"}, 78, "kafka.properties.acks is not to be set", "");
    // None of them has begun anything, and the right ones are put up with.
    CHECK(fs::is_empty(data / "log"));
    Running running(ground);
    stop_well(running.engine());
}

TEST_CASE("Kafka: a topic that is taken away ends the engine with 69", "[kafka]") {
    const Ground ground("gone");
    Running running(ground);
    delete_topic(ground.options, ground.options.commands);
    const Ended ended = running.ended();
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains(ground.options.commands));
}

TEST_CASE(
    "Kafka: rights that are taken away end the engine with 69; its folder fits no other cluster",
    "[kafka]") {
    KafkaBroker broker(
        {"authorizer.class.name=org.apache.kafka.metadata.authorizer."
         "StandardAuthorizer",
         "allow.everyone.if.no.acl.found=true", "super.users=User:nobody"});
    const Ground ground("rights", 1, broker);
    Running running(ground);
    deny_writing(ground.options, ground.options.log);
    publish(ground.options, lines_of(acme_lead_line(1)), 1);
    const Ended ended = running.ended();
    INFO(ended.err);
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains("rights") && Contains(ground.options.log + "/0"));

    // Topics of the same names on another cluster: the folder is of this one, and says so.
    config::Options::Kafka elsewhere = ground.options;
    elsewhere.brokers = KafkaBroker::shared().address();
    auto admin = connectors::kafka::Admin::open(elsewhere, 60s);
    REQUIRE(admin.has_value());
    REQUIRE(admin->make(connectors::kafka::topic_uses, 1).has_value());
    const auto facts = admin->describe();
    REQUIRE(facts.has_value());
    const Words there = with(ground.serve("a", ground.folder.path() / "data"),
                             {"--set", "kafka.brokers=" + elsewhere.brokers});
    const Ended refused = leadline(there);
    CHECK(refused.exit_code == 78);
    CHECK_THAT(refused.err, Contains("holds another log than " + elsewhere.log +
                                     " of the cluster " + facts->id));
}

TEST_CASE("Kafka: a stranger's open transaction on the log is waited for, and then refused",
          "[kafka]") {
    const Ground ground("stranger");
    const fs::path data = ground.folder.path() / "data";
    publish(ground.options, lines_of(acme_lines()), 1);
    {
        const Stranger stranger(ground.options, ground.options.log);
        Child engine(ground.serve("a", data));
        CHECK_FALSE(engine.ends_within(3s));
        CHECK(verdicts(consume(ground.options, ground.options.outcomes)).first.empty());
        // It gives up, and leaves no more than the marker of its abort.
    }
    Child engine(ground.serve("a", data));
    CHECK(ground.wait_for(2).first.size() == 2);
    stop_well(engine);
}

TEST_CASE("Kafka: a stranger who does not let go of the log ends the engine with 69",
          "[kafka][.long]") {
    const Ground ground("occupied");
    publish(ground.options, lines_of(acme_lines()), 1);
    const Stranger stranger(ground.options, ground.options.log, 60s);
    Child engine(ground.serve("a", ground.folder.path() / "data"));
    REQUIRE(engine.ends_within(45s));
    const Ended ended = engine.wait();
    CHECK(ended.exit_code == 69);
    CHECK_THAT(ended.err, Contains("a transaction that is not this engine's stays open"));
}

}  // namespace leadline::tests
