// What the driver asks of the broker: how far a group has committed, what lies on a topic and when
// it was put there, and that topics go. Throws std::runtime_error, as who starts the broker does.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/options.hpp"
#include "connectors/kafka/handle.hpp"

namespace leadline::bench {

// A group's place in the topic of commands; it only asks, and is no member.
class GroupPlace {
public:
    GroupPlace(const config::Options::Kafka& options, std::uint32_t partitions);

    // How many commands are committed, in all partitions.
    [[nodiscard]] std::uint64_t committed() const;

private:
    config::Options::Kafka options_;
    std::uint32_t partitions_;
    std::unique_ptr<connectors::kafka::Handle> client_;
};

struct TopicContent {
    std::uint64_t records = 0;  // committed ones
    std::uint64_t bytes = 0;    // keys and values
    std::int64_t first_ms = 0;  // LogAppendTime
    std::int64_t last_ms = 0;
};
[[nodiscard]] TopicContent content_of(const config::Options::Kafka& options,
                                      const std::string& topic, std::uint32_t partitions);

// Calls visit(partition, value) for each committed record as it comes, from the begin or from what
// is new, until it returns false; go_on() is asked when nothing comes.
using VisitRecord = std::function<bool(std::uint32_t, std::string_view)>;
void follow(const config::Options::Kafka& options, const std::string& topic,
            std::uint32_t partitions, const VisitRecord& visit, const std::function<bool()>& go_on);

// Removes the topics whose names begin so, and waits a moment for their files to go.
void remove_topics(const config::Options::Kafka& options, std::string_view beginning);

}  // namespace leadline::bench
