// The rows of the table of options, in the order in which they are shown; see options.hpp.
#include "config/options.hpp"

namespace leadline::config {
namespace {

constexpr std::int64_t kib = 1024;
constexpr std::int64_t mib = 1024 * kib;
constexpr std::int64_t gib = 1024 * mib;

// In the order of the enums in options.hpp.
constexpr std::string_view log_levels[] = {"trace", "debug", "info", "warning", "error", "off"};
constexpr std::string_view log_formats[] = {"text", "json"};
constexpr std::string_view progresses[] = {"auto", "always", "never"};
constexpr std::string_view compressions[] = {"zstd", "none"};
constexpr std::string_view log_kinds[] = {"embedded", "kafka"};

// What Kafka takes for the name of a topic, and of a static member of a group.
constexpr std::string_view topic_pattern = "^[A-Za-z0-9._-]{1,249}$";
constexpr std::string_view topic_words = "a topic's name (letters, digits, '.', '_' and '-')";

template <class To>
constexpr To as(std::int64_t value) {
    return static_cast<To>(value);
}

using StoreText = void (*)(Options&, std::string_view);

constexpr Option text_row(std::string_view name, std::string_view default_text,
                          std::string_view pattern, std::string_view words, std::string_view help,
                          StoreText store) {
    return {name, OptionType::text, default_text, 0,     0,       {},   words,
            help, "0.1.0",          nullptr,      false, pattern, store};
}

constexpr Option topic_row(std::string_view name, std::string_view default_text,
                           std::string_view help, StoreText store) {
    return text_row(name, default_text, topic_pattern, topic_words, help, store);
}

constexpr Option table[] = {
    {"log.level", OptionType::choice, "info", 0, 0, log_levels, "",
     "How much is written to stderr. info tells of starts, stops and whatever was damaged and "
     "mended, debug of every checkpoint too (several a second under load), neither ever of a "
     "person; trace is for finding faults.",
     "0.1.0", [](Options& o, std::int64_t v) { o.log.level = as<LogLevel>(v); }, true},
    {"log.format", OptionType::choice, "text", 0, 0, log_formats, "",
     "text for people, json (one object a line) for collectors.", "0.1.0",
     [](Options& o, std::int64_t v) { o.log.format = as<LogFormat>(v); }, true},

    {"engine.log", OptionType::choice, "embedded", 0, 0, log_kinds, "",
     "Where the log, the truth, lies: embedded in the data folder, or kafka on topics of a "
     "cluster, "
     "from which commands are taken then and to which everything that comes of them is written.",
     "0.1.0", [](Options& o, std::int64_t v) { o.engine.log = as<LogKind>(v); }},

    {"epoch.commands_max",
     OptionType::number,
     "384",
     1,
     8192,
     {},
     "commands",
     "Most commands that are decided and made durable together. More of them share one sync of the "
     "disk, and each waits a little longer; 384 keep the slowest epochs within 10 ms. On Kafka "
     "5000, unless set: a transaction costs more.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.epoch.commands_max = as<std::uint32_t>(v); },
     true},

    {"embedded.partitions",
     OptionType::number,
     "1",
     1,
     64,
     {},
     "partitions",
     "How many partitions an embedded log is made with, each with a decider of its own; a program "
     "lies in one of them, so that only several programs use several. A log keeps the number it "
     "was made with: where it is set and another, the engine does not start, and where it is not "
     "set the log's own counts. `leadline log copy` deals a log anew.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.embedded.partitions = as<std::uint32_t>(v); }},

    {"state.memory",
     OptionType::bytes,
     "512MiB",
     mib,
     1024 * gib,
     {},
     "",
     "How much memory state may take: what is not in it is read from disk when a command needs it. "
     "Users, partners, queues, rules, and two bytes for each command whose window is open, are in "
     "memory always, beside this.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.state.memory = as<std::uint64_t>(v); }},
    {"state.checkpoint_events",
     OptionType::number,
     "100000",
     1'000,
     100'000'000,
     {},
     "events",
     "A checkpoint of the state is written after so many events. A restart folds what came after "
     "the last one: 100000 events are folded in well under a second. On Kafka 500000, unless set.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.state.checkpoint_events = as<std::uint64_t>(v); }},
    {"state.checkpoint_bytes",
     OptionType::bytes,
     "4MiB",
     64 * kib,
     gib,
     {},
     "",
     "... or earlier, when so many bytes of state have changed. Until then they are kept in memory "
     "a second time, encoded; whoever starts after a crash replays the events behind them. On "
     "Kafka "
     "32MiB, unless set.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.state.checkpoint_bytes = as<std::uint64_t>(v); }},

    {"views.enabled",
     OptionType::boolean,
     "true",
     0,
     0,
     {},
     "",
     "Whether views grow while commands are decided. false: intake is faster, and the next command "
     "that reads a view brings it up to the log first.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.views.enabled = v != 0; }},
    {"views.lag_max",
     OptionType::number,
     "50000",
     100,
     10'000'000,
     {},
     "events",
     "Intake slows when views are so many events behind. 50000 is what views write in about half a "
     "second, so that readers are no further behind than that.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.views.lag_max = as<std::uint64_t>(v); }},
    {"views.flush_ms",
     OptionType::number,
     "200",
     10,
     500,
     {},
     "ms",
     "Views write what they have gathered at least so often. Rarely is cheaper, since a lead that "
     "changed three times is written once; 200 leaves readers their half second.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.views.flush_ms = as<std::uint32_t>(v); }},

    {"disk.compression", OptionType::choice, "zstd", 0, 0, compressions, "",
     "How blocks of the log are written that leave memory for a file, some 16 MiB at a time. zstd "
     "takes a fraction of the space; none reads faster. What is written stays as it is.",
     "0.1.0", [](Options& o, std::int64_t v) { o.disk.compression = as<Compression>(v); }},
    {"disk.free_min",
     OptionType::bytes,
     "256MiB",
     0,
     1024 * gib,
     {},
     "",
     "An engine whose disk has less left takes no commands until there is more: what it has taken "
     "still goes to the disk, and 256MiB are room for that. 0: it goes on until the disk is full, "
     "and ends then.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.disk.free_min = as<std::uint64_t>(v); }},

    {"submit.progress", OptionType::choice, "auto", 0, 0, progresses, "",
     "Whether long work of any command reports on stderr how far it is. auto: when it takes more "
     "than a second; off a terminal every five seconds then.",
     "0.1.0", [](Options& o, std::int64_t v) { o.submit.progress = as<Progress>(v); }},
    {"submit.progress_ms",
     OptionType::number,
     "250",
     50,
     60'000,
     {},
     "ms",
     "Time between two reports, on a terminal or always; 250 is as often as an eye can follow.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.submit.progress_ms = as<std::uint32_t>(v); }},

    {"serve.rescan_ms",
     OptionType::number,
     "1000",
     10,
     1'000,
     {},
     "ms",
     "serve looks through its inbox at least so often. Files that the system tells of are taken at "
     "once; on network file systems, which do not tell, they wait so long.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.serve.rescan_ms = as<std::uint32_t>(v); },
     true},

    text_row("notifications.file", R"("")", R"(^[^\x00-\x1f]*$)", "a file's name, or nothing",
             "Who is told of what, by mail and by webhooks: a file of its own "
             "(docs/notifications.md). Nothing: nobody is told anything. For `serve`.",
             [](Options& o, std::string_view v) { o.notifications.file = v; }),

    text_row("kafka.brokers", "127.0.0.1:9092", R"(^[^\s,]+(,[^\s,]+)*$)",
             "HOST:PORT, several with commas between",
             "Where the cluster is met first; it names its other brokers by itself.",
             [](Options& o, std::string_view v) { o.kafka.brokers = v; }),
    text_row("kafka.group", "leadline", R"(^[^\x00-\x1f]{1,249}$)", "a group's name",
             "The consumer group in which engines share the partitions; the offsets of what is "
             "decided are committed for it.",
             [](Options& o, std::string_view v) { o.kafka.group = v; }),
    text_row("kafka.instance", R"("")", "^[A-Za-z0-9._-]{0,249}$",
             "a name (letters, digits, '.', '_' and '-'), or nothing",
             "The name of this engine in its group, which it keeps over restarts: a newcomer with "
             "the same name takes its place. Nothing: the host's name, so that a second engine on "
             "one host needs a name of its own.",
             [](Options& o, std::string_view v) { o.kafka.instance = v; }),
    topic_row("kafka.commands", "leadline.commands", "The topic that commands are taken from.",
              [](Options& o, std::string_view v) { o.kafka.commands = v; }),
    topic_row("kafka.log", "leadline.log",
              "The topic that holds the log, one record for each block: the truth.",
              [](Options& o, std::string_view v) { o.kafka.log = v; }),
    topic_row("kafka.events", "leadline.events",
              "The topic that tells others what happened, one record for each event.",
              [](Options& o, std::string_view v) { o.kafka.events = v; }),
    topic_row("kafka.outcomes", "leadline.outcomes",
              "The topic that says what became of each command.",
              [](Options& o, std::string_view v) { o.kafka.outcomes = v; }),
    topic_row("kafka.dead_letters", "leadline.dead-letters",
              "The topic that keeps what could not be understood, with the reason.",
              [](Options& o, std::string_view v) { o.kafka.dead_letters = v; }),
    {"kafka.feed",
     OptionType::boolean,
     "true",
     0,
     0,
     {},
     {},
     "Whether events are told on the topic kafka.events at all. Without it the log is still whole, "
     "and an engine is faster.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.kafka.feed = v != 0; }},
    text_row(
        "kafka.feed_types", R"("")", "^([A-Za-z]+(,[A-Za-z]+)*)?$",
        "names of events with commas between, or nothing",
        "Which events are told on the topic kafka.events: \"LeadQueued,LeadClaimed\". Nothing: "
        "every one.",
        [](Options& o, std::string_view v) { o.kafka.feed_types = v; }),
    {"kafka.feed_headers",
     OptionType::boolean,
     "false",
     0,
     0,
     {},
     {},
     "Whether each record of the feed also has the headers ce_type and ce_id, and traceparent when "
     "its command had one, so that who reads it need not look into it. It costs: records with "
     "headers cannot be handed over many at a time.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.kafka.feed_headers = v != 0; }},
    {"kafka.partitions",
     OptionType::number,
     "4",
     1,
     64,
     {},
     "partitions",
     "How many partitions `leadline kafka init` gives each of the five topics. A program lies in "
     "one of them, and a log keeps their number for good; four are shared evenly by one, two or "
     "four engines. Topics that are there keep theirs.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.kafka.partitions = as<std::uint32_t>(v); }},
    {"kafka.replication",
     OptionType::number,
     "0",
     0,
     100,
     {},
     "copies",
     "On how many brokers `leadline kafka init` keeps each topic. 0: as many as the cluster's own "
     "default says.",
     "0.1.0",
     [](Options& o, std::int64_t v) { o.kafka.replication = as<std::uint32_t>(v); }},
    {"kafka.properties",
     OptionType::properties,
     "{}",
     0,
     0,
     {},
     "",
     "Any property of librdkafka, those of TLS and SASL included, which checks them at each start; "
     "the few that exactly-once stands on are refused, with the reason. Passwords come better by "
     "file or environment, and are never shown.",
     "0.1.0",
     nullptr,
     false,
     "",
     nullptr,
     [](Options& o, std::string_view name, std::string_view value) {
         o.kafka.properties[std::string(name)] = value;
     }},
};

}  // namespace

std::span<const Option> option_table() { return table; }

}  // namespace leadline::config
