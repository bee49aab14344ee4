// The broker that tests start: it comes back as it was, and what a test does to it has the effect
// that the test relies on.
#include <signal.h>

#include <catch2/catch.hpp>

#include "connectors/kafka/handle.hpp"
#include "tests/support/kafka_broker.hpp"

namespace leadline::tests {
namespace {

using connectors::kafka::ClientConfig;
using connectors::kafka::Handle;
using connectors::kafka::Role;

// Empty when nobody answers within that time.
std::string cluster_id(const KafkaBroker& broker, int within_ms) {
    auto config = ClientConfig::make(broker.options("any"), Role::admin);
    REQUIRE(config);
    rd_kafka_conf_set_log_cb(config->native(), nullptr);
    const auto handle = Handle::producer(*std::move(config));
    REQUIRE(handle);
    char* const id = rd_kafka_clusterid(handle->get(), within_ms);
    const std::string text = id == nullptr ? "" : id;
    if (id != nullptr) rd_kafka_mem_free(handle->get(), id);
    return text;
}

constexpr int at_length = 60'000;

}  // namespace

TEST_CASE("KafkaBroker: it is the same one after a stop and after kill -9", "[kafka]") {
    KafkaBroker& broker = KafkaBroker::shared();
    const std::string id = cluster_id(broker, at_length);
    const std::string address = broker.address();
    CHECK(id.size() == 22);
    broker.stop();
    CHECK(cluster_id(broker, 200).empty());
    broker.start();
    broker.kill();  // in the middle of its start
    CHECK(cluster_id(broker, 200).empty());
    broker.start();
    broker.wait();
    CHECK(cluster_id(broker, at_length) == id);
    CHECK(broker.address() == address);
}

TEST_CASE("KafkaBroker: frozen it says nothing, and goes on where it was", "[kafka]") {
    KafkaBroker& broker = KafkaBroker::shared();
    const std::string id = cluster_id(broker, at_length);
    const pid_t pid = broker.pid();
    broker.freeze();
    CHECK(cluster_id(broker, 300).empty());
    broker.go_on();
    CHECK(cluster_id(broker, at_length) == id);
    CHECK(broker.pid() == pid);
}

TEST_CASE("KafkaBroker: each engine's options name topics of its own", "[kafka]") {
    const KafkaBroker& broker = KafkaBroker::shared();
    const config::Options::Kafka one = broker.options("same");
    const config::Options::Kafka other = broker.options("same");
    CHECK(one.brokers == broker.address());
    CHECK(one.log != other.log);
    CHECK(one.commands != other.commands);
    CHECK(one.group != other.group);
}

}  // namespace leadline::tests
