// See stranger.hpp.
#include "tests/kafka/stranger.hpp"

#include <array>
#include <optional>
#include <stdexcept>

namespace leadline::tests {

using namespace connectors::kafka;

namespace {

constexpr int patience_ms = 30'000;

void must(bool is_so, const char* what) {
    if (!is_so) throw std::runtime_error(what);
}

using Timeout = std::optional<std::chrono::milliseconds>;  // none: no transactions

Handle producer(const config::Options::Kafka& options, Timeout timeout,
                const std::string& id = "stranger") {
    auto config = ClientConfig::make(options, Role::producer);
    must(config.has_value(), "a producer's configuration");
    const bool is_set =
        !timeout || (config->set("transactional.id", id).has_value() &&
                     config->set("transaction.timeout.ms", std::to_string(timeout->count())));
    must(is_set, "a producer with transactions");
    auto client = Handle::producer(*std::move(config));
    must(client.has_value(), "a producer");
    return *std::move(client);
}

// Asks the cluster for something, and waits until it has said yes.
template <class Send>
void request(const config::Options::Kafka& options, const char* otherwise, Send&& send) {
    const Handle client = producer(options, std::nullopt);
    const Queue answers(rd_kafka_queue_new(client.get()));
    send(client.get(), answers.get());
    const Event answer(rd_kafka_queue_poll(answers.get(), patience_ms));
    must(answer != nullptr && rd_kafka_event_error(answer.get()) == RD_KAFKA_RESP_ERR_NO_ERROR,
         otherwise);
}

}  // namespace

Stranger::Stranger(const config::Options::Kafka& options, const std::string& topic,
                   std::chrono::milliseconds timeout)
    : client_(std::make_unique<Handle>(producer(options, timeout))) {
    rd_kafka_t* const client = client_->get();
    must(CallError(rd_kafka_init_transactions(client, patience_ms)) == nullptr, "init");
    must(CallError(rd_kafka_begin_transaction(client)) == nullptr, "begin");
    const Topic to(rd_kafka_topic_new(client, topic.c_str(), nullptr));
    std::string bytes = "not a block";
    must(rd_kafka_produce(to.get(), 0, RD_KAFKA_MSG_F_COPY, bytes.data(), bytes.size(), nullptr, 0,
                          nullptr) == 0,
         "produce");
    must(rd_kafka_flush(client, patience_ms) == RD_KAFKA_RESP_ERR_NO_ERROR, "flush");
}

Stranger::~Stranger() {
    static_cast<void>(CallError(rd_kafka_abort_transaction(client_->get(), patience_ms)));
}

void fence(const config::Options::Kafka& options, const std::string& transactional_id) {
    const Handle client = producer(options, transaction_timeout, transactional_id);
    must(CallError(rd_kafka_init_transactions(client.get(), patience_ms)) == nullptr, "init");
}

void add_partitions(const config::Options::Kafka& options, std::size_t partitions) {
    for (const std::string* topic : {&options.commands, &options.log, &options.events,
                                     &options.outcomes, &options.dead_letters}) {
        std::array<char, 256> why{};
        rd_kafka_NewPartitions_t* wanted =
            rd_kafka_NewPartitions_new(topic->c_str(), partitions, why.data(), why.size());
        must(wanted != nullptr, "new partitions");
        request(options, "partitions are not added", [&](rd_kafka_t* client, auto* answers) {
            rd_kafka_CreatePartitions(client, &wanted, 1, nullptr, answers);
        });
        rd_kafka_NewPartitions_destroy(wanted);
    }
}

void delete_topic(const config::Options::Kafka& options, const std::string& topic) {
    rd_kafka_DeleteTopic_t* unwanted = rd_kafka_DeleteTopic_new(topic.c_str());
    request(options, "a topic is not deleted", [&](rd_kafka_t* client, auto* answers) {
        rd_kafka_DeleteTopics(client, &unwanted, 1, nullptr, answers);
    });
    rd_kafka_DeleteTopic_destroy(unwanted);
}

void configure_topic(const config::Options::Kafka& options, const std::string& topic,
                     const std::map<std::string, std::string>& properties) {
    rd_kafka_ConfigResource_t* wanted =
        rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str());
    for (const auto& [name, value] : properties)
        must(rd_kafka_ConfigResource_set_config(wanted, name.c_str(), value.c_str()) ==
                 RD_KAFKA_RESP_ERR_NO_ERROR,
             "a property");
    request(options, "a topic is not configured", [&](rd_kafka_t* client, auto* answers) {
        rd_kafka_AlterConfigs(client, &wanted, 1, nullptr, answers);
    });
    rd_kafka_ConfigResource_destroy(wanted);
}

void deny_writing(const config::Options::Kafka& options, const std::string& topic) {
    std::array<char, 256> why{};
    rd_kafka_AclBinding_t* denied = rd_kafka_AclBinding_new(
        RD_KAFKA_RESOURCE_TOPIC, topic.c_str(), RD_KAFKA_RESOURCE_PATTERN_LITERAL, "User:ANONYMOUS",
        "*", RD_KAFKA_ACL_OPERATION_WRITE, RD_KAFKA_ACL_PERMISSION_TYPE_DENY, why.data(),
        why.size());
    must(denied != nullptr, "a binding");
    request(options, "rights are not taken away", [&](rd_kafka_t* client, auto* answers) {
        rd_kafka_CreateAcls(client, &denied, 1, nullptr, answers);
    });
    rd_kafka_AclBinding_destroy(denied);
}

}  // namespace leadline::tests
