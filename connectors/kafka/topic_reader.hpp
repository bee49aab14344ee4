// TopicReader: one partition of a topic, read from an offset to its end, committed records only.
// Used for the log, whose end has to be known exactly. One thread.
#pragma once

#include <functional>
#include <optional>

#include "connectors/kafka/handle.hpp"
#include "events/base/bytes.hpp"

namespace leadline::connectors::kafka {

class TopicReader {
public:
    // `partition` may be of any number that the topic has.
    [[nodiscard]] static events::Result<TopicReader> open(const config::Options::Kafka& options,
                                                          const std::string& topic,
                                                          std::uint32_t partition);

    // The cluster's id, which no other has.
    [[nodiscard]] events::Result<std::string> cluster_id() const;

    struct Ends {
        std::int64_t first = 0;   // offset of the first record that is kept
        std::int64_t stable = 0;  // behind what is committed or aborted (last stable offset)
        std::int64_t high = 0;    // behind everything (high watermark)
    };
    // Asked of the leader.
    [[nodiscard]] events::Result<Ends> ends() const;

    // Calls visit(offset, value) for each committed record from `from` on, up to `end`, which is an
    // offset of ends(). Ends with the first error that `visit` returns. go_on() is asked now and
    // then while nothing comes.
    using Visit = std::function<events::Result<void>(std::int64_t, events::BytesView)>;
    using GoOn = std::function<events::Result<void>()>;
    [[nodiscard]] events::Result<void> read(std::int64_t from, std::int64_t end, const Visit& visit,
                                            const GoOn& go_on);

private:
    TopicReader(Handle committed, Handle uncommitted, std::string topic, std::uint32_t partition);

    [[nodiscard]] events::Result<bool> take(rd_kafka_message_t& message, std::int64_t end,
                                            const Visit& visit) const;

    Handle committed_;
    Handle uncommitted_;
    std::string topic_;
    std::int32_t partition_;
};

}  // namespace leadline::connectors::kafka
