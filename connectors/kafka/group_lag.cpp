// See group_lag.hpp.
#include "connectors/kafka/group_lag.hpp"

#include <algorithm>

namespace leadline::connectors::kafka {

using events::Result;

namespace {

constexpr int ask_ms = 10'000;

}  // namespace

Result<std::vector<Lag>> group_lag(const config::Options::Kafka& options,
                                   std::uint32_t partitions) {
    auto config = ClientConfig::make(options, Role::plain_reader);
    if (!config) return tl::unexpected(std::move(config).error());
    TRY(config->set("group.id", options.group));
    // An engine at work always has a transaction open, and its end would be waited for.
    TRY(config->set("isolation.level", "read_uncommitted"));
    const auto client = Handle::consumer(*std::move(config));
    if (!client) return tl::unexpected(client.error());
    const char* const topic = options.commands.c_str();
    const auto count = static_cast<std::int32_t>(partitions);
    const PartitionList list(rd_kafka_topic_partition_list_new(count));
    for (std::int32_t p = 0; p < count; ++p)
        rd_kafka_topic_partition_list_add(list.get(), topic, p);
    if (const auto code = rd_kafka_committed(client->get(), list.get(), ask_ms))
        return tl::unexpected(to_error(code, "the offsets of the group " + options.group));
    std::vector<Lag> all;
    for (std::int32_t p = 0; p < count; ++p) {
        const auto& committed = list->elems[p];
        if (committed.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            return tl::unexpected(
                to_error(committed.err, "the offsets of the group " + options.group));
        Lag lag;
        lag.partition = static_cast<std::uint32_t>(committed.partition);
        std::int64_t first = 0;
        if (const auto code = rd_kafka_query_watermark_offsets(
                client->get(), topic, committed.partition, &first, &lag.end, ask_ms))
            return tl::unexpected(to_error(code, "the end of " + options.commands));
        lag.decided = committed.offset < 0 ? first : std::min(committed.offset, lag.end);
        all.push_back(lag);
    }
    return all;
}

}  // namespace leadline::connectors::kafka
