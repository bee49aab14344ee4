// See publisher.hpp.
#include "connectors/kafka/publisher.hpp"

#include <utility>

#include "connectors/kafka/produce.hpp"

namespace leadline::connectors::kafka {

using events::Result;

namespace {

// What waits in the library for its broker; a bulk of lines must not be there as a whole.
constexpr const char* records_at_once = "100000";
constexpr const char* kilobytes_at_once = "65536";

}  // namespace

void Publisher::on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* heard) {
    auto& to = *static_cast<Heard*>(heard);
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        if (to.failed == RD_KAFKA_RESP_ERR_NO_ERROR) to.failed = message->err;
        return;
    }
    ++to.acknowledged;
    if (message->_private != nullptr)
        to.places.push_back({static_cast<std::uint32_t>(message->partition), message->offset});
}

Publisher::Publisher(std::unique_ptr<Heard> heard, Handle client, Topic topic, std::string name)
    : heard_(std::move(heard)),
      client_(std::move(client)),
      topic_(std::move(topic)),
      name_(std::move(name)) {}

Result<std::unique_ptr<Publisher>> Publisher::open(const config::Options::Kafka& options) {
    auto config = ClientConfig::make(options, Role::producer);
    if (!config) return tl::unexpected(std::move(config).error());
    TRY(config->set("queue.buffering.max.messages", records_at_once));
    TRY(config->set("queue.buffering.max.kbytes", kilobytes_at_once));
    TRY(config->set("batch.size", commands_batch_bytes));
    auto heard = std::make_unique<Heard>();
    rd_kafka_conf_set_opaque(config->native(), heard.get());
    rd_kafka_conf_set_dr_msg_cb(config->native(), on_delivery);
    auto client = Handle::producer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    Topic topic(rd_kafka_topic_new(client->get(), options.commands.c_str(), nullptr));
    if (topic == nullptr)
        return tl::unexpected(to_error(rd_kafka_last_error(), "topic " + options.commands));
    return std::unique_ptr<Publisher>(
        new Publisher(std::move(heard), *std::move(client), std::move(topic), options.commands));
}

Result<bool> Publisher::put(const Record& record) {
    const void* const key = record.key.empty() ? nullptr : record.key.data();
    const int failed = rd_kafka_produce(
        topic_.get(), static_cast<std::int32_t>(record.partition), RD_KAFKA_MSG_F_COPY,
        const_cast<std::byte*>(record.value.data()), record.value.size(), key, record.key.size(),
        record.is_told ? this : nullptr);
    if (failed == 0) {
        ++put_;
        return true;
    }
    const rd_kafka_resp_err_t code = rd_kafka_last_error();
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
    return tl::unexpected(to_error(code, name_));
}

Result<void> Publisher::serve(std::chrono::milliseconds wait) {
    rd_kafka_poll(client_.get(), static_cast<int>(wait.count()));
    if (heard_->failed == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return tl::unexpected(to_error(heard_->failed, name_));
}

std::deque<Publisher::Place> Publisher::take_places() { return std::exchange(heard_->places, {}); }

}  // namespace leadline::connectors::kafka
