// The embedded log: one RocksDB database per data folder, a column family per partition, one value
// per block, an epoch in one synced write, which partitions share when they can. An append
// returns once its epoch cannot be lost. One object per folder and process; append may be called by
// one thread per partition, everything else by any thread. Other processes use EmbeddedReader.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "connectors/embedded/acked.hpp"
#include "connectors/embedded/chains.hpp"
#include "connectors/embedded/group_commit.hpp"
#include "engine/log/log.hpp"

namespace leadline::connectors {

struct EmbeddedOptions {
    std::uint32_t partitions = 1;       // of a log that is made now; fixed for its life
    std::optional<engine::LogId> id{};  // of a log that is made now; random when absent
    bool accept_loss = false;           // go on although acknowledged events are missing
    // The truth lies elsewhere: appends are not synced, and nothing is acknowledged, so that what a
    // power cut takes is no loss.
    bool is_copy = false;
    rocksdb::Env* env = nullptr;  // where files are; RocksDB's default when null
    LogCompression compression = LogCompression::zstd;  // of blocks that leave memory from now on
};

class EmbeddedLog final : public engine::Log {
public:
    // Opens the log in `folder`, or makes it where there is none. `loss` when it ends before what
    // it acknowledged, `corrupt` when it cannot be read; both name the first position, and leave
    // the folder as it was. `unavailable` when another process has it open.
    [[nodiscard]] static engine::Result<std::unique_ptr<EmbeddedLog>> open(
        const std::filesystem::path& folder, const EmbeddedOptions& options = {});

    [[nodiscard]] engine::LogId id() const override { return chains_->id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return chains_->partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition partition) const override;
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const override;
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override;
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition partition,
                                                         engine::Position position) const override;
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override;
    [[nodiscard]] engine::Result<void> append(const engine::EpochWrite& epoch) override;

    // Makes `folder`, of hard links where it can: a log with all that was acknowledged before, and
    // perhaps an epoch that is being written. Any thread.
    [[nodiscard]] engine::Result<void> copy_to(const std::filesystem::path& folder) const;
    // What appends have cost since it was opened.
    [[nodiscard]] SyncCounts sync_counts() const { return commits_.counts(); }

private:
    struct Tail {  // of one partition; used by the one thread that appends to it
        std::optional<AckedFile> acked;  // none of a copy
        engine::LogEnd end;  // under mutex_ when written, and when read by another thread
        bool has_failed;     // an append to it
    };

    EmbeddedLog(std::unique_ptr<Chains> chains, bool is_copy)
        : chains_(std::move(chains)),
          commits_(chains_->database(), chains_->partitions(), !is_copy) {}

    [[nodiscard]] engine::Result<void> open_tails(bool is_copy);
    [[nodiscard]] engine::Result<void> write(const engine::EpochWrite& epoch, Tail& tail);
    [[nodiscard]] engine::Result<void> first_error() const;
    [[nodiscard]] engine::LogEnd end_of(engine::Partition partition) const;

    std::unique_ptr<Chains> chains_;
    GroupCommit commits_;
    std::vector<Tail> tails_;
    mutable std::mutex mutex_;
    std::optional<events::Error> error_;  // under mutex_: the first
    std::atomic<bool> refuses_ = false;   // after an error
};

}  // namespace leadline::connectors
