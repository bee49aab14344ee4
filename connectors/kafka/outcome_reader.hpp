// OutcomeReader: the topic of outcomes, all its partitions, from where they ended when it was
// opened; committed records only. In no group: whoever asked looks for his own answers. One thread.
#pragma once

#include <functional>
#include <vector>

#include "connectors/kafka/handle.hpp"
#include "events/base/bytes.hpp"

namespace leadline::connectors::kafka {

class OutcomeReader {
public:
    // What is committed from now on is seen.
    [[nodiscard]] static events::Result<OutcomeReader> open(const config::Options::Kafka& options,
                                                            std::uint32_t partitions);
    OutcomeReader(OutcomeReader&&) noexcept = default;
    OutcomeReader& operator=(OutcomeReader&&) = delete;

    // Calls visit(value) for each that is there; waits so long for the first. The bytes are the
    // library's, until visit returns. Ends with the first error of `visit`.
    using Visit = std::function<events::Result<void>(events::BytesView)>;
    [[nodiscard]] events::Result<void> poll(std::chrono::milliseconds wait, const Visit& visit);

private:
    OutcomeReader(Handle client, std::string topic);
    [[nodiscard]] events::Result<void> take(const rd_kafka_message_t& message, const Visit& visit);

    Handle client_;
    Queue queue_;
    std::string topic_;
    std::vector<rd_kafka_message_t*> messages_;  // of one poll; kept for its memory
};

}  // namespace leadline::connectors::kafka
