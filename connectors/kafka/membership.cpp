// See membership.hpp.
#include "connectors/kafka/membership.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>

namespace leadline::connectors::kafka {

using events::Result;

namespace {
constexpr int poll_ms = 100;
using Clock = std::chrono::steady_clock;
}  // namespace

Result<std::unique_ptr<Membership>> Membership::join(const config::Options::Kafka& options,
                                                     Told told) {
    std::unique_ptr<Membership> made(new Membership(options, std::move(told)));
    TRY(made->open());
    made->thread_ = std::thread([self = made.get()] { self->run(); });
    return made;
}

Membership::~Membership() {
    stops_ = true;
    if (thread_.joinable()) thread_.join();
}

Result<void> Membership::open() {
    auto config = ClientConfig::make(options_, Role::membership);
    if (!config) return tl::unexpected(std::move(config).error());
    rd_kafka_conf_set_opaque(config->native(), this);
    rd_kafka_conf_set_rebalance_cb(config->native(), on_rebalance);
    rd_kafka_conf_set_error_cb(config->native(), on_error);
    auto client = Handle::consumer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    client_.emplace(*std::move(client));
    const PartitionList topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(topics.get(), options_.commands.c_str(),
                                      RD_KAFKA_PARTITION_UA);
    if (const auto code = rd_kafka_subscribe(client_->get(), topics.get()))
        return tl::unexpected(to_error(code, "the group " + options_.group));
    return {};
}

// Messages cannot come, since all is paused; what comes are errors, the fatal ones by this way
// only.
void Membership::run() {
    while (!stops_) {
        if (is_fenced_ && !has_ended_) join_anew();
        if (!client_) {
            std::this_thread::sleep_for(std::chrono::milliseconds(poll_ms));
            continue;
        }
        const Message message(rd_kafka_consumer_poll(client_->get(), poll_ms));
        if (message != nullptr && message->err != RD_KAFKA_RESP_ERR_NO_ERROR)
            on_error(client_->get(), message->err, rd_kafka_message_errstr(message.get()), this);
        if (has_any_ && Clock::now() - assigned_ > echo_max) may_be_echo_ = true;
    }
    let_go();
}

// A client that was fenced does nothing any more, and who is fenced does not fence back. But a
// broker that stood still gets the library's request to join twice, and takes the second for
// another's (docs/kafka.md, "Fenced by itself"). Another fence, before a place was held for a
// while, is another process's: two of one name must not fence each other for ever.
void Membership::join_anew() {
    if (client_) spdlog::warn("kafka: the group has this instance twice: joining anew");
    let_go();
    client_.reset();
    may_be_echo_ = false;
    is_lost_ = false;
    trouble_ = {};
    auto opened = open();
    using events::Failure;
    is_fenced_ = !opened && (opened.error().failure == Failure::unavailable ||
                             opened.error().failure == Failure::passing);
    if (!opened && !is_fenced_) end_with(std::move(opened).error());
}

void Membership::let_go() {
    if (std::exchange(has_any_, false)) told_.revoked();
}

void Membership::on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code,
                              rd_kafka_topic_partition_list_t* list, void* self) {
    auto& of = *static_cast<Membership*>(self);
    of.let_go();
    if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS && !of.stops_) return of.take(client, list);
    if (rd_kafka_assignment_lost(client) != 0) of.is_lost_ = true;
    rd_kafka_assign(client, nullptr);
}

void Membership::take(rd_kafka_t* client, rd_kafka_topic_partition_list_t* list) {
    std::vector<std::uint32_t> partitions;
    for (int i = 0; i < list->cnt; ++i) {
        partitions.push_back(static_cast<std::uint32_t>(list->elems[i].partition));
        list->elems[i].offset = RD_KAFKA_OFFSET_END;  // no matter which: nothing is read
    }
    rd_kafka_assign(client, list);
    rd_kafka_pause_partitions(client, list);
    has_any_ = true;
    assigned_ = Clock::now();
    if (std::exchange(is_lost_, false)) trouble_ = Clock::now();
    told_.assigned(partitions, Assignment(GroupMetadata(rd_kafka_consumer_group_metadata(client))));
}

void Membership::on_error(rd_kafka_t* client, int code, const char* reason, void* self) {
    auto& of = *static_cast<Membership*>(self);
    std::array<char, 512> why{};
    auto told = static_cast<rd_kafka_resp_err_t>(code);
    if (told == RD_KAFKA_RESP_ERR__FATAL)
        told = rd_kafka_fatal_error(client, why.data(), why.size());
    if (told == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID) return of.fenced();
    auto error = to_error(told, "the group");
    if (code == RD_KAFKA_RESP_ERR__FATAL || error.failure != events::Failure::unavailable)
        return of.end_with(std::move(error));
    of.trouble_ = Clock::now();
    if (!of.has_any_) of.is_lost_ = true;
    spdlog::info("kafka: {}", reason);
}

void Membership::fenced() {
    is_fenced_ = may_be_echo_ && (is_lost_ || Clock::now() - trouble_ < echo_max);
    if (is_fenced_) return;
    end_with({events::Failure::refused,
              "another process has taken this instance's place in the group: each engine needs a "
              "kafka.instance of its own"});
}

void Membership::end_with(events::Error error) {
    if (std::exchange(has_ended_, true)) return;
    told_.ended(std::move(error));
}

}  // namespace leadline::connectors::kafka
