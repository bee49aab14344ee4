// See topics.hpp. One function for each kind of mistake; commands that mend are those of Kafka's
// own distribution.
#include "connectors/kafka/topics.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "connectors/kafka/handle.hpp"

namespace leadline::connectors::kafka {

namespace {

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;

// The least max.message.bytes of each topic: a command is at most 128 KiB, with room for its key
// and headers; a block 900 KiB and an event 256 KiB, in batches of up to 1,000,000 bytes.
constexpr std::uint64_t least_bytes(TopicUse use) {
    if (use == TopicUse::commands) return 144 * kib;
    return use == TopicUse::dead_letters ? record_bytes_max : mib;
}

std::optional<std::int64_t> number_of(const Properties& properties, std::string_view name) {
    const auto at = properties.find(name);
    if (at == properties.end()) return std::nullopt;
    std::int64_t number = 0;
    const char* const end = at->second.data() + at->second.size();
    const auto read = std::from_chars(at->second.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return number;
}

class Judge {
public:
    Judge(const ClusterFacts& facts, const config::Options::Kafka& options)
        : facts_(facts), options_(options) {}

    std::vector<Finding> all();

private:
    void wrong(std::string_view about, std::string sentence) {
        found_.push_back({false, std::string(about), std::move(sentence)});
    }
    void warn(std::string_view about, std::string sentence) {
        found_.push_back({true, std::string(about), std::move(sentence)});
    }
    [[nodiscard]] const std::string& name(TopicUse use) const { return topic_name(options_, use); }

    void partitions(TopicUse use);
    void properties(TopicUse use);
    void sizes(TopicUse use);
    void copies(TopicUse use);
    void cluster();
    // The topic's property has that value; else `why` and how it is mended.
    void must_be(TopicUse use, std::string_view property, std::string_view value,
                 std::string_view why);
    [[nodiscard]] std::string mended(TopicUse use, std::string_view property,
                                     std::string_view value) const;

    const ClusterFacts& facts_;
    const config::Options::Kafka& options_;
    std::vector<Finding> found_;
};

std::string Judge::mended(TopicUse use, std::string_view property, std::string_view value) const {
    return fmt::format(
        "`kafka-configs.sh --bootstrap-server {} --alter --entity-type topics --entity-name {} "
        "--add-config {}={}`",
        options_.brokers, name(use), property, value);
}

void Judge::must_be(TopicUse use, std::string_view property, std::string_view value,
                    std::string_view why) {
    const auto& properties = facts_.of(use).properties;
    const auto at = properties.find(property);
    if (at == properties.end() || at->second == value) return;
    wrong(name(use), fmt::format("{} is {}, and must be {}, {}: {}", property, at->second, value,
                                 why, mended(use, property, value)));
}

void Judge::partitions(TopicUse use) {
    const TopicFacts& topic = facts_.of(use);
    const std::uint32_t wanted = partitions_to_make(facts_, options_);
    if (!topic.is_led)
        wrong(name(use),
              "a partition has no leader: bring the brokers back that have a copy of it");
    if (topic.partitions == wanted) return;
    const std::string so =
        fmt::format("it has {} partitions where the others have {}", topic.partitions, wanted);
    if (topic.partitions < wanted) {
        wrong(name(use), fmt::format("{}: `kafka-topics.sh --bootstrap-server {} --alter --topic "
                                     "{} --partitions {}`",
                                     so, options_.brokers, name(use), wanted));
    } else {
        wrong(name(use), fmt::format("{}, and Kafka takes none away: name another topic by {}, "
                                     "which `leadline kafka init` makes",
                                     so, option_name(use)));
    }
}

void Judge::properties(TopicUse use) {
    constexpr std::string_view truth = "since what is deleted there is lost for ever";
    if (use == TopicUse::commands) {
        must_be(use, "message.timestamp.type", "LogAppendTime",
                "since a command's time is that of its arrival");
        must_be(use, "cleanup.policy", "delete", "since compaction would drop commands");
    } else if (use == TopicUse::log) {
        must_be(use, "cleanup.policy", "delete", "since compaction would drop blocks");
        must_be(use, "retention.ms", "-1", truth);
        must_be(use, "retention.bytes", "-1", truth);
        must_be(use, "unclean.leader.election.enable", "false",
                "since a copy that is behind would cut off what was acknowledged");
    } else {
        const auto& properties = facts_.of(use).properties;
        const auto at = properties.find("cleanup.policy");
        if (at != properties.end() && at->second.find("compact") != std::string::npos)
            warn(name(use), fmt::format("cleanup.policy is {}: of records with the same key only "
                                        "the last is kept; if that is not meant, {}",
                                        at->second, mended(use, "cleanup.policy", "delete")));
    }
}

void Judge::sizes(TopicUse use) {
    const auto bytes = number_of(facts_.of(use).properties, "max.message.bytes");
    const auto least = static_cast<std::int64_t>(least_bytes(use));
    if (!bytes || *bytes >= least) return;
    wrong(name(use), fmt::format("max.message.bytes is {}, and {} are the least: {}", *bytes, least,
                                 mended(use, "max.message.bytes", std::to_string(least))));
}

void Judge::copies(TopicUse use) {
    const TopicFacts& topic = facts_.of(use);
    const auto least = number_of(topic.properties, "min.insync.replicas");
    const std::uint32_t copies = topic.replication;
    if (least && *least > copies) {
        wrong(name(use), fmt::format("min.insync.replicas is {}, and there are {} copies: nothing "
                                     "could ever be written; {}",
                                     *least, copies,
                                     mended(use, "min.insync.replicas", std::to_string(copies))));
        return;
    }
    if (topic.in_sync < copies)
        warn(name(use), fmt::format("{} of its {} copies are not up to date: see to the brokers "
                                    "that have them",
                                    copies - topic.in_sync, copies));
    if (copies == 1) {
        warn(name(use),
             facts_.brokers == 1
                 ? "there is one copy, on the only broker: what its disk loses is lost"
                 : fmt::format("there is one copy, and there are {} brokers: let "
                               "`kafka-reassign-partitions.sh` make more, or name another topic by "
                               "{} and set kafka.replication",
                               facts_.brokers, option_name(use)));
    } else if (least && *least == copies) {
        warn(name(use), fmt::format("min.insync.replicas is {}, as many as there are copies: one "
                                    "broker that is down stops the engine",
                                    *least));
    } else if (least && *least == 1) {
        warn(name(use),
             fmt::format("min.insync.replicas is 1: what was answered may lie on one broker alone; "
                         "{}",
                         mended(use, "min.insync.replicas", "2")));
    }
}

void Judge::cluster() {
    constexpr std::string_view about = "cluster";
    if (!facts_.unread.empty())
        warn(about, fmt::format("the brokers' own properties cannot be read, and were not checked: "
                                "{}",
                                facts_.unread));
    const auto longest = number_of(facts_.properties, "transaction.max.timeout.ms");
    if (longest && *longest < transaction_timeout.count())
        wrong(about, fmt::format("the brokers' transaction.max.timeout.ms is {}, and {} are the "
                                 "least: change it in server.properties",
                                 *longest, transaction_timeout.count()));
    const auto at = facts_.properties.find("auto.create.topics.enable");
    if (at != facts_.properties.end() && at->second == "true")
        warn(about,
             "auto.create.topics.enable is true: a misspelt topic would be made with the "
             "wrong properties, where it should be refused");
    for (const char* internal :
         {"transaction.state.log.replication.factor", "offsets.topic.replication.factor"}) {
        const auto copies = number_of(facts_.properties, internal);
        if (copies && *copies == 1 && facts_.brokers > 1)
            warn(about, fmt::format("{} is 1: one broker that is down stops the engine", internal));
    }
}

std::vector<Finding> Judge::all() {
    for (const TopicUse use : topic_uses) {
        const TopicFacts& topic = facts_.of(use);
        if (!topic.is_there) {
            wrong(name(use), "it is not there, or may not be seen: `leadline kafka init` makes it");
            continue;
        }
        if (!topic.unread.empty())
            wrong(name(use),
                  fmt::format("its properties cannot be read, and must be checked: {}; its "
                              "principal needs DescribeConfigs on it",
                              topic.unread));
        partitions(use);
        properties(use);
        sizes(use);
        copies(use);
    }
    cluster();
    return std::move(found_);
}

}  // namespace

std::string_view option_name(TopicUse use) {
    switch (use) {
        case TopicUse::commands:
            return "kafka.commands";
        case TopicUse::log:
            return "kafka.log";
        case TopicUse::events:
            return "kafka.events";
        case TopicUse::outcomes:
            return "kafka.outcomes";
        case TopicUse::dead_letters:
            return "kafka.dead_letters";
    }
    return {};
}

const std::string& topic_name(const config::Options::Kafka& options, TopicUse use) {
    switch (use) {
        case TopicUse::commands:
            return options.commands;
        case TopicUse::log:
            return options.log;
        case TopicUse::events:
            return options.events;
        case TopicUse::outcomes:
            return options.outcomes;
        case TopicUse::dead_letters:
            break;
    }
    return options.dead_letters;
}

events::Result<void> check_names(const config::Options::Kafka& options) {
    for (const TopicUse one : topic_uses)
        for (const TopicUse other : topic_uses)
            if (one < other && topic_name(options, one) == topic_name(options, other))
                return events::fail(
                    events::Failure::configuration,
                    fmt::format("{} and {} name the same topic, {}: give each its own",
                                option_name(one), option_name(other), topic_name(options, one)));
    return {};
}

const Properties& right_properties(TopicUse use) {
    static const std::string batch = std::to_string(batch_bytes_max);
    static const std::array<Properties, topic_uses.size()> all{
        Properties{{"cleanup.policy", "delete"},
                   {"max.message.bytes", "1048588"},  // Kafka's own default
                   {"message.timestamp.type", "LogAppendTime"}},
        Properties{{"cleanup.policy", "delete"},
                   {"max.message.bytes", batch},
                   {"retention.bytes", "-1"},
                   {"retention.ms", "-1"},
                   {"unclean.leader.election.enable", "false"}},
        Properties{{"cleanup.policy", "delete"}, {"max.message.bytes", batch}},
        Properties{{"cleanup.policy", "delete"}, {"max.message.bytes", batch}},
        Properties{{"cleanup.policy", "delete"}, {"max.message.bytes", batch}},
    };
    return all[static_cast<std::size_t>(use)];
}

std::uint64_t batch_bytes(const ClusterFacts& facts) {
    constexpr std::uint64_t library_default = 1'000'000;
    constexpr std::uint64_t framing = 1'024;  // more than the broker counts beside the records
    std::uint64_t least = batch_bytes_max;
    for (const TopicUse use :
         {TopicUse::log, TopicUse::events, TopicUse::outcomes, TopicUse::dead_letters}) {
        const auto at = facts.of(use).properties.find("max.message.bytes");
        std::uint64_t bytes = 0;
        if (at != facts.of(use).properties.end())
            std::from_chars(at->second.data(), at->second.data() + at->second.size(), bytes);
        least = std::min(least, bytes);
    }
    return std::max(least, library_default + framing) - framing;
}

std::vector<Finding> findings(const ClusterFacts& facts, const config::Options::Kafka& options) {
    return Judge(facts, options).all();
}

std::uint32_t partitions_to_make(const ClusterFacts& facts, const config::Options::Kafka& options) {
    // The log's number is for good; commands are somebody else's, too.
    for (const TopicUse use : {TopicUse::log, TopicUse::commands, TopicUse::events,
                               TopicUse::outcomes, TopicUse::dead_letters})
        if (facts.of(use).is_there) return facts.of(use).partitions;
    return options.partitions;
}

}  // namespace leadline::connectors::kafka
