// Who is fenced does not fence back: neither when its producer is made nor in the middle, and it
// goes on by itself when the group has let it keep the partition for a session.
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <catch2/catch.hpp>
#include <thread>

#include "connectors/kafka/transactions.hpp"
#include "tests/kafka/race_ground.hpp"
#include "tests/kafka/stranger.hpp"

namespace leadline::tests {
namespace {

using namespace std::chrono_literals;
using namespace connectors::kafka;
using Catch::Contains;
using Clock = std::chrono::steady_clock;

constexpr std::int16_t init_producer_id = 22;

// The library's own made-up cluster: no real broker fences a producer that is being made unless two
// of one name ask within the same millisecond.
class MadeUpCluster {
public:
    MadeUpCluster() {
        config::Options::Kafka nowhere = config::default_options().kafka;
        nowhere.brokers.clear();
        auto config = ClientConfig::make(nowhere, Role::admin);
        REQUIRE(config.has_value());
        auto client = Handle::producer(*std::move(config));
        REQUIRE(client.has_value());
        client_.emplace(*std::move(client));
        cluster_.reset(rd_kafka_mock_cluster_new(client_->get(), 1));
        REQUIRE(cluster_ != nullptr);
    }

    void answer_next_init(rd_kafka_resp_err_t code) {
        rd_kafka_mock_push_request_errors(cluster_.get(), init_producer_id, 1, code);
    }
    [[nodiscard]] config::Options::Kafka options() const {
        config::Options::Kafka options = config::default_options().kafka;
        options.brokers = rd_kafka_mock_cluster_bootstraps(cluster_.get());
        return options;
    }

private:
    struct End {
        void operator()(rd_kafka_mock_cluster_t* it) const { rd_kafka_mock_cluster_destroy(it); }
    };

    std::optional<Handle> client_;
    std::unique_ptr<rd_kafka_mock_cluster_t, End> cluster_;
};

}  // namespace

TEST_CASE("Transactions: who is fenced while its producer is made does not try again", "[kafka]") {
    MadeUpCluster cluster;
    const config::Options::Kafka options = cluster.options();
    {
        const auto made = Transactions::open({options, "log/0"});
        REQUIRE(made.has_value());
        CHECK((*made)->trouble() == Trouble::none);
    }
    for (const auto code :
         {RD_KAFKA_RESP_ERR_PRODUCER_FENCED, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH}) {
        cluster.answer_next_init(code);
        const auto made = Transactions::open({options, "log/0"});
        REQUIRE(made.has_value());
        CHECK((*made)->trouble() == Trouble::fenced);
    }
    // What passes is tried again, there and then.
    cluster.answer_next_init(RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS);
    const auto made = Transactions::open({options, "log/0"});
    REQUIRE(made.has_value());
    CHECK((*made)->trouble() == Trouble::none);
    cluster.answer_next_init(RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    const auto refused = Transactions::open({options, "log/0"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().failure == events::Failure::refused);
}

// As after a broker's own abort: fenced, and nobody else is there. The partition comes back when
// the session's timeout, as it is configured, has passed without a word from the group.
TEST_CASE("Kafka: an engine that is fenced without a rival waits for its session and goes on",
          "[kafka]") {
    const RaceGround race("fenced", 1'000, 10, KafkaBroker::shared(), 1);
    const std::size_t half = race.lines.size() / 2;
    Child engine(race.serve("a"));
    race.publish_part(0, half);
    REQUIRE(race.wait_for(half) == half);
    fence(race.ground.options, race.ground.options.log + "/0");
    race.publish_part(half, race.lines.size());
    const auto is_told = [&engine] {
        return engine.err_so_far().find("or the broker ended our transaction") != std::string::npos;
    };
    const auto patience = Clock::now() + 30s;
    while (!is_told() && Clock::now() < patience) std::this_thread::sleep_for(10ms);
    REQUIRE(is_told());
    const auto fenced = Clock::now();
    const std::size_t said = race.wait_for(half + 1);
    const auto took = Clock::now() - fenced;
    INFO(engine.err_so_far());
    CHECK(said > half);
    CHECK(took > RaceGround::session);
    CHECK(took < RaceGround::session + 4s);  // 6.5 s with the session that nobody has configured
    for (const std::string& complaint : race.judge()) FAIL_CHECK(complaint);
    CHECK(stopped(engine).exit_code == 0);
}

}  // namespace leadline::tests
