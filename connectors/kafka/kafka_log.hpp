// KafkaLog: one partition of a log whose truth is a topic: an append is one transaction that holds
// the commands' offset, the blocks, and what the epoch tells the world. What it reads comes from
// the copy in the local folder, which gets each block once it is committed. append() and prepare():
// the committing thread; everything else any.
#pragma once

#include "connectors/kafka/mirror.hpp"
#include "connectors/kafka/original_letters.hpp"
#include "connectors/kafka/transactions.hpp"

namespace leadline::connectors::kafka {

struct KafkaLogParts {
    EmbeddedLog& copy;
    std::filesystem::path log_folder;
    engine::Partition partition;
    const config::Options::Kafka& options;
    Transactions& transactions;
    Assignment group;
    OriginalLetters& letters;
};

class KafkaLog final : public engine::Log {
public:
    [[nodiscard]] static events::Result<std::unique_ptr<KafkaLog>> open(const KafkaLogParts& parts);

    [[nodiscard]] engine::LogId id() const override { return parts_.copy.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return parts_.copy.partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition partition) const override {
        return parts_.copy.end(partition);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const override {
        return parts_.copy.read(partition, block);
    }
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override {
        return parts_.copy.scan(partition, first, visit);
    }
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition partition,
                                                         engine::Position position) const override {
        return parts_.copy.block_of(partition, position);
    }
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        return parts_.copy.dead_letters(visit);
    }

    // Makes ready what the epoch tells; before append() of the same.
    [[nodiscard]] engine::Result<void> prepare(const engine::Epoch& epoch) {
        return records_->make(epoch);
    }
    // `unavailable` when the commit is in doubt: what was committed, the topic's tail says.
    [[nodiscard]] engine::Result<void> append(const engine::EpochWrite& epoch) override;

    // Where the last block lies; the committing thread, or when nothing is committed.
    [[nodiscard]] BlockPlace last_place() const { return last_; }

private:
    KafkaLog(const KafkaLogParts& parts, EpochRecords records)
        : parts_(parts), records_(std::make_shared<EpochRecords>(std::move(records))) {
        parts_.transactions.keep(records_);
    }

    [[nodiscard]] engine::Result<void> open_topics();
    [[nodiscard]] engine::Result<void> commit(const engine::EpochWrite& epoch);
    [[nodiscard]] engine::Result<void> produce_feed();
    [[nodiscard]] engine::Result<void> produce_letters(const engine::EpochWrite& epoch);

    KafkaLogParts parts_;
    std::shared_ptr<EpochRecords> records_;
    Target log_;
    Target events_;
    Target outcomes_;
    Target dead_letters_;
    BlockPlace last_;
    std::uint64_t appends_ = 0;
};

}  // namespace leadline::connectors::kafka
