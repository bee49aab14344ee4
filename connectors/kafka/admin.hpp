// Admin: asks a cluster for what topics.hpp judges, and makes topics. Every call ends within its
// limit, whether a broker answers or not. One thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "connectors/kafka/handle.hpp"
#include "connectors/kafka/topics.hpp"

namespace leadline::connectors::kafka {

class Admin {
public:
    static constexpr std::chrono::milliseconds usual_limit{10'000};

    // `configuration` when topics have the same name, or kafka.properties are wrong in any role.
    // Asks no broker yet.
    [[nodiscard]] static events::Result<Admin> open(const config::Options::Kafka& options,
                                                    std::chrono::milliseconds limit = usual_limit);

    // `unavailable` when no broker answers, `refused` when one does not let us in.
    [[nodiscard]] events::Result<ClusterFacts> describe();

    // Makes these topics with right_properties() and so many partitions, and returns when each of
    // those has a leader. A topic that is there already stays as it is.
    [[nodiscard]] events::Result<void> make(std::span<const TopicUse> uses,
                                            std::uint32_t partitions);

private:
    struct Heard {  // from the library's threads, through rd_kafka_poll()
        bool is_refusal = false;
        bool is_down = false;  // no broker is left to try
        std::string text;
    };
    using Deadline = std::chrono::steady_clock::time_point;

    Admin(const config::Options::Kafka& options, std::chrono::milliseconds limit)
        : options_(options), limit_(limit), heard_(std::make_unique<Heard>()) {}

    static void hear(rd_kafka_t* client, int code, const char* text, void* heard);
    [[nodiscard]] events::Result<Metadata> metadata(Deadline until);
    [[nodiscard]] events::Result<void> read_properties(ClusterFacts& facts, std::int32_t broker,
                                                       Deadline until);
    [[nodiscard]] events::Result<Event> answer_of(rd_kafka_queue_t* queue, std::string_view what,
                                                  Deadline until);
    [[nodiscard]] events::Result<AdminOptions> admin_options(rd_kafka_admin_op_t what,
                                                             Deadline until);
    [[nodiscard]] TopicFacts facts_of(const rd_kafka_metadata_t& found, TopicUse use) const;

    config::Options::Kafka options_;
    std::chrono::milliseconds limit_;
    std::unique_ptr<Heard> heard_;  // where the client finds it, wherever this is moved
    std::unique_ptr<Handle> handle_;
};

}  // namespace leadline::connectors::kafka
