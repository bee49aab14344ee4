// See admin.hpp.
#include "connectors/kafka/admin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

namespace leadline::connectors::kafka {

using events::fail;
using events::Failure;
using events::Result;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds look_every{500};  // whether the library has heard why nobody answers
constexpr milliseconds settle_every{20};
// When every known broker is down, as the library says then, a little patience is enough.
constexpr milliseconds patience{2'000};

int left(steady_clock::time_point until, milliseconds most = milliseconds::max()) {
    const auto rest = std::chrono::duration_cast<milliseconds>(until - steady_clock::now());
    return static_cast<int>(std::clamp(rest, milliseconds(1), most).count());
}

Properties properties_of(const rd_kafka_ConfigResource_t* resource) {
    std::size_t count = 0;
    const auto* const entries = rd_kafka_ConfigResource_configs(resource, &count);
    Properties properties;
    for (std::size_t i = 0; i < count; ++i) {
        const char* const value = rd_kafka_ConfigEntry_value(entries[i]);  // null: a secret
        properties.emplace(rd_kafka_ConfigEntry_name(entries[i]), value == nullptr ? "" : value);
    }
    return properties;
}

}  // namespace

Result<Admin> Admin::open(const config::Options::Kafka& options, milliseconds limit) {
    TRY(check_names(options));
    TRY(check_properties(options));
    auto config = ClientConfig::make(options, Role::admin);
    if (!config) return tl::unexpected(std::move(config).error());
    Admin admin(options, limit);
    rd_kafka_conf_set_error_cb(config->native(), hear);
    rd_kafka_conf_set_opaque(config->native(), admin.heard_.get());
    auto handle = Handle::producer(*std::move(config));
    if (!handle) return tl::unexpected(std::move(handle).error());
    admin.handle_ = std::make_unique<Handle>(*std::move(handle));
    return admin;
}

void Admin::hear(rd_kafka_t*, int code, const char* text, void* heard) {
    auto& to = *static_cast<Heard*>(heard);
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        to.is_down = true;
        return;  // the one before it said why
    }
    // TLS may also break because a broker goes down, but who only asks need not wait to see.
    const auto error = static_cast<rd_kafka_resp_err_t>(code);
    to.is_refusal =
        error == RD_KAFKA_RESP_ERR__SSL || to_error(error, "").failure == Failure::refused;
    to.text = text;
}

Result<Metadata> Admin::metadata(Deadline until) {
    const Deadline patient = steady_clock::now() + patience;
    do {
        const rd_kafka_metadata_t* found = nullptr;
        const auto code =
            rd_kafka_metadata(handle_->get(), 1, nullptr, &found, left(until, look_every));
        Metadata owned(found);
        // A broker that has just come back is not on its own list at first.
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR && found->broker_cnt > 0) return owned;
        rd_kafka_poll(handle_->get(), 0);
        if (heard_->is_refusal || (heard_->is_down && steady_clock::now() >= patient)) break;
        if (to_error(code, "").failure == Failure::refused)
            return tl::unexpected(to_error(code, "the cluster's topics"));
        if (owned) std::this_thread::sleep_for(settle_every);
    } while (steady_clock::now() < until);
    const std::string why = heard_->text.empty() ? "" : ": " + heard_->text;
    if (heard_->is_refusal)
        return fail(Failure::refused,
                    fmt::format("{} does not let us in{}; see security.protocol, sasl.* and ssl.* "
                                "of kafka.properties",
                                options_.brokers, why));
    return fail(Failure::unavailable, fmt::format("no broker answers at {}{}", options_.brokers,
                                                  why.empty() ? " in time" : why));
}

TopicFacts Admin::facts_of(const rd_kafka_metadata_t& found, TopicUse use) const {
    TopicFacts facts;
    for (int i = 0; i < found.topic_cnt; ++i) {
        const rd_kafka_metadata_topic_t& topic = found.topics[i];
        if (topic.topic != topic_name(options_, use)) continue;
        facts.is_there = topic.partition_cnt > 0;
        facts.partitions = static_cast<std::uint32_t>(topic.partition_cnt);
        for (int p = 0; p < topic.partition_cnt; ++p) {
            const auto& partition = topic.partitions[p];
            const auto copies = static_cast<std::uint32_t>(partition.replica_cnt);
            const auto in_sync = static_cast<std::uint32_t>(partition.isr_cnt);
            facts.replication = p == 0 ? copies : std::min(facts.replication, copies);
            facts.in_sync = p == 0 ? in_sync : std::min(facts.in_sync, in_sync);
            facts.is_led = facts.is_led && partition.leader >= 0;
        }
    }
    return facts;
}

Result<ClusterFacts> Admin::describe() {
    const Deadline until = steady_clock::now() + limit_;
    const auto found = metadata(until);
    if (!found) return tl::unexpected(found.error());
    ClusterFacts facts;
    facts.brokers = static_cast<std::uint32_t>((*found)->broker_cnt);
    for (const TopicUse use : topic_uses)
        facts.topics[static_cast<std::size_t>(use)] = facts_of(**found, use);
    char* const id = rd_kafka_clusterid(handle_->get(), left(until));
    if (id == nullptr)
        return fail(Failure::unavailable,
                    fmt::format("the cluster at {} does not say its id", options_.brokers));
    facts.id = id;
    rd_kafka_mem_free(handle_->get(), id);
    TRY(read_properties(facts, (*found)->brokers[0].id, until));
    return facts;
}

Result<void> Admin::read_properties(ClusterFacts& facts, std::int32_t broker, Deadline until) {
    std::vector<ConfigResource> asked;
    std::vector<rd_kafka_ConfigResource_t*> asking;
    const auto ask = [&](rd_kafka_ResourceType_t type, const std::string& name) {
        asked.emplace_back(rd_kafka_ConfigResource_new(type, name.c_str()));
        asking.push_back(asked.back().get());
    };
    ask(RD_KAFKA_RESOURCE_BROKER, std::to_string(broker));
    for (const TopicUse use : topic_uses)
        if (facts.of(use).is_there) ask(RD_KAFKA_RESOURCE_TOPIC, topic_name(options_, use));
    const auto options = admin_options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, until);
    if (!options) return tl::unexpected(options.error());
    const Queue queue(rd_kafka_queue_new(handle_->get()));
    rd_kafka_DescribeConfigs(handle_->get(), asking.data(), asking.size(), options->get(),
                             queue.get());
    const auto event = answer_of(queue.get(), "the topics' properties", until);
    if (!event) return tl::unexpected(event.error());
    std::size_t count = 0;
    const auto* const resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const rd_kafka_ConfigResource_t* const resource = resources[i];
        const bool is_read = rd_kafka_ConfigResource_error(resource) == RD_KAFKA_RESP_ERR_NO_ERROR;
        const char* const text = rd_kafka_ConfigResource_error_string(resource);
        const std::string unread = is_read ? "" : text == nullptr ? "no reason was given" : text;
        if (rd_kafka_ConfigResource_type(resource) == RD_KAFKA_RESOURCE_BROKER) {
            facts.properties = properties_of(resource);
            facts.unread = unread;
            continue;
        }
        const std::string_view name = rd_kafka_ConfigResource_name(resource);
        for (const TopicUse use : topic_uses) {
            if (name != topic_name(options_, use)) continue;
            facts.topics[static_cast<std::size_t>(use)].properties = properties_of(resource);
            facts.topics[static_cast<std::size_t>(use)].unread = unread;
        }
    }
    return {};
}

Result<AdminOptions> Admin::admin_options(rd_kafka_admin_op_t what, Deadline until) {
    AdminOptions options(rd_kafka_AdminOptions_new(handle_->get(), what));
    std::array<char, 256> why{};
    const auto code = rd_kafka_AdminOptions_set_request_timeout(options.get(), left(until),
                                                                why.data(), why.size());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return fail(Failure::unavailable, fmt::format("librdkafka: {}", why.data()));
    return options;
}

Result<Event> Admin::answer_of(rd_kafka_queue_t* queue, std::string_view what, Deadline until) {
    // The library ends the request by itself at the deadline; a little later nothing will come.
    Event event(rd_kafka_queue_poll(queue, left(until) + 1'000));
    if (!event) return tl::unexpected(to_error(RD_KAFKA_RESP_ERR__TIMED_OUT, what));
    const auto code = rd_kafka_event_error(event.get());
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return event;
    auto error = to_error(code, what);
    return fail(error.failure,
                fmt::format("{} ({})", error.message, rd_kafka_event_error_string(event.get())));
}

Result<void> Admin::make(std::span<const TopicUse> uses, std::uint32_t partitions) {
    if (uses.empty()) return {};
    const Deadline until = steady_clock::now() + limit_;
    std::vector<NewTopic> made;
    std::vector<rd_kafka_NewTopic_t*> making;
    const int copies = options_.replication == 0 ? -1 : static_cast<int>(options_.replication);
    for (const TopicUse use : uses) {
        const std::string& name = topic_name(options_, use);
        std::array<char, 256> why{};
        made.emplace_back(rd_kafka_NewTopic_new(name.c_str(), static_cast<int>(partitions), copies,
                                                why.data(), why.size()));
        if (!made.back())
            return fail(Failure::configuration, fmt::format("topic {}: {}", name, why.data()));
        for (const auto& [property, value] : right_properties(use))
            rd_kafka_NewTopic_set_config(made.back().get(), property.c_str(), value.c_str());
        making.push_back(made.back().get());
    }
    const auto options = admin_options(RD_KAFKA_ADMIN_OP_CREATETOPICS, until);
    if (!options) return tl::unexpected(options.error());
    const Queue queue(rd_kafka_queue_new(handle_->get()));
    rd_kafka_CreateTopics(handle_->get(), making.data(), making.size(), options->get(),
                          queue.get());
    const auto event = answer_of(queue.get(), "topics cannot be made", until);
    if (!event) return tl::unexpected(event.error());
    std::size_t count = 0;
    const auto* const results = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event->get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto code = rd_kafka_topic_result_error(results[i]);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            continue;
        const char* const text = rd_kafka_topic_result_error_string(results[i]);
        const auto error = to_error(
            code, fmt::format("topic {} cannot be made", rd_kafka_topic_result_name(results[i])));
        return fail(error.failure, fmt::format("{} ({})", error.message, text));
    }
    for (;;) {
        const auto found = metadata(until);
        if (!found) return tl::unexpected(found.error());
        if (std::all_of(uses.begin(), uses.end(), [&](TopicUse use) {
                const TopicFacts facts = facts_of(**found, use);
                return facts.is_there && facts.is_led;
            }))
            return {};
        if (steady_clock::now() >= until)
            return fail(Failure::unavailable,
                        "the new topics have no leaders yet; look again soon "
                        "with `leadline kafka check`");
        std::this_thread::sleep_for(settle_every);
    }
}

}  // namespace leadline::connectors::kafka
