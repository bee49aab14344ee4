// See topic_facts.hpp.
#include "bench/kafka/topic_facts.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>

namespace leadline::bench {

using namespace connectors::kafka;

namespace {

constexpr int limit_ms = 10'000;
constexpr std::size_t batch = 10'000;

void must(bool is_so, const std::string& what) {
    if (!is_so) throw std::runtime_error(what);
}

Handle reader(const config::Options::Kafka& options, const std::string& topic,
              std::uint32_t partitions) {
    auto config = ClientConfig::make(options, Role::plain_reader);
    must(config.has_value() && config->set("fetch.wait.max.ms", "5").has_value(), "a reader");
    auto client = Handle::consumer(*std::move(config));
    must(client.has_value(), "a reader");
    const PartitionList list(rd_kafka_topic_partition_list_new(1));
    for (std::uint32_t p = 0; p < partitions; ++p)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), static_cast<std::int32_t>(p))
            ->offset = 0;
    must(rd_kafka_assign(client->get(), list.get()) == 0, "reading " + topic);
    return *std::move(client);
}

}  // namespace

GroupPlace::GroupPlace(const config::Options::Kafka& options, std::uint32_t partitions)
    : options_(options), partitions_(partitions) {
    auto config = ClientConfig::make(options, Role::plain_reader);
    // Otherwise the broker gives no answer while the contestant has a transaction open, which is
    // always. An offset that is not committed is not told either way.
    must(config.has_value() && config->set("isolation.level", "read_uncommitted").has_value(),
         "a reader");
    auto client = Handle::consumer(*std::move(config));
    must(client.has_value(), "a reader");
    client_ = std::make_unique<Handle>(*std::move(client));
}

std::uint64_t GroupPlace::committed() const {
    const PartitionList list(rd_kafka_topic_partition_list_new(1));
    for (std::uint32_t p = 0; p < partitions_; ++p)
        rd_kafka_topic_partition_list_add(list.get(), options_.commands.c_str(),
                                          static_cast<std::int32_t>(p));
    if (rd_kafka_committed(client_->get(), list.get(), limit_ms) != 0) return 0;
    std::uint64_t sum = 0;
    for (int i = 0; i < list->cnt; ++i)
        if (list->elems[i].offset > 0) sum += static_cast<std::uint64_t>(list->elems[i].offset);
    return sum;
}

TopicContent content_of(const config::Options::Kafka& options, const std::string& topic,
                        std::uint32_t partitions) {
    const Handle client = reader(options, topic, partitions);
    const Queue queue(rd_kafka_queue_get_consumer(client.get()));
    TopicContent content;
    std::vector<rd_kafka_message_t*> messages(batch);
    std::uint32_t ended = 0;
    while (ended < partitions) {
        const auto count = rd_kafka_consume_batch_queue(queue.get(), 100, messages.data(), batch);
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            const Message message(messages[static_cast<std::size_t>(i)]);
            if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) ++ended;
            if (message->err != 0) continue;
            const std::int64_t at = rd_kafka_message_timestamp(message.get(), nullptr);
            if (content.records++ == 0) content.first_ms = content.last_ms = at;
            content.first_ms = std::min(content.first_ms, at);
            content.last_ms = std::max(content.last_ms, at);
            content.bytes += message->len + message->key_len;
        }
    }
    return content;
}

void follow(const config::Options::Kafka& options, const std::string& topic,
            std::uint32_t partitions, const VisitRecord& visit,
            const std::function<bool()>& go_on) {
    const Handle client = reader(options, topic, partitions);
    const Queue queue(rd_kafka_queue_get_consumer(client.get()));
    std::vector<rd_kafka_message_t*> messages(batch);
    bool goes_on = true;
    const auto take = [&](rd_kafka_message_t* taken) {
        const Message message(taken);
        if (message->err != 0 || !goes_on) return;
        goes_on = visit(static_cast<std::uint32_t>(message->partition),
                        {static_cast<const char*>(message->payload), message->len});
    };
    while (goes_on && go_on()) {
        // The batch call would wait for a full batch: it gets only what is there.
        rd_kafka_message_t* const first = rd_kafka_consume_queue(queue.get(), 20);
        if (first == nullptr) continue;
        take(first);
        const auto count = rd_kafka_consume_batch_queue(queue.get(), 0, messages.data(), batch);
        for (std::ptrdiff_t i = 0; i < count; ++i) take(messages[static_cast<std::size_t>(i)]);
    }
}

void remove_topics(const config::Options::Kafka& options, std::string_view beginning) {
    auto config = ClientConfig::make(options, Role::admin);
    must(config.has_value(), "an admin client");
    const auto client = Handle::producer(*std::move(config));
    must(client.has_value(), "an admin client");
    const rd_kafka_metadata_t* found = nullptr;
    must(rd_kafka_metadata(client->get(), 1, nullptr, &found, limit_ms) == 0, "metadata");
    const Metadata metadata(found);
    std::vector<rd_kafka_DeleteTopic_t*> topics;
    for (int i = 0; i < metadata->topic_cnt; ++i)
        if (std::string_view(metadata->topics[i].topic).starts_with(beginning))
            topics.push_back(rd_kafka_DeleteTopic_new(metadata->topics[i].topic));
    if (topics.empty()) return;
    const Queue queue(rd_kafka_queue_new(client->get()));
    rd_kafka_DeleteTopics(client->get(), topics.data(), topics.size(), nullptr, queue.get());
    const Event event(rd_kafka_queue_poll(queue.get(), 60'000));
    rd_kafka_DeleteTopic_destroy_array(topics.data(), topics.size());
    must(event != nullptr && rd_kafka_event_error(event.get()) == 0, "topics cannot be removed");
    std::this_thread::sleep_for(std::chrono::seconds(2));
}

}  // namespace leadline::bench
