// See transactions.hpp.
#include "connectors/kafka/transactions.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstring>

namespace leadline::connectors::kafka {

using events::BytesView;
using events::fail;
using events::Failure;
using events::Result;

namespace {

// The first call to init after a crash waits 500 ms between two tries, whatever there is to wait
// for; a short one, and then a new handle, takes 20 ms (measured 8 of 8 times).
constexpr int init_first_ms = 15;
constexpr int init_slice_ms = 1'000;
constexpr int init_slices = 30;
// Less than transaction.timeout.ms, so that the library's word comes before the broker's abort.
constexpr int commit_ms = 9'000;
constexpr int offsets_ms = 9'000;
// By then every call should have come back, and the broker has ended the transaction.
constexpr auto watchdog_limit = transaction_timeout + std::chrono::seconds(5);

bool is_fencing(rd_kafka_resp_err_t code) {
    return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
           code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH ||
           code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID ||
           code == RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION ||
           code == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID;
}

// Whose offset is to be known: a record of the log, not one of the feed.
void* const is_noted = const_cast<char*>("noted");

}  // namespace

Transactions::Transactions(std::string name) : name_(std::move(name)), watchdog_(watchdog_limit) {}

void Transactions::on_error(rd_kafka_t*, int code, const char* reason, void* producer) {
    ++static_cast<Producer*>(producer)->errors;
    spdlog::info("kafka: {}: {}", rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(code)),
                 reason);
}

// Without a callback for them the library's flush sleeps in steps of 10 ms.
void Transactions::on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* producer) {
    auto& of = *static_cast<Producer*>(producer);
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        of.undelivered = message->err;
    } else if (message->_private == is_noted) {
        of.last_offset = std::max(of.last_offset.load(), message->offset);
    }
}

Result<std::unique_ptr<Transactions>> Transactions::make(const TransactionsSetup& setup) {
    std::unique_ptr<Transactions> made(new Transactions(setup.id));
    auto config = ClientConfig::make(setup.options, Role::producer);
    if (!config) return tl::unexpected(std::move(config).error());
    TRY(config->set("transactional.id", setup.id));
    if (setup.batch_bytes != 0 && !setup.options.properties.contains("batch.size"))
        TRY(config->set("batch.size", std::to_string(setup.batch_bytes)));
    rd_kafka_conf_set_opaque(config->native(), made->producer_.get());
    rd_kafka_conf_set_error_cb(config->native(), on_error);
    rd_kafka_conf_set_dr_msg_cb(config->native(), on_delivery);
    auto client = Handle::producer(*std::move(config));
    if (!client) return tl::unexpected(std::move(client).error());
    made->producer_->client.emplace(*std::move(client));
    return made;
}

Result<std::unique_ptr<Transactions>> Transactions::open(const TransactionsSetup& setup) {
    auto made = make(setup);
    if (!made) return made;
    CallError error(rd_kafka_init_transactions((*made)->client(), init_first_ms));
    if (error == nullptr) return made;
    if (rd_kafka_error_is_retriable(error.get())) made = make(setup);
    for (int slice = 0; made && rd_kafka_error_is_retriable(error.get()); ++slice) {
        if (auto goes_on = setup.go_on(); !goes_on)
            return tl::unexpected(std::move(goes_on).error());
        error.reset(rd_kafka_init_transactions((*made)->client(), init_slice_ms));
        if (error == nullptr) return made;
        if (slice == init_slices) break;
    }
    if (!made) return made;
    if (is_fencing(rd_kafka_error_code(error.get()))) {
        (*made)->trouble_ = Trouble::fenced;
        return made;
    }
    return tl::unexpected(to_error(*error, "the transactional producer"));
}

// What it still holds belongs to a transaction that nobody will commit.
Transactions::~Transactions() {
    if (trouble_ == Trouble::hung || !producer_->client) return;
    rd_kafka_purge(client(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                 RD_KAFKA_PURGE_F_NON_BLOCKING);
}

Result<rd_kafka_topic_t*> Transactions::topic(const std::string& name) {
    for (const auto& [known, topic] : producer_->topics)
        if (known == name) return topic.get();
    Topic made(rd_kafka_topic_new(client(), name.c_str(), nullptr));
    if (made == nullptr) return tl::unexpected(to_error(rd_kafka_last_error(), "topic " + name));
    producer_->topics.emplace_back(name, std::move(made));
    return producer_->topics.back().second.get();
}

Result<void> Transactions::fail_with(rd_kafka_resp_err_t code, events::Error error) {
    if (is_fencing(code)) {
        trouble_ = Trouble::fenced;
    } else if (error.failure != Failure::unavailable) {
        trouble_ = Trouble::refused;
    } else if (trouble_ == Trouble::none) {
        trouble_ = Trouble::doubt;
    }
    return tl::unexpected(std::move(error));
}

Result<void> Transactions::check(CallError error, std::string_view what) {
    if (error == nullptr) return {};
    return fail_with(rd_kafka_error_code(error.get()),
                     to_error(*error, fmt::format("{} of {}", what, name_)));
}

Result<void> Transactions::watched(Call call, std::string_view what) {
    const auto answer = std::make_shared<CallError>();
    const bool is_back = watchdog_.run([producer = producer_, answer, call = std::move(call)] {
        answer->reset(call(producer->client->get()));
    });
    if (is_back) return check(std::move(*answer), what);
    trouble_ = Trouble::hung;
    rd_kafka_set_log_level(client(), 0);
    return fail(
        Failure::unavailable,
        fmt::format("{}: the client library has not come back for {} s", what,
                    std::chrono::duration_cast<std::chrono::seconds>(watchdog_limit).count()));
}

Result<void> Transactions::begin() {
    ENSURE(trouble_ == Trouble::none);
    rd_kafka_poll(client(), 0);
    errors_at_begin_ = producer_->errors;
    producer_->undelivered = 0;
    return check(CallError(rd_kafka_begin_transaction(client())), "the begin");
}

Result<void> Transactions::send_offset(const std::string& topic, std::int32_t partition,
                                       std::uint64_t next, const Assignment& group,
                                       const std::string& note) {
    std::shared_ptr<rd_kafka_topic_partition_list_t> offsets(
        PartitionList(rd_kafka_topic_partition_list_new(1)));
    rd_kafka_topic_partition_t* const of =
        rd_kafka_topic_partition_list_add(offsets.get(), topic.c_str(), partition);
    of->offset = static_cast<std::int64_t>(next);
    if (!note.empty()) {
        of->metadata = ::strndup(note.data(), note.size());  // the library frees it
        of->metadata_size = note.size();
    }
    return watched(
        [offsets, group](rd_kafka_t* client) {
            return rd_kafka_send_offsets_to_transaction(client, offsets.get(), group.get(),
                                                        offsets_ms);
        },
        "the offset");
}

Result<void> Transactions::produce(const Target& to, const RecordBatch& records) {
    messages_.assign(records.size(), {});
    for (std::size_t i = 0; i < records.size(); ++i) {
        const RecordBatch::View record = records.record(i);
        rd_kafka_message_t& message = messages_[i];
        message.payload = const_cast<char*>(record.value.data());
        message.len = record.value.size();
        message.key = const_cast<char*>(record.key.data());
        message.key_len = record.key.size();
    }
    const int count = static_cast<int>(messages_.size());
    if (rd_kafka_produce_batch(to.topic, to.partition, RD_KAFKA_MSG_F_BLOCK, messages_.data(),
                               count) == count)
        return {};
    const auto failed = std::find_if(messages_.begin(), messages_.end(),
                                     [](const rd_kafka_message_t& m) { return m.err != 0; });
    ENSURE(failed != messages_.end());
    return fail_with(failed->err, to_error(failed->err, rd_kafka_topic_name(to.topic)));
}

Result<void> Transactions::produce(const Target& to, std::string_view key, BytesView value) {
    if (rd_kafka_produce(to.topic, to.partition, RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK,
                         const_cast<std::byte*>(value.data()), value.size(), key.data(), key.size(),
                         is_noted) == 0)
        return {};
    const auto code = rd_kafka_last_error();
    return fail_with(code, to_error(code, rd_kafka_topic_name(to.topic)));
}

Result<void> Transactions::produce(const Target& to, HeadedRecord record) {
    const auto code = kafka::produce(client(), to, std::move(record), true);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return fail_with(code, to_error(code, rd_kafka_topic_name(to.topic)));
}

Result<void> Transactions::commit() {
    TRY(watched([](rd_kafka_t* client) { return rd_kafka_commit_transaction(client, commit_ms); },
                "a commit"));
    rd_kafka_poll(client(), 0);
    if (const auto code = static_cast<rd_kafka_resp_err_t>(producer_->undelivered.load()))
        return fail_with(code, to_error(code, "a commit of " + name_));
    if (producer_->errors == errors_at_begin_) return {};
    trouble_ = Trouble::doubt;
    return fail(Failure::unavailable,
                fmt::format("a commit of {} is in doubt: the connection to a broker was lost "
                            "meanwhile",
                            name_));
}

}  // namespace leadline::connectors::kafka
