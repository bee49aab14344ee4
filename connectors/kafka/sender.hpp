// Sender: puts records on the topic of commands outside of any transaction: commands that came to
// the wrong partition, and ticks. Within the epoch's transaction they would hide what others write
// there until the commit. Idempotent, and acknowledged before it returns. One thread.
#pragma once

#include <map>

#include "connectors/kafka/produce.hpp"
#include "connectors/kafka/record_inputs.hpp"

namespace leadline::connectors::kafka {

class Sender {
public:
    [[nodiscard]] static events::Result<std::unique_ptr<Sender>> open(
        const config::Options::Kafka& options);

    // Sends the record on to the partition that it belongs to, with all it has and where it came
    // from. Not acknowledged yet: see flush().
    [[nodiscard]] events::Result<void> forward(const Record& record, std::uint32_t from,
                                               std::uint32_t to);
    // A tick for the partition; nobody waits for it.
    [[nodiscard]] events::Result<void> tick(std::uint32_t partition);
    // Returns once all that was forwarded is acknowledged.
    [[nodiscard]] events::Result<void> flush();

private:
    Sender(Handle client, Topic topic, std::string name);

    static void on_delivery(rd_kafka_t* client, const rd_kafka_message_t* message, void* failed);
    [[nodiscard]] events::Result<void> send(std::uint32_t to, HeadedRecord record);

    std::unique_ptr<rd_kafka_resp_err_t> failed_;  // the first record that was not taken
    std::optional<Handle> client_;
    Topic topic_;
    std::string name_;
};

}  // namespace leadline::connectors::kafka
