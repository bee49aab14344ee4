// Topics of a real broker: made right, left alone, described as they are; and a cluster that does
// not answer.
#include "connectors/kafka/admin.hpp"

#include <catch2/catch.hpp>

#include "tests/support/kafka_broker.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::kafka;
using Catch::Contains;
using events::Failure;

config::Options::Kafka options_of(const std::string& name) {
    return KafkaBroker::shared().options(name);
}

Admin opened(const config::Options::Kafka& options) {
    auto admin = Admin::open(options, std::chrono::milliseconds(60'000));
    if (!admin) FAIL(admin.error().message);
    return *std::move(admin);
}

ClusterFacts described(Admin& admin) {
    auto facts = admin.describe();
    if (!facts) FAIL(facts.error().message);
    return *std::move(facts);
}

void make(Admin& admin, std::span<const TopicUse> uses, std::uint32_t partitions) {
    const auto made = admin.make(uses, partitions);
    if (!made) FAIL(made.error().message);
}

std::vector<Finding> mistakes(const ClusterFacts& facts, const config::Options::Kafka& options) {
    std::vector<Finding> found = findings(facts, options);
    std::erase_if(found, [](const Finding& each) { return each.is_warning; });
    return found;
}

}  // namespace

TEST_CASE("Admin: the topics that it makes are those that an engine wants", "[kafka]") {
    const config::Options::Kafka options = options_of("made");
    Admin admin = opened(options);
    const ClusterFacts before = described(admin);
    CHECK(before.brokers == 1);
    CHECK(before.id.size() == 22);
    CHECK(mistakes(before, options).size() == topic_uses.size());  // none is there
    make(admin, topic_uses, 3);
    const ClusterFacts after = described(admin);
    CHECK(after.id == before.id);
    CHECK(mistakes(after, options).empty());
    CHECK(after.properties.contains("transaction.max.timeout.ms"));
    for (const TopicUse use : topic_uses) {
        INFO(option_name(use));
        CHECK(after.of(use).is_there);
        CHECK(after.of(use).partitions == 3);
        CHECK(after.of(use).replication == 1);
        CHECK(after.of(use).in_sync == 1);
        CHECK(after.of(use).is_led);
        for (const auto& [property, value] : right_properties(use)) {
            INFO(property);
            CHECK(after.of(use).properties.at(property) == value);
        }
    }
}

TEST_CASE("Admin: a topic that is there stays as it is, and is told of", "[kafka]") {
    config::Options::Kafka options = options_of("kept");
    // What another has made of the name, for another use: no LogAppendTime, other partitions.
    config::Options::Kafka others = options;
    std::swap(others.commands, others.dead_letters);
    Admin other = opened(others);
    const std::array one{TopicUse::dead_letters};
    make(other, one, 2);

    Admin admin = opened(options);
    const ClusterFacts before = described(admin);
    CHECK(partitions_to_make(before, options) == 2);
    make(admin, topic_uses, partitions_to_make(before, options));
    const ClusterFacts after = described(admin);
    CHECK(after.of(TopicUse::commands).properties == before.of(TopicUse::commands).properties);
    CHECK(after.of(TopicUse::log).partitions == 2);
    const auto found = mistakes(after, options);
    REQUIRE(found.size() == 1);
    CHECK(found[0].about == options.commands);
    CHECK_THAT(found[0].sentence, Contains("message.timestamp.type is CreateTime"));
    make(admin, topic_uses, 5);  // once more, with another number: nothing changes
    const ClusterFacts again = described(admin);
    for (const TopicUse use : topic_uses) {
        CHECK(again.of(use).partitions == 2);
        CHECK(again.of(use).properties == after.of(use).properties);
    }
}

TEST_CASE("Admin: what the cluster refuses to make is told with its reason", "[kafka]") {
    config::Options::Kafka options = options_of("refused");
    options.replication = 3;  // there is one broker
    Admin admin = opened(options);
    const auto made = admin.make(topic_uses, 1);
    REQUIRE_FALSE(made);
    CHECK(made.error().failure == Failure::refused);
    CHECK_THAT(made.error().message, Contains(options.commands) && Contains("kafka.replication"));
}

TEST_CASE("Admin: where no broker is it does not wait for its limit, and says why", "[kafka]") {
    config::Options::Kafka options = config::default_options().kafka;
    options.brokers = "127.0.0.1:1";
    auto admin = Admin::open(options, std::chrono::minutes(10));
    REQUIRE(admin);
    const auto facts = admin->describe();
    REQUIRE_FALSE(facts);
    CHECK(facts.error().failure == Failure::unavailable);
    CHECK_THAT(facts.error().message,
               Contains("no broker answers at 127.0.0.1:1: ") && Contains("Connection refused"));
}

TEST_CASE("Admin: a broker that says nothing is given up at the limit", "[kafka]") {
    KafkaBroker& broker = KafkaBroker::shared();
    auto admin = Admin::open(broker.options("silent"), std::chrono::milliseconds(300));
    REQUIRE(admin);
    broker.freeze();
    const auto facts = admin->describe();
    broker.go_on();
    REQUIRE_FALSE(facts);
    CHECK(facts.error().failure == Failure::unavailable);
    CHECK_THAT(facts.error().message, Contains("no broker answers at " + broker.address()));
}

TEST_CASE("Admin: a broker that does not speak TLS does not let us in with it", "[kafka]") {
    config::Options::Kafka options = options_of("tls");
    options.properties["security.protocol"] = "ssl";
    auto admin = Admin::open(options, std::chrono::milliseconds(60'000));
    REQUIRE(admin);
    const auto facts = admin->describe();
    REQUIRE_FALSE(facts);
    CHECK(facts.error().failure == Failure::refused);  // long before its limit
    CHECK_THAT(facts.error().message, Contains("does not let us in") && Contains("SSL"));
}

}  // namespace leadline::tests
