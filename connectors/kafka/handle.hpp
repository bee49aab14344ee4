// librdkafka, held safely: ClientConfig (what a client is told, by its role), Handle (a client),
// and owners of the library's other things. The library's log lines go to spdlog. A Handle is made
// and ended by one thread; what librdkafka allows on a client that runs, any thread may do. Queues,
// topics and events of a client end before it.
#pragma once

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "config/options.hpp"
#include "events/base/result.hpp"

namespace leadline::connectors::kafka {

// A client is ended without the consumer's goodbye, which would call back: who wants it says
// rd_kafka_consumer_close() before.
struct Destroy {
    void operator()(rd_kafka_t* it) const;
    void operator()(rd_kafka_conf_t* it) const { rd_kafka_conf_destroy(it); }
    void operator()(rd_kafka_topic_partition_list_t* it) const {
        rd_kafka_topic_partition_list_destroy(it);
    }
    void operator()(rd_kafka_queue_t* it) const { rd_kafka_queue_destroy(it); }
    void operator()(rd_kafka_message_t* it) const { rd_kafka_message_destroy(it); }
    void operator()(rd_kafka_topic_t* it) const { rd_kafka_topic_destroy(it); }
    void operator()(rd_kafka_headers_t* it) const { rd_kafka_headers_destroy(it); }
    void operator()(rd_kafka_error_t* it) const { rd_kafka_error_destroy(it); }
    void operator()(rd_kafka_event_t* it) const { rd_kafka_event_destroy(it); }
    void operator()(const rd_kafka_metadata_t* it) const { rd_kafka_metadata_destroy(it); }
    void operator()(rd_kafka_consumer_group_metadata_t* it) const {
        rd_kafka_consumer_group_metadata_destroy(it);
    }
    void operator()(rd_kafka_AdminOptions_t* it) const { rd_kafka_AdminOptions_destroy(it); }
    void operator()(rd_kafka_NewTopic_t* it) const { rd_kafka_NewTopic_destroy(it); }
    void operator()(rd_kafka_ConfigResource_t* it) const { rd_kafka_ConfigResource_destroy(it); }
};

using Conf = std::unique_ptr<rd_kafka_conf_t, Destroy>;
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, Destroy>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroy>;
using Message = std::unique_ptr<rd_kafka_message_t, Destroy>;
using Topic = std::unique_ptr<rd_kafka_topic_t, Destroy>;
using Headers = std::unique_ptr<rd_kafka_headers_t, Destroy>;
using CallError = std::unique_ptr<rd_kafka_error_t, Destroy>;  // null: none
using Event = std::unique_ptr<rd_kafka_event_t, Destroy>;
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, Destroy>;
using GroupMetadata = std::unique_ptr<rd_kafka_consumer_group_metadata_t, Destroy>;
using AdminOptions = std::unique_ptr<rd_kafka_AdminOptions_t, Destroy>;
using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, Destroy>;
using ConfigResource = std::unique_ptr<rd_kafka_ConfigResource_t, Destroy>;

enum class Role : std::uint8_t {
    membership,    // consumer: in the group, polled for assignments alone
    data,          // consumer: reads commands, assigned by hand
    producer,      // idempotent; transactional once transactional.id is set
    admin,         // a producer that only asks and makes topics
    plain_reader,  // consumer: reads committed records of any partition to their end
};

// How long the group waits for a member that says nothing, as kafka.properties have it or our
// default; of properties that are taken, see check_properties().
[[nodiscard]] std::chrono::milliseconds session_timeout(const config::Options::Kafka& options);

// What a transactional producer is told; a call to commit must take less than either.
inline constexpr std::chrono::milliseconds transaction_timeout{10'000};
inline constexpr std::chrono::milliseconds socket_timeout{10'000};

// The largest record that is sent: a dead letter of almost 1 MiB with its reason.
inline constexpr std::uint64_t record_bytes_max = 2U << 20U;
// What a batch of records may take, where the topics take as much: an epoch should be few requests,
// since librdkafka 2.0.2 calls poll(2) without end while more wait than may be on their way.
inline constexpr std::uint64_t batch_bytes_max = 8U << 20U;

class ClientConfig {
public:
    // Our own defaults for the role, over them kafka.properties, over those what exactly-once
    // stands on. `configuration` when one of the properties is ours, or none of the library's;
    // every such one is named.
    [[nodiscard]] static events::Result<ClientConfig> make(const config::Options::Kafka& options,
                                                           Role role);

    // For what only the caller knows (transactional.id, a share of memory); stronger than all else.
    [[nodiscard]] events::Result<void> set(const std::string& name, const std::string& value);

    // What is in force; empty when nothing is, or no such property is known.
    [[nodiscard]] std::string get(const std::string& name) const;

    [[nodiscard]] Role role() const { return role_; }
    // For callbacks. A producer has a dr_msg_cb that does nothing: without any, commits are slow.
    [[nodiscard]] rd_kafka_conf_t* native() const { return conf_.get(); }
    // The client owns it from now on.
    void release() { static_cast<void>(conf_.release()); }

private:
    explicit ClientConfig(Role role);

    Conf conf_;
    Role role_;
};

// Whether librdkafka takes kafka.properties in every role, as far as it can say so without a
// broker (files of keys are read). For the start, so that nothing of it comes up later.
[[nodiscard]] events::Result<void> check_properties(const config::Options::Kafka& options);

class Handle {
public:
    [[nodiscard]] static events::Result<Handle> consumer(ClientConfig config);
    [[nodiscard]] static events::Result<Handle> producer(ClientConfig config);

    [[nodiscard]] rd_kafka_t* get() const { return client_.get(); }

private:
    explicit Handle(rd_kafka_t* client) : client_(client) {}

    std::unique_ptr<rd_kafka_t, Destroy> client_;
};

// What is there, up to all of `to`; when nothing is, what comes first within `wait`, and what is
// there with it. How many. The library's own call for batches would wait for the last of them. Who
// calls destroys them.
[[nodiscard]] std::size_t consume(rd_kafka_queue_t* queue, std::span<rd_kafka_message_t*> to,
                                  std::chrono::milliseconds wait);

// "WHAT: the library's words". `refused` for what only a person can mend: rights, credentials,
// topics that are not there, what the broker's configuration forbids; `unavailable` for what
// passes, and for everything that the library may add. Fencing is neither, and the caller's to
// know.
[[nodiscard]] events::Error to_error(rd_kafka_resp_err_t code, std::string_view what);
[[nodiscard]] events::Error to_error(const rd_kafka_error_t& error, std::string_view what);

}  // namespace leadline::connectors::kafka
