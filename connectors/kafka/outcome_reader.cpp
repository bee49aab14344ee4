// See outcome_reader.hpp.
#include "connectors/kafka/outcome_reader.hpp"

#include <fmt/format.h>

namespace leadline::connectors::kafka {

using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr int ask_ms = 10'000;
constexpr std::size_t messages_at_once = 1'000;

// A bulk's answers come at the pace of whoever prints them, and wait here until then.
constexpr const char* kilobytes_at_once = "16384";

}  // namespace

OutcomeReader::OutcomeReader(Handle client, std::string topic)
    : client_(std::move(client)),
      queue_(rd_kafka_queue_get_consumer(client_.get())),
      topic_(std::move(topic)),
      messages_(messages_at_once) {}

Result<OutcomeReader> OutcomeReader::open(const config::Options::Kafka& options,
                                          std::uint32_t partitions) {
    auto config = ClientConfig::make(options, Role::plain_reader);
    if (!config) return tl::unexpected(std::move(config).error());
    TRY(config->set("queued.max.messages.kbytes", kilobytes_at_once));
    auto client = Handle::consumer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    const std::string& topic = options.outcomes;
    const PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions)));
    for (std::int32_t p = 0; p < static_cast<std::int32_t>(partitions); ++p) {
        std::int64_t first = 0;
        std::int64_t end = 0;
        const auto code =
            rd_kafka_query_watermark_offsets(client->get(), topic.c_str(), p, &first, &end, ask_ms);
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
            return tl::unexpected(to_error(code, fmt::format("the end of {}/{}", topic, p)));
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), p)->offset = end;
    }
    if (const auto code = rd_kafka_assign(client->get(), list.get()))
        return tl::unexpected(to_error(code, "reading " + topic));
    return OutcomeReader(*std::move(client), topic);
}

Result<void> OutcomeReader::poll(std::chrono::milliseconds wait, const Visit& visit) {
    const std::size_t count = consume(queue_.get(), messages_, wait);
    Result<void> done;
    for (std::size_t i = 0; i < count; ++i) {
        const Message message(messages_[i]);
        if (done) done = take(*message, visit);
    }
    return done;
}

Result<void> OutcomeReader::take(const rd_kafka_message_t& message, const Visit& visit) {
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return {};
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        return fail(Failure::passing,
                    fmt::format("{}/{}: retention has taken outcomes before they could be read",
                                topic_, message.partition));
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        auto error = to_error(message.err, fmt::format("reading {}/{}", topic_, message.partition));
        if (error.failure == Failure::unavailable) return {};  // the library tries again
        return tl::unexpected(std::move(error));
    }
    if (message.payload == nullptr) return {};
    return visit({static_cast<const std::byte*>(message.payload), message.len});
}

}  // namespace leadline::connectors::kafka
