// See sender.hpp.
#include "connectors/kafka/sender.hpp"

#include <fmt/format.h>

namespace leadline::connectors::kafka {

using events::BytesView;
using events::Result;

namespace {

constexpr int flush_ms = 10'000;

}  // namespace

void Sender::on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* failed) {
    auto& first = *static_cast<rd_kafka_resp_err_t*>(failed);
    if (first == RD_KAFKA_RESP_ERR_NO_ERROR) first = message->err;
}

Sender::Sender(Handle client, Topic topic, std::string name)
    : client_(std::move(client)), topic_(std::move(topic)), name_(std::move(name)) {}

Result<std::unique_ptr<Sender>> Sender::open(const config::Options::Kafka& options) {
    auto config = ClientConfig::make(options, Role::producer);
    if (!config) return tl::unexpected(std::move(config).error());
    auto failed = std::make_unique<rd_kafka_resp_err_t>(RD_KAFKA_RESP_ERR_NO_ERROR);
    TRY(config->set("batch.size", commands_batch_bytes));
    rd_kafka_conf_set_opaque(config->native(), failed.get());
    rd_kafka_conf_set_dr_msg_cb(config->native(), on_delivery);
    auto client = Handle::producer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    Topic topic(rd_kafka_topic_new(client->get(), options.commands.c_str(), nullptr));
    if (topic == nullptr)
        return tl::unexpected(to_error(rd_kafka_last_error(), "topic " + options.commands));
    std::unique_ptr<Sender> made(
        new Sender(*std::move(client), std::move(topic), options.commands));
    made->failed_ = std::move(failed);
    return made;
}

Result<void> Sender::forward(const Record& record, std::uint32_t from, std::uint32_t to) {
    Headers headers(rd_kafka_headers_new(record.headers.size() + 2));
    for (const RecordHeader& header : record.headers)
        add_header(headers, header.name, events::as_text(header.value));
    add_header(headers, hops_header, "1");
    add_header(headers, origin_header, fmt::format("{}/{}/{}", name_, from, record.offset));
    return send(to, {events::as_text(record.key), record.value, std::move(headers)});
}

Result<void> Sender::tick(std::uint32_t partition) {
    Headers headers(rd_kafka_headers_new(1));
    add_header(headers, tick_header, "1");
    return send(partition, {{}, events::as_bytes(tick_header), std::move(headers)});
}

Result<void> Sender::send(std::uint32_t to, HeadedRecord record) {
    const auto code = produce(client_->get(), {topic_.get(), static_cast<std::int32_t>(to)},
                              std::move(record), false);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return tl::unexpected(to_error(code, name_));
    rd_kafka_poll(client_->get(), 0);
    return {};
}

Result<void> Sender::flush() {
    const auto code = rd_kafka_flush(client_->get(), flush_ms);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return tl::unexpected(to_error(code, name_));
    if (*failed_ == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return tl::unexpected(to_error(*failed_, name_));
}

}  // namespace leadline::connectors::kafka
