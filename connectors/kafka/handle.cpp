// Clients of librdkafka, and its errors in words; see handle.hpp.
#include "connectors/kafka/handle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace leadline::connectors::kafka {

using events::Error;
using events::Failure;
using events::Result;

namespace {

struct Mended {
    rd_kafka_resp_err_t code;
    std::string_view how;  // a person mends it; a clause behind the library's words
};

constexpr std::string_view rights = "the principal needs rights on it, which docs/kafka.md names";
constexpr std::string_view credentials = "see security.protocol and sasl.* of kafka.properties";
constexpr std::string_view make_topic = "`leadline kafka init` makes the topics";

constexpr Mended by_a_person[] = {
    {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, rights},
    {RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, rights},
    {RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, rights},
    {RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED, rights},
    {RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_AUTHORIZATION_FAILED, rights},
    {RD_KAFKA_RESP_ERR__AUTHENTICATION, credentials},
    {RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED, credentials},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM, credentials},
    {RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE, credentials},
    {RD_KAFKA_RESP_ERR_SECURITY_DISABLED, credentials},
    {RD_KAFKA_RESP_ERR_UNACCEPTABLE_CREDENTIAL, credentials},
    {RD_KAFKA_RESP_ERR_DELEGATION_TOKEN_EXPIRED, credentials},
    {RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, make_topic},
    {RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, make_topic},
    {RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "Kafka does not take the topic's name"},
    {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, "`leadline kafka check` says which topic is too narrow"},
    {RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, "raise the topic's segment.bytes"},
    {RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
     "raise the brokers' transaction.max.timeout.ms to 10000"},
    {RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT,
     "session.timeout.ms lies outside of the brokers' group.min and group.max"},
    {RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL,
     "others are in this group that do not assign by range"},
    {RD_KAFKA_RESP_ERR_GROUP_MAX_SIZE_REACHED, "raise the brokers' group.max.size"},
    {RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION, "the brokers are older than 0.11, or newer than 3.9"},
    {RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, "the brokers are older than 0.11"},
    {RD_KAFKA_RESP_ERR_POLICY_VIOLATION, "the cluster's policy forbids it"},
    {RD_KAFKA_RESP_ERR_INVALID_CONFIG, "the cluster forbids one of the topic's properties"},
    {RD_KAFKA_RESP_ERR_INVALID_PARTITIONS, "see kafka.partitions"},
    {RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR, "see kafka.replication"},
    {RD_KAFKA_RESP_ERR_INVALID_REQUIRED_ACKS, "the brokers do not take acks=all"},
};

Error error_of(rd_kafka_resp_err_t code, std::string_view what, std::string_view words) {
    const auto* const at = std::find_if(std::begin(by_a_person), std::end(by_a_person),
                                        [code](const Mended& each) { return each.code == code; });
    if (at == std::end(by_a_person))
        return {Failure::unavailable, fmt::format("{}: {}", what, words)};
    return {Failure::refused, fmt::format("{}: {}; {}", what, words, at->how)};
}

Result<rd_kafka_t*> made(rd_kafka_type_t type, ClientConfig& config) {
    std::array<char, 512> why{};
    rd_kafka_t* const client = rd_kafka_new(type, config.native(), why.data(), why.size());
    if (client != nullptr) {
        config.release();
        return client;
    }
    const bool is_wrong = rd_kafka_last_error() == RD_KAFKA_RESP_ERR__INVALID_ARG;
    return events::fail(is_wrong ? Failure::configuration : Failure::passing,
                        fmt::format("librdkafka makes no client: {}", why.data()));
}

}  // namespace

void Destroy::operator()(rd_kafka_t* it) const {
    rd_kafka_destroy_flags(it, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

Result<Handle> Handle::consumer(ClientConfig config) {
    const auto client = made(RD_KAFKA_CONSUMER, config);
    if (!client) return tl::unexpected(client.error());
    Handle handle(*client);
    // Otherwise what the library has to say waits on a queue that nobody polls.
    if (const auto code = rd_kafka_poll_set_consumer(*client))
        return tl::unexpected(to_error(code, "a consumer"));
    return handle;
}

Result<Handle> Handle::producer(ClientConfig config) {
    const auto client = made(RD_KAFKA_PRODUCER, config);
    if (!client) return tl::unexpected(client.error());
    return Handle(*client);
}

std::size_t consume(rd_kafka_queue_t* queue, std::span<rd_kafka_message_t*> to,
                    std::chrono::milliseconds wait) {
    const auto at_hand = [queue](std::span<rd_kafka_message_t*> all) -> std::size_t {
        if (all.empty()) return 0;
        const auto count = rd_kafka_consume_batch_queue(queue, 0, all.data(), all.size());
        return count > 0 ? static_cast<std::size_t>(count) : 0;
    };
    const std::size_t count = at_hand(to);
    if (count > 0 || wait.count() == 0 || to.empty()) return count;
    to.front() = rd_kafka_consume_queue(queue, static_cast<int>(wait.count()));
    return to.front() == nullptr ? 0 : 1 + at_hand(to.subspan(1));
}

Error to_error(rd_kafka_resp_err_t code, std::string_view what) {
    return error_of(code, what, rd_kafka_err2str(code));
}

Error to_error(const rd_kafka_error_t& error, std::string_view what) {
    return error_of(rd_kafka_error_code(&error), what, rd_kafka_error_string(&error));
}

}  // namespace leadline::connectors::kafka
