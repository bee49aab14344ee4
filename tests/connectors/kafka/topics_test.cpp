// What is wrong with topics and their cluster, judged from facts alone.
#include "connectors/kafka/topics.hpp"

#include <catch2/catch.hpp>

#include "connectors/kafka/handle.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::kafka;
using Catch::Contains;

// Three brokers, and five topics as init makes them, three copies each.
ClusterFacts good_facts() {
    ClusterFacts facts;
    facts.id = "cluster";
    facts.brokers = 3;
    facts.properties = {{"transaction.max.timeout.ms", "900000"},
                        {"auto.create.topics.enable", "false"},
                        {"transaction.state.log.replication.factor", "3"},
                        {"offsets.topic.replication.factor", "3"}};
    for (const TopicUse use : topic_uses) {
        TopicFacts& topic = facts.topics[static_cast<std::size_t>(use)];
        topic = {true, 4, 3, 3, true, right_properties(use), {}};
        topic.properties["min.insync.replicas"] = "2";
    }
    return facts;
}

struct Case {
    ClusterFacts facts = good_facts();
    config::Options::Kafka options = config::default_options().kafka;

    TopicFacts& of(TopicUse use) { return facts.topics[static_cast<std::size_t>(use)]; }
    void set(TopicUse use, const char* property, const char* value) {
        of(use).properties[property] = value;
    }
    // The only finding; about that, and a warning or not.
    std::string only(std::string_view about, bool is_warning) {
        const auto found = findings(facts, options);
        for (const Finding& each : found) UNSCOPED_INFO(each.about << ": " << each.sentence);
        REQUIRE(found.size() == 1);
        CHECK(found[0].about == about);
        CHECK(found[0].is_warning == is_warning);
        return found[0].sentence;
    }
    std::string wrong(std::string_view about) { return only(about, false); }
    std::string warning(std::string_view about) { return only(about, true); }
};

}  // namespace

TEST_CASE("findings: topics as init makes them have none, on three brokers", "[kafka]") {
    Case it;
    CHECK(findings(it.facts, it.options).empty());
}

TEST_CASE("findings: a topic that is missing is named, with what makes it", "[kafka]") {
    Case it;
    it.of(TopicUse::outcomes) = {};
    CHECK_THAT(it.wrong("leadline.outcomes"), Contains("`leadline kafka init` makes it"));
}

TEST_CASE("findings: all five topics have as many partitions as the log", "[kafka]") {
    SECTION("fewer can become more") {
        Case it;
        it.of(TopicUse::events).partitions = 3;
        CHECK(it.wrong("leadline.events") ==
              "it has 3 partitions where the others have 4: `kafka-topics.sh --bootstrap-server "
              "127.0.0.1:9092 --alter --topic leadline.events --partitions 4`");
    }
    SECTION("more cannot become fewer") {
        Case it;
        it.of(TopicUse::events).partitions = 5;
        CHECK_THAT(it.wrong("leadline.events"), Contains("it has 5 partitions") &&
                                                    Contains("name another topic by kafka.events"));
    }
    SECTION("new ones get as many as the log has, then as the option says") {
        Case it;
        it.options.partitions = 7;
        it.of(TopicUse::log).partitions = 6;
        CHECK(partitions_to_make(it.facts, it.options) == 6);
        it.of(TopicUse::log).is_there = false;
        CHECK(partitions_to_make(it.facts, it.options) == 4);
        it.facts.topics = {};
        CHECK(partitions_to_make(it.facts, it.options) == 7);
    }
}

TEST_CASE("findings: commands have the time of their arrival, by a command that is told",
          "[kafka]") {
    Case it;
    it.set(TopicUse::commands, "message.timestamp.type", "CreateTime");
    CHECK(it.wrong("leadline.commands") ==
          "message.timestamp.type is CreateTime, and must be LogAppendTime, since a command's time "
          "is that of its arrival: `kafka-configs.sh --bootstrap-server 127.0.0.1:9092 --alter "
          "--entity-type topics --entity-name leadline.commands --add-config "
          "message.timestamp.type=LogAppendTime`");
}

TEST_CASE("findings: the truth must not expire, nor be compacted, nor be cut off", "[kafka]") {
    const auto refused = [](const char* property, const char* value, const char* mend) {
        Case it;
        it.set(TopicUse::log, property, value);
        CHECK_THAT(it.wrong("leadline.log"), Contains(mend));
        Case other;
        other.set(TopicUse::outcomes, property, value);
        for (const Finding& each : findings(other.facts, other.options)) CHECK(each.is_warning);
    };
    refused("cleanup.policy", "compact", "--add-config cleanup.policy=delete");
    refused("cleanup.policy", "compact,delete", "--add-config cleanup.policy=delete");
    refused("retention.ms", "604800000", "--add-config retention.ms=-1");
    refused("retention.bytes", "1073741824", "--add-config retention.bytes=-1");
    refused("unclean.leader.election.enable", "true", "unclean.leader.election.enable=false");
}

TEST_CASE("findings: compaction drops commands, and is told of the others' topics", "[kafka]") {
    Case it;
    it.set(TopicUse::commands, "cleanup.policy", "compact");
    CHECK_THAT(it.wrong("leadline.commands"), Contains("compaction would drop commands"));
    Case feed;
    feed.set(TopicUse::events, "cleanup.policy", "compact");
    CHECK_THAT(feed.warning("leadline.events"), Contains("only the last is kept"));
}

TEST_CASE("findings: each topic takes the largest record that it may get", "[kafka]") {
    const auto least = [](TopicUse use, const char* too_few, const char* enough) {
        Case it;
        it.set(use, "max.message.bytes", too_few);
        CHECK_THAT(it.wrong(topic_name(it.options, use)),
                   Contains(std::string("max.message.bytes=") + enough));
        it.set(use, "max.message.bytes", enough);
        CHECK(findings(it.facts, it.options).empty());
    };
    least(TopicUse::commands, "147455", "147456");
    least(TopicUse::log, "1048575", "1048576");
    least(TopicUse::events, "1048575", "1048576");
    least(TopicUse::outcomes, "1048575", "1048576");
    least(TopicUse::dead_letters, "1048588", "2097152");
}

TEST_CASE("batch_bytes: as large as every topic of a transaction takes", "[kafka]") {
    Case it;
    CHECK(batch_bytes(it.facts) == batch_bytes_max - 1'024);
    it.set(TopicUse::commands, "max.message.bytes", "147456");  // no part of transactions
    CHECK(batch_bytes(it.facts) == batch_bytes_max - 1'024);
    it.set(TopicUse::dead_letters, "max.message.bytes", "2097152");
    CHECK(batch_bytes(it.facts) == 2'097'152 - 1'024);
    it.set(TopicUse::events, "max.message.bytes", "1048576");
    CHECK(batch_bytes(it.facts) == 1'048'576 - 1'024);
    it.of(TopicUse::log).properties.clear();  // what could not be read
    CHECK(batch_bytes(it.facts) == 1'000'000);
}

TEST_CASE("findings: copies that cannot be written are wrong, few ones are told", "[kafka]") {
    Case never;
    never.set(TopicUse::log, "min.insync.replicas", "4");
    CHECK_THAT(never.wrong("leadline.log"), Contains("nothing could ever be written"));
    Case tight;
    tight.set(TopicUse::log, "min.insync.replicas", "3");
    CHECK_THAT(tight.warning("leadline.log"), Contains("one broker that is down stops the engine"));
    Case loose;
    loose.set(TopicUse::log, "min.insync.replicas", "1");
    CHECK_THAT(loose.warning("leadline.log"), Contains("min.insync.replicas=2"));
    Case behind;
    behind.of(TopicUse::log).in_sync = 2;
    CHECK_THAT(behind.warning("leadline.log"), Contains("1 of its 3 copies are not up to date"));
    Case one;
    one.of(TopicUse::log).replication = one.of(TopicUse::log).in_sync = 1;
    one.set(TopicUse::log, "min.insync.replicas", "1");
    CHECK_THAT(one.warning("leadline.log"), Contains("there are 3 brokers"));
    one.facts.brokers = 1;
    CHECK_THAT(one.warning("leadline.log"), Contains("the only broker"));
    Case leaderless;
    leaderless.of(TopicUse::log).is_led = false;
    CHECK_THAT(leaderless.wrong("leadline.log"), Contains("no leader"));
}

TEST_CASE("findings: what the brokers' own configuration would forbid or hide", "[kafka]") {
    Case it;
    it.facts.properties["transaction.max.timeout.ms"] = "9999";
    CHECK_THAT(it.wrong("cluster"),
               Contains("transaction.max.timeout.ms is 9999") && Contains("10000 are the least"));
    Case making;
    making.facts.properties["auto.create.topics.enable"] = "true";
    CHECK_THAT(making.warning("cluster"), Contains("auto.create.topics.enable"));
    Case lonely;
    lonely.facts.properties["transaction.state.log.replication.factor"] = "1";
    CHECK_THAT(lonely.warning("cluster"), Contains("transaction.state.log.replication.factor"));
    lonely.facts.brokers = 1;  // cannot be more
    CHECK(findings(lonely.facts, lonely.options).empty());
}

TEST_CASE("findings: what could not be read is not taken for good", "[kafka]") {
    Case it;
    it.of(TopicUse::log).properties.clear();
    it.of(TopicUse::log).unread = "Topic authorization failed";
    CHECK_THAT(it.wrong("leadline.log"), Contains("Topic authorization failed"));
    Case brokers;
    brokers.facts.properties.clear();
    brokers.facts.unread = "Cluster authorization failed";
    CHECK_THAT(brokers.warning("cluster"), Contains("Cluster authorization failed"));
}

TEST_CASE("check_names: no topic has two uses", "[kafka]") {
    config::Options::Kafka options = config::default_options().kafka;
    CHECK(check_names(options));
    options.outcomes = options.events;
    const auto checked = check_names(options);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().failure == events::Failure::configuration);
    CHECK_THAT(checked.error().message,
               Contains("kafka.events and kafka.outcomes name the same topic"));
}

}  // namespace leadline::tests
