// What an engine needs of its five topics and of their cluster: the properties that new topics get,
// and what is wrong with those that are there, in sentences that say what to do. Pure: the facts
// come from Admin (admin.hpp), or from a test. Any thread.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/options.hpp"
#include "events/base/result.hpp"

namespace leadline::connectors::kafka {

enum class TopicUse : std::uint8_t { commands, log, events, outcomes, dead_letters };

inline constexpr std::array topic_uses{TopicUse::commands, TopicUse::log, TopicUse::events,
                                       TopicUse::outcomes, TopicUse::dead_letters};

// "kafka.commands".
[[nodiscard]] std::string_view option_name(TopicUse use);
[[nodiscard]] const std::string& topic_name(const config::Options::Kafka& options, TopicUse use);

// `configuration` when two options name the same topic.
[[nodiscard]] events::Result<void> check_names(const config::Options::Kafka& options);

using Properties = std::map<std::string, std::string, std::less<>>;

// What `leadline kafka init` says of a new topic; all else is the cluster's default.
[[nodiscard]] const Properties& right_properties(TopicUse use);

struct TopicFacts {
    bool is_there = false;
    std::uint32_t partitions = 0;
    std::uint32_t replication = 0;  // the least of its partitions; this and the next two
    std::uint32_t in_sync = 0;
    bool is_led = true;  // each partition has a leader
    // Those in force, defaults included; empty when they could not be read, and then why.
    Properties properties;
    std::string unread;
};

struct ClusterFacts {
    std::string id;
    std::uint32_t brokers = 0;
    std::array<TopicFacts, topic_uses.size()> topics;  // by TopicUse
    Properties properties;                             // of one broker; as for a topic
    std::string unread;

    [[nodiscard]] const TopicFacts& of(TopicUse use) const {
        return topics[static_cast<std::size_t>(use)];
    }
};

// The largest batch of records that all topics of a transaction take: for `batch.size`.
[[nodiscard]] std::uint64_t batch_bytes(const ClusterFacts& facts);

struct Finding {
    bool is_warning = false;  // it works, and could be better; false: no engine starts on it
    std::string about;        // the topic's name, or "cluster"
    std::string sentence;     // what is so, and what to do about it
};

// What is wrong, topic by topic, the cluster at the end; empty: nothing is.
[[nodiscard]] std::vector<Finding> findings(const ClusterFacts& facts,
                                            const config::Options::Kafka& options);

// How many partitions a topic that is missing is to get: as many as those have that are there.
[[nodiscard]] std::uint32_t partitions_to_make(const ClusterFacts& facts,
                                               const config::Options::Kafka& options);

}  // namespace leadline::connectors::kafka
