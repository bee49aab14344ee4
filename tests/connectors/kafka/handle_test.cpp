// Clients of librdkafka without a broker: what each role is told, what kafka.properties may say of
// it, which failure an error is, where the library's own lines go.
#include "connectors/kafka/handle.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

namespace leadline::tests {
namespace {

using Catch::Contains;
using connectors::kafka::ClientConfig;
using connectors::kafka::Handle;
using connectors::kafka::Role;
using events::Failure;

constexpr Role roles[] = {Role::membership, Role::data, Role::producer, Role::admin,
                          Role::plain_reader};

config::Options::Kafka with(std::initializer_list<std::pair<const char*, const char*>> properties) {
    config::Options::Kafka options = config::default_options().kafka;
    for (const auto& [name, value] : properties) options.properties[name] = value;
    return options;
}

ClientConfig made(const config::Options::Kafka& options, Role role) {
    auto config = ClientConfig::make(options, role);
    if (!config) FAIL(config.error().message);
    return *std::move(config);
}

// What is said of it in that role; the failure must be one of configuration.
std::string refused(const config::Options::Kafka& options, Role role) {
    const auto config = ClientConfig::make(options, role);
    REQUIRE_FALSE(config);
    CHECK(config.error().failure == Failure::configuration);
    return config.error().message;
}

}  // namespace

TEST_CASE("ClientConfig: each role is told what exactly-once needs of it", "[kafka]") {
    const config::Options::Kafka options = with({});
    for (const Role role : roles) {
        const ClientConfig config = made(options, role);
        CHECK(config.get("bootstrap.servers") == "127.0.0.1:9092");
        CHECK(config.get("allow.auto.create.topics") == "false");
        CHECK(config.get("socket.nagle.disable") == "true");
    }
    for (const Role role : {Role::membership, Role::data, Role::plain_reader}) {
        const ClientConfig config = made(options, role);
        CHECK(config.get("group.id") == "leadline");
        CHECK(config.get("isolation.level") == "read_committed");
        CHECK(config.get("enable.auto.commit") == "false");
        CHECK(config.get("auto.offset.reset") == "error");
    }
    const ClientConfig producer = made(options, Role::producer);
    CHECK(producer.get("acks") == "-1");  // all
    CHECK(producer.get("enable.idempotence") == "true");
    CHECK(producer.get("retry.backoff.ms") == "1");
    CHECK(producer.get("delivery.report.only.error") == "false");
    CHECK(producer.get("message.max.bytes") == std::to_string(connectors::kafka::batch_bytes_max));
    CHECK(producer.get("transaction.timeout.ms") ==
          std::to_string(connectors::kafka::transaction_timeout.count()));
    CHECK(producer.get("socket.timeout.ms") ==
          std::to_string(connectors::kafka::socket_timeout.count()));
    CHECK(producer.get("transactional.id").empty());
    const ClientConfig data = made(options, Role::data);
    CHECK(data.get("queued.min.messages") == "1000000");
    CHECK(data.get("queued.max.messages.kbytes") == "65536");
    CHECK(data.get("check.crcs") == "true");
    CHECK(data.get("group.instance.id").empty());
    CHECK(made(options, Role::plain_reader).get("enable.partition.eof") == "true");
    const ClientConfig membership = made(options, Role::membership);
    CHECK(membership.get("partition.assignment.strategy") == "range");
    CHECK(membership.get("session.timeout.ms") == "6000");
    CHECK_FALSE(membership.get("group.instance.id").empty());  // the host's name
}

TEST_CASE("ClientConfig: an instance has the name that it is given", "[kafka]") {
    config::Options::Kafka options = with({});
    options.instance = "left";
    options.group = "others";
    const ClientConfig membership = made(options, Role::membership);
    CHECK(membership.get("group.instance.id") == "left");
    CHECK(membership.get("group.id") == "others");
}

TEST_CASE("ClientConfig: properties are stronger than defaults, the caller than both", "[kafka]") {
    const auto options = with({{"session.timeout.ms", "9000"},
                               {"retry.backoff.ms", "20"},
                               {"client.id", "mine"},
                               {"sasl.mechanism", "PLAIN"}});
    CHECK(made(options, Role::membership).get("session.timeout.ms") == "9000");
    ClientConfig producer = made(options, Role::producer);
    CHECK(producer.get("retry.backoff.ms") == "20");
    CHECK(producer.get("client.id") == "mine");
    CHECK(producer.get("sasl.mechanism") == "PLAIN");
    REQUIRE(producer.set("retry.backoff.ms", "30"));
    CHECK(producer.get("retry.backoff.ms") == "30");
    REQUIRE_FALSE(producer.set("retry.backoff.ms", "soon"));
}

TEST_CASE("session_timeout: our default, or what kafka.properties say", "[kafka]") {
    using connectors::kafka::session_timeout;
    CHECK(session_timeout(with({})) == std::chrono::milliseconds(6'000));
    CHECK(session_timeout(with({{"session.timeout.ms", "45000"}})) == std::chrono::seconds(45));
}

TEST_CASE("ClientConfig: what exactly-once stands on is refused by name, with the reason",
          "[kafka]") {
    const char* const kept[] = {"bootstrap.servers",
                                "metadata.broker.list",
                                "group.id",
                                "group.instance.id",
                                "transactional.id",
                                "transaction.timeout.ms",
                                "socket.timeout.ms",
                                "acks",
                                "request.required.acks",
                                "enable.idempotence",
                                "max.in.flight",
                                "max.in.flight.requests.per.connection",
                                "message.max.bytes",
                                "delivery.report.only.error",
                                "isolation.level",
                                "enable.auto.commit",
                                "auto.commit.enable",
                                "enable.auto.offset.store",
                                "auto.offset.reset",
                                "client.rack",
                                "check.crcs",
                                "enable.partition.eof",
                                "partition.assignment.strategy",
                                "allow.auto.create.topics",
                                "enabled_events",
                                "log.queue",
                                "test.mock.num.brokers"};
    for (const char* name : kept) {
        for (const Role role : roles) {
            const std::string said = refused(with({{name, "1"}}), role);
            const std::string begins =
                "kafka.properties." + std::string(name) + " is not to be set: ";
            CHECK_THAT(said, Catch::StartsWith(begins));
            CHECK(said.size() > begins.size() + 20);  // the reason
        }
    }
}

TEST_CASE("ClientConfig: what librdkafka does not take is named, all of it at once", "[kafka]") {
    const std::string said = refused(
        with({{"linger.m", "5"}, {"acks", "1"}, {"linger.ms", "soon"}, {"client.id", "good"}}),
        Role::admin);
    CHECK_THAT(said, Contains("kafka.properties.acks is not to be set: ") &&
                         Contains("kafka.properties.linger.m: No such configuration property") &&
                         Contains("kafka.properties.linger.ms: ") && !Contains("client.id"));
    CHECK(std::count(said.begin(), said.end(), '\n') == 2);  // a line for each
}

TEST_CASE("check_properties: librdkafka is asked in every role, keys and certificates included",
          "[kafka]") {
    const auto said = [](const config::Options::Kafka& options) {
        const auto checked = connectors::kafka::check_properties(options);
        if (checked) return std::string();
        CHECK(checked.error().failure == Failure::configuration);
        return checked.error().message;
    };
    CHECK(said(with({})).empty());
    CHECK(said(with({{"security.protocol", "sasl_plaintext"},
                     {"sasl.mechanism", "PLAIN"},
                     {"sasl.username", "anna"},
                     {"sasl.password", "hush"}}))
              .empty());
    CHECK_THAT(said(with({{"security.protocol", "ssl"}, {"ssl.ca.location", "/nowhere/ca.pem"}})),
               Contains("ssl.ca.location"));
    // Wrong for producers alone, and only together with the rest.
    CHECK_THAT(said(with({{"message.timeout.ms", "60000"}})), Contains("message.timeout.ms"));
    // ... and for consumers.
    CHECK_THAT(
        said(with({{"fetch.max.bytes", "200000000"}, {"receive.message.max.bytes", "1000"}})),
        Contains("receive.message.max.bytes"));
    CHECK(rd_kafka_thread_cnt() == 0);  // nothing is left of it
}

TEST_CASE("Handle: a client ends with it", "[kafka]") {
    config::Options::Kafka options = with({});
    options.brokers = "127.0.0.1:1";
    {
        auto handle = Handle::consumer(made(options, Role::data));
        REQUIRE(handle);
        Handle other = *std::move(handle);
        CHECK(other.get() != nullptr);
        CHECK(rd_kafka_thread_cnt() > 0);
    }
    CHECK(rd_kafka_thread_cnt() == 0);
}

TEST_CASE("Handle: the library's own lines go to the log, under the client's name", "[kafka]") {
    std::ostringstream lines;
    const auto before = spdlog::default_logger();
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(lines);
    auto logger = std::make_shared<spdlog::logger>("test", sink);
    logger->set_level(spdlog::level::debug);
    spdlog::set_default_logger(logger);
    CHECK(Handle::producer(made(with({{"debug", "generic"}}), Role::admin)));
    spdlog::set_default_logger(before);
    CHECK_THAT(lines.str(), Contains("[debug] leadline-admin#producer-"));
}

TEST_CASE("to_error: what passes is told from what only a person can mend", "[kafka]") {
    using connectors::kafka::to_error;
    for (const auto code :
         {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
          RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR__AUTHENTICATION,
          RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
          RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC})
        CHECK(to_error(code, "x").failure == Failure::refused);
    for (const auto code :
         {RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
          RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
          RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR__FENCED})
        CHECK(to_error(code, "x").failure == Failure::unavailable);
    CHECK(to_error(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "topic leadline.log").message ==
          "topic leadline.log: Broker: Topic authorization failed; the principal needs rights on "
          "it, which docs/kafka.md names");
    const connectors::kafka::CallError error(
        rd_kafka_error_new(RD_KAFKA_RESP_ERR__TIMED_OUT, "after %d ms", 5));
    CHECK(to_error(*error, "commit") == events::Error{Failure::unavailable, "commit: after 5 ms"});
}

}  // namespace leadline::tests
