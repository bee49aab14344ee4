// See group_lag.hpp.
#include "connectors/kafka/group_lag.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leadline::connectors::kafka {

using events::Result;

namespace {

constexpr int ask_ms = 10'000;
constexpr std::string_view note_begin = "partitions=";

struct Offsets {
    Handle client;
    PartitionList list;  // of all partitions, in order
};

Result<Offsets> offsets_of(const config::Options::Kafka& options, std::uint32_t partitions) {
    auto config = ClientConfig::make(options, Role::plain_reader);
    if (!config) return tl::unexpected(std::move(config).error());
    TRY(config->set("group.id", options.group));
    // An engine at work always has a transaction open, and its end would be waited for.
    TRY(config->set("isolation.level", "read_uncommitted"));
    auto client = Handle::consumer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    const auto count = static_cast<std::int32_t>(partitions);
    PartitionList list(rd_kafka_topic_partition_list_new(count));
    for (std::int32_t p = 0; p < count; ++p)
        rd_kafka_topic_partition_list_add(list.get(), options.commands.c_str(), p);
    const std::string what = "the offsets of the group " + options.group;
    if (const auto code = rd_kafka_committed(client->get(), list.get(), ask_ms))
        return tl::unexpected(to_error(code, what));
    for (std::int32_t p = 0; p < count; ++p)
        if (const auto code = list->elems[p].err) return tl::unexpected(to_error(code, what));
    return Offsets{*std::move(client), std::move(list)};
}

}  // namespace

std::string partitions_note(std::uint32_t partitions) {
    return fmt::format("{}{}", note_begin, partitions);
}

Result<void> check_partitions(const config::Options::Kafka& options, std::uint32_t partitions) {
    const auto offsets = offsets_of(options, partitions);
    if (!offsets) return tl::unexpected(offsets.error());
    const std::string now = partitions_note(partitions);
    for (int p = 0; p < offsets->list->cnt; ++p) {
        const auto& of = offsets->list->elems[p];
        const std::string_view note(static_cast<const char*>(of.metadata), of.metadata_size);
        if (of.offset < 0 || !note.starts_with(note_begin) || note == now) continue;
        return events::fail(
            events::Failure::configuration,
            fmt::format("{} has {} partitions now, and had {} when commands of partition {} were "
                        "decided: their number is fixed for a log's life",
                        options.commands, partitions, note.substr(note_begin.size()), p));
    }
    return {};
}

Result<std::vector<Lag>> group_lag(const config::Options::Kafka& options,
                                   std::uint32_t partitions) {
    const auto offsets = offsets_of(options, partitions);
    if (!offsets) return tl::unexpected(offsets.error());
    std::vector<Lag> all;
    for (int p = 0; p < offsets->list->cnt; ++p) {
        const auto& committed = offsets->list->elems[p];
        Lag lag;
        lag.partition = static_cast<std::uint32_t>(committed.partition);
        std::int64_t first = 0;
        if (const auto code =
                rd_kafka_query_watermark_offsets(offsets->client.get(), options.commands.c_str(),
                                                 committed.partition, &first, &lag.end, ask_ms))
            return tl::unexpected(to_error(code, "the end of " + options.commands));
        lag.decided = committed.offset < 0 ? first : std::min(committed.offset, lag.end);
        all.push_back(lag);
    }
    return all;
}

}  // namespace leadline::connectors::kafka
