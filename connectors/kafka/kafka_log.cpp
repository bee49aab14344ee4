// See kafka_log.hpp.
#include "connectors/kafka/kafka_log.hpp"

#include <fmt/format.h>

#include "connectors/kafka/group_lag.hpp"
#include "engine/log/block.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors::kafka {

using events::Result;

namespace {

// Where the last block lies is written down now and then: a start reads what came after again.
constexpr std::uint64_t appends_between_notes = 256;

std::string block_name(std::uint64_t block) { return fmt::format("{:020}", block); }

}  // namespace

Result<std::unique_ptr<KafkaLog>> KafkaLog::open(const KafkaLogParts& parts) {
    auto records = EpochRecords::make_for(parts.options);
    if (!records) return tl::unexpected(std::move(records).error());
    std::unique_ptr<KafkaLog> made(new KafkaLog(parts, *std::move(records)));
    TRY(made->open_topics());
    return made;
}

Result<void> KafkaLog::open_topics() {
    const config::Options::Kafka& names = parts_.options;
    const auto partition = static_cast<std::int32_t>(parts_.partition.number);
    const std::pair<const std::string*, Target*> topics[] = {{&names.log, &log_},
                                                             {&names.events, &events_},
                                                             {&names.outcomes, &outcomes_},
                                                             {&names.dead_letters, &dead_letters_}};
    for (const auto& [name, target] : topics) {
        const auto topic = parts_.transactions.topic(*name);
        if (!topic) return tl::unexpected(topic.error());
        *target = {*topic, partition};
    }
    return {};
}

Result<void> KafkaLog::append(const engine::EpochWrite& epoch) {
    TRY(commit(epoch));
    last_ = {epoch.end.block, parts_.transactions.last_offset()};
    TRY(parts_.copy.append(epoch));
    if (++appends_ % appends_between_notes != 0) return {};
    return write_place(parts_.log_folder, parts_.partition, last_);
}

// The offset goes first: see Transactions::send_offset.
Result<void> KafkaLog::commit(const engine::EpochWrite& epoch) {
    Transactions& transaction = parts_.transactions;
    TRY(transaction.begin());
    TRY(transaction.send_offset(
        parts_.options.commands, static_cast<std::int32_t>(parts_.partition.number),
        epoch.end.next_input_offset, parts_.group, partitions_note(partitions())));
    std::uint64_t block = epoch.end.block - epoch.blocks.size();
    for (const engine::Bytes& bytes : epoch.blocks)
        TRY(transaction.produce(log_, block_name(++block), bytes));
    TRY(produce_feed());
    TRY(transaction.produce(outcomes_, records_->outcomes()));
    TRY(produce_letters(epoch));
    return transaction.commit();
}

// Records with headers go one by one: librdkafka has no other call for them.
Result<void> KafkaLog::produce_feed() {
    const RecordBatch& feed = records_->feed();
    if (records_->feed_headers().empty()) return parts_.transactions.produce(events_, feed);
    std::size_t i = 0;
    for (const FeedHeaders& of : records_->feed_headers()) {
        Headers headers(rd_kafka_headers_new(3));
        add_header(headers, "ce_type", of.type);
        add_header(headers, "ce_id", of.id);
        if (!of.traceparent.empty()) add_header(headers, "traceparent", of.traceparent);
        const RecordBatch::View record = feed.record(i++);
        TRY(parts_.transactions.produce(
            events_, {record.key, events::as_bytes(record.value), std::move(headers)}));
    }
    return {};
}

Result<void> KafkaLog::produce_letters(const engine::EpochWrite& epoch) {
    for (const engine::DeadLetter& letter : epoch.dead_letters) {
        const auto original = parts_.letters.take(letter.key);
        ENSURE(original);  // put there before its epoch was decided
        Headers headers(rd_kafka_headers_new(original->headers.size() + 5));
        for (const auto& [name, value] : original->headers) add_header(headers, name, value);
        add_header(headers, "leadline-reason", original->reason);
        add_header(headers, "leadline-explanation", letter.value);
        add_header(headers, "leadline-topic", parts_.options.commands);
        add_header(headers, "leadline-partition", std::to_string(parts_.partition.number));
        add_header(headers, "leadline-offset", std::to_string(original->offset));
        std::optional<events::BytesView> value;
        if (original->value) value = events::as_bytes(*original->value);
        TRY(parts_.transactions.produce(dead_letters_, {original->key, value, std::move(headers)}));
    }
    return {};
}

}  // namespace leadline::connectors::kafka
