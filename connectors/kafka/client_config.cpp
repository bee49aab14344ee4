// What librdkafka is told, by role: our defaults, which kafka.properties may change, and what they
// may not, each with the reason; see handle.hpp. The figures behind the values were measured.
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "connectors/kafka/handle.hpp"

namespace leadline::connectors::kafka {

using events::fail;
using events::Failure;
using events::Result;

namespace {

using Roles = unsigned;
constexpr Roles of(Role role) { return 1U << static_cast<unsigned>(role); }
constexpr Roles fetching = of(Role::data) | of(Role::plain_reader);
constexpr Roles consumers = fetching | of(Role::membership);
constexpr Roles producing = of(Role::producer);
constexpr Roles everybody = consumers | producing | of(Role::admin);
constexpr Roles nobody = 0;

// Stands where kafka.properties do not say otherwise.
struct Default {
    const char* name;
    const char* value;
    Roles roles;
};

constexpr Default defaults[] = {
    {"socket.nagle.disable", "true", everybody},
    {"reconnect.backoff.max.ms", "1000", everybody},
    {"session.timeout.ms", "6000", of(Role::membership)},
    {"heartbeat.interval.ms", "1000", of(Role::membership)},
    // A full queue would stop the partition's fetching for a whole second.
    {"queued.min.messages", "1000000", fetching},
    {"queued.max.messages.kbytes", "65536", fetching},
    {"queue.buffering.max.messages", "1000000", producing},
    // Blocks, events and outcomes repeat themselves: to compress them takes less of the processor
    // than to send them as they are, here and at the broker (bench/README.md).
    {"compression.type", "lz4", producing},
    // A new transaction waits for the end of the last one by retrying: 100 ms would be its latency.
    {"retry.backoff.ms", "1", producing},
};

// Not to be changed. Without a value: ClientConfig or its caller brings it, or nobody does.
struct Ours {
    const char* name;
    const char* value;
    Roles roles;
    std::string_view reason;
};

constexpr std::string_view all_copies =
    "what was answered must be on every broker that counts, once and in order";
constexpr std::string_view own_offsets =
    "offsets are committed in the transaction of what was decided, and nowhere else";
constexpr std::string_view known_start =
    "where reading begins is known exactly; anywhere else something would be skipped or repeated";
constexpr std::string_view watched =
    "the watchdog of transactions counts on it, and no request may outlive its transaction";
constexpr std::string_view whole_batches =
    "batches are as large as the topics take, which are checked for it; see batch.size";
constexpr std::string_view every_delivery =
    "a commit learns of its records from their delivery reports; without them it sleeps";
constexpr std::string_view eager_range =
    "a partition is left before another engine takes it, and the same one for every topic";
constexpr std::string_view own_callbacks =
    "what the library has to say goes to Leadline and its log";
constexpr std::string_view no_mock = "a made-up cluster has no transactions";

constexpr Ours ours[] = {
    {"bootstrap.servers", nullptr, nobody, "the option for it is kafka.brokers"},
    {"metadata.broker.list", nullptr, nobody, "the option for it is kafka.brokers"},
    {"group.id", nullptr, nobody, "the option for it is kafka.group"},
    {"group.instance.id", nullptr, nobody, "the option for it is kafka.instance"},
    {"transactional.id", nullptr, nobody,
     "it follows from the log's topic and the partition: two engines that named it differently "
     "would both decide"},
    {"transaction.timeout.ms", "10000", producing, watched},
    {"socket.timeout.ms", "10000", producing, watched},
    {"acks", "all", producing, all_copies},
    {"request.required.acks", nullptr, nobody, all_copies},
    {"enable.idempotence", "true", producing, all_copies},
    {"max.in.flight", nullptr, nobody, all_copies},
    {"max.in.flight.requests.per.connection", "5", producing, all_copies},
    {"message.max.bytes", "8388608", producing, whole_batches},
    {"delivery.report.only.error", "false", producing, every_delivery},
    {"isolation.level", "read_committed", consumers, "what was not committed has not happened"},
    {"enable.auto.commit", "false", consumers, own_offsets},
    {"auto.commit.enable", nullptr, nobody, own_offsets},
    {"enable.auto.offset.store", "false", consumers, own_offsets},
    {"auto.offset.reset", "error", consumers, known_start},
    {"client.rack", nullptr, nobody,
     "the log is read from its leader: a follower may not have its end yet"},
    {"check.crcs", "true", fetching, "a damaged record must not be decided"},
    {"enable.partition.eof", "true", of(Role::plain_reader), "the end of the log is known by it"},
    {"partition.assignment.strategy", "range", of(Role::membership), eager_range},
    {"group.protocol.type", nullptr, nobody, eager_range},
    {"allow.auto.create.topics", "false", everybody,
     "a topic that the broker makes by itself has the wrong properties; see `leadline kafka init`"},
    {"enabled_events", nullptr, nobody, own_callbacks},
    {"log.queue", "false", everybody, own_callbacks},
    {"test.mock.num.brokers", nullptr, nobody, no_mock},
    {"test.mock.broker.rtt", nullptr, nobody, no_mock},
};

constexpr std::string_view client_ids[] = {"leadline-membership", "leadline-data",
                                           "leadline-producer", "leadline-admin",
                                           "leadline-plain-reader"};

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.data();
}

// syslog's levels. What is an error to the library is one to us only if a call fails, which is said
// then; its own lines are chatter of a connection that is tried again.
spdlog::level::level_enum level_of(int syslog) {
    if (syslog <= 2) return spdlog::level::err;
    if (syslog <= 4) return spdlog::level::warn;
    return syslog == 5 ? spdlog::level::info : spdlog::level::debug;
}

// That a consumer was told a property of producers, which kafka.properties hold together, is no
// news.
void log_line(const rd_kafka_t* client, int level, const char* facility, const char* text) {
    const bool is_news = std::string_view(facility) != "CONFWARN";
    spdlog::log(is_news ? level_of(level) : spdlog::level::debug, "{} {}: {}",
                client == nullptr ? "kafka" : rd_kafka_name(client), facility, text);
}

void no_report(rd_kafka_t*, const rd_kafka_message_t*, void*) {}

Result<void> put(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
    std::array<char, 512> why{};
    const auto put = rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why.data(), why.size());
    if (put == RD_KAFKA_CONF_OK) return {};
    return fail(Failure::configuration, fmt::format("kafka.properties.{}: {}", name, why.data()));
}

const Ours* ours_of(std::string_view name) {
    for (const Ours& each : ours)
        if (each.name == name) return &each;
    return nullptr;
}

}  // namespace

ClientConfig::ClientConfig(Role role) : conf_(rd_kafka_conf_new()), role_(role) {}

Result<ClientConfig> ClientConfig::make(const config::Options::Kafka& options, Role role) {
    ClientConfig made(role);
    rd_kafka_conf_set_log_cb(made.native(), log_line);
    if (role == Role::producer) rd_kafka_conf_set_dr_msg_cb(made.native(), no_report);
    TRY(made.set("client.id", std::string(client_ids[static_cast<std::size_t>(role)])));
    for (const Default& each : defaults)
        if ((each.roles & of(role)) != 0) TRY(made.set(each.name, each.value));
    std::string wrong;
    for (const auto& [name, value] : options.properties) {
        if (const Ours* const kept = ours_of(name)) {
            wrong += fmt::format("kafka.properties.{} is not to be set: {}\n", name, kept->reason);
        } else if (const auto is_put = put(made.native(), name, value); !is_put) {
            wrong += is_put.error().message + '\n';
        }
    }
    if (!wrong.empty()) {
        wrong.pop_back();
        return fail(Failure::configuration, std::move(wrong));
    }
    for (const Ours& each : ours)
        if ((each.roles & of(role)) != 0) TRY(made.set(each.name, each.value));
    TRY(made.set("bootstrap.servers", options.brokers));
    if ((consumers & of(role)) != 0) TRY(made.set("group.id", options.group));
    if (role == Role::membership)
        TRY(made.set("group.instance.id",
                     options.instance.empty() ? host_name() : options.instance));
    return made;
}

Result<void> ClientConfig::set(const std::string& name, const std::string& value) {
    return put(native(), name, value);
}

std::string ClientConfig::get(const std::string& name) const {
    std::size_t bytes = 0;
    if (rd_kafka_conf_get(native(), name.c_str(), nullptr, &bytes) != RD_KAFKA_CONF_OK) return {};
    std::string value(bytes, '\0');  // with the zero at its end
    if (rd_kafka_conf_get(native(), name.c_str(), value.data(), &bytes) != RD_KAFKA_CONF_OK)
        return {};
    value.resize(value.find('\0'));
    return value;
}

// The library itself has read the number, and takes none that is not one.
std::chrono::milliseconds session_timeout(const config::Options::Kafka& options) {
    const auto config = ClientConfig::make(options, Role::membership);
    const std::string said = config ? config->get("session.timeout.ms") : "";
    std::int64_t number = 0;
    std::from_chars(said.data(), said.data() + said.size(), number);
    return std::chrono::milliseconds(number);
}

Result<void> check_properties(const config::Options::Kafka& options) {
    constexpr Role roles[] = {Role::membership, Role::data, Role::producer, Role::admin,
                              Role::plain_reader};
    for (const Role role : roles) {
        auto config = ClientConfig::make(options, role);
        if (!config) return tl::unexpected(std::move(config).error());
        // What only all properties together show: made once, in silence, and led to no broker.
        rd_kafka_conf_set_log_cb(config->native(), nullptr);
        TRY(config->set("bootstrap.servers", ""));
        if (role == Role::producer) TRY(config->set("transactional.id", "leadline-check"));
        const bool consumes = (consumers & of(role)) != 0;
        const auto tried =
            consumes ? Handle::consumer(*std::move(config)) : Handle::producer(*std::move(config));
        if (!tried) return tl::unexpected(tried.error());
    }
    return {};
}

}  // namespace leadline::connectors::kafka
