// A record with headers, put on its way: librdkafka has no batch call for those. Any thread.
#pragma once

#include <optional>
#include <string_view>

#include "connectors/kafka/handle.hpp"
#include "events/base/bytes.hpp"

namespace leadline::connectors::kafka {

// What a record is written to: the topic and its partition.
struct Target {
    rd_kafka_topic_t* topic = nullptr;
    std::int32_t partition = 0;
};

// For `batch.size` of who writes to the topic of commands: the broker measures whole batches, and
// the topic may take no more than 147,456 bytes. A larger command goes alone.
inline constexpr const char* commands_batch_bytes = "131072";

struct HeadedRecord {
    std::string_view key;                    // "": none
    std::optional<events::BytesView> value;  // none: a tombstone
    Headers headers;                         // the library's, once it has taken the record
};

// The bytes are copied. Waits for room in the library's queue when `waits`.
[[nodiscard]] rd_kafka_resp_err_t produce(rd_kafka_t* client, const Target& to, HeadedRecord record,
                                          bool waits);

// Adds a header; its value may be anything.
void add_header(const Headers& headers, std::string_view name, std::string_view value);

}  // namespace leadline::connectors::kafka
