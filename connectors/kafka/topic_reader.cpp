// See topic_reader.hpp.
#include "connectors/kafka/topic_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace leadline::connectors::kafka {

using events::fail;
using events::Failure;
using events::Result;

namespace {

constexpr int ask_ms = 10'000;
constexpr std::chrono::milliseconds poll_every{200};
// A leader that gives nothing for so long, although there is more, is not there.
constexpr auto silence_max = std::chrono::seconds(30);

// Whether the brokers themselves say that the topic has no such partition. The library says so too
// of a partition that has no leader just now, as after a broker was away (Local: Unknown
// partition).
bool is_missing(rd_kafka_t* client, std::string_view topic, std::int32_t partition) {
    const rd_kafka_metadata_t* all = nullptr;
    if (rd_kafka_metadata(client, 1, nullptr, &all, ask_ms) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return false;
    const std::span topics(all->topics, static_cast<std::size_t>(all->topic_cnt));
    const auto at = std::find_if(topics.begin(), topics.end(),
                                 [topic](const auto& each) { return each.topic == topic; });
    const bool has_topic = at != topics.end() && at->err != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    const bool is_missing = !has_topic || (at->partition_cnt > 0 && at->partition_cnt <= partition);
    rd_kafka_metadata_destroy(all);
    return is_missing;
}

}  // namespace

TopicReader::TopicReader(Handle committed, Handle uncommitted, std::string topic,
                         std::uint32_t partition)
    : committed_(std::move(committed)),
      uncommitted_(std::move(uncommitted)),
      topic_(std::move(topic)),
      partition_(static_cast<std::int32_t>(partition)) {}

Result<TopicReader> TopicReader::open(const config::Options::Kafka& options,
                                      const std::string& topic, std::uint32_t partition) {
    auto config = ClientConfig::make(options, Role::plain_reader);
    if (!config) return tl::unexpected(std::move(config).error());
    auto committed = Handle::consumer(*std::move(config));
    if (!committed) return tl::unexpected(std::move(committed).error());
    config = ClientConfig::make(options, Role::plain_reader);
    if (!config) return tl::unexpected(std::move(config).error());
    TRY(config->set("isolation.level", "read_uncommitted"));
    auto uncommitted = Handle::consumer(*std::move(config));
    if (!uncommitted) return tl::unexpected(std::move(uncommitted).error());
    return TopicReader(*std::move(committed), *std::move(uncommitted), topic, partition);
}

Result<std::string> TopicReader::cluster_id() const {
    char* const id = rd_kafka_clusterid(committed_.get(), ask_ms);
    if (id == nullptr) return fail(Failure::unavailable, "no broker says which cluster it is of");
    std::string copy(id);
    rd_kafka_mem_free(committed_.get(), id);
    return copy;
}

Result<TopicReader::Ends> TopicReader::ends() const {
    Ends ends;
    auto code = rd_kafka_query_watermark_offsets(committed_.get(), topic_.c_str(), partition_,
                                                 &ends.first, &ends.stable, ask_ms);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::int64_t first = 0;
        code = rd_kafka_query_watermark_offsets(uncommitted_.get(), topic_.c_str(), partition_,
                                                &first, &ends.high, ask_ms);
    }
    if (code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION &&
        is_missing(committed_.get(), topic_, partition_))
        code = RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return tl::unexpected(to_error(code, fmt::format("the end of {}/{}", topic_, partition_)));
    return ends;
}

Result<void> TopicReader::read(std::int64_t from, std::int64_t end, const Visit& visit,
                               const GoOn& go_on) {
    if (from >= end) return {};
    const PartitionList list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), partition_)->offset = from;
    if (const auto code = rd_kafka_assign(committed_.get(), list.get()))
        return tl::unexpected(to_error(code, fmt::format("reading {}", topic_)));
    const Queue queue(rd_kafka_queue_get_consumer(committed_.get()));
    std::array<rd_kafka_message_t*, 256> batch{};
    auto heard = std::chrono::steady_clock::now();
    Result<void> done;
    for (bool has_ended = false; !has_ended && done;) {
        done = go_on();
        if (!done) break;
        const std::size_t count = consume(queue.get(), batch, poll_every);
        for (std::size_t i = 0; i < count; ++i) {
            const Message message(batch[i]);
            if (has_ended || !done) continue;  // they are to be given back all the same
            const auto is_end = take(*message, end, visit);
            if (!is_end) done = tl::unexpected(is_end.error());
            has_ended = is_end && *is_end;
        }
        const auto now = std::chrono::steady_clock::now();
        if (count > 0) heard = now;
        if (now - heard > silence_max)
            done = fail(Failure::unavailable,
                        fmt::format("{}/{} cannot be read to its end", topic_, partition_));
    }
    rd_kafka_assign(committed_.get(), nullptr);
    return done;
}

// Whether that was the end. The last offsets of a log are those of markers, which no message has:
// the end-of-partition event tells that they are passed.
Result<bool> TopicReader::take(rd_kafka_message_t& message, std::int64_t end,
                               const Visit& visit) const {
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) return message.offset >= end;
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        auto error = to_error(message.err, fmt::format("reading {}/{}", topic_, partition_));
        // What passes, the library mends by itself.
        if (error.failure == Failure::unavailable) return false;
        return tl::unexpected(std::move(error));
    }
    if (message.offset >= end) return true;
    const events::BytesView value(static_cast<const std::byte*>(message.payload), message.len);
    TRY(visit(message.offset, value));
    return message.offset + 1 >= end;
}

}  // namespace leadline::connectors::kafka
