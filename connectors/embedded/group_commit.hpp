// GroupCommit: one synced write for what several partitions have to write, in place of one each.
// Whoever writes waits a moment for those that were there the last times, since two writers that
// never wait would take turns and share nothing. Any thread.
#pragma once

#include <rocksdb/db.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::connectors {

struct SyncCounts {
    std::uint64_t arrived = 0;  // epochs that came to be written
    std::uint64_t epochs = 0;   // of them, that are durable
    std::uint64_t syncs = 0;    // that this took
};

class GroupCommit {
public:
    // Not `synced`: what is written lies with the system, and a power cut may take it.
    GroupCommit(rocksdb::DB& database, std::uint32_t partitions, bool synced = true)
        : database_(database), synced_writes_(synced), last_(partitions) {}

    // Returns once what `fill` put into the batch is durable, whole or not at all; together with
    // what others put there. After an error nothing is known of it, and every further call fails
    // without a try: RocksDB aborts the process when it writes to a log that a full disk has cut.
    using Fill = std::function<void(rocksdb::WriteBatch&)>;
    [[nodiscard]] rocksdb::Status write(engine::Partition partition, const Fill& fill);

    [[nodiscard]] SyncCounts counts() const;

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] rocksdb::Status lead(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] bool is_complete() const;

    rocksdb::DB& database_;
    const bool synced_writes_;
    rocksdb::WriteBatch written_;  // whoever leads; kept for its memory
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    rocksdb::WriteBatch filling_;  // under mutex_, like all below
    std::uint64_t arrived_ = 0;
    std::uint64_t synced_ = 0;  // of those that arrived
    std::uint64_t syncs_ = 0;   // that were begun
    struct Last {
        std::uint64_t arrival = 0;  // 0: none
        std::uint64_t sync = 0;     // the one that covered it, or will
    };
    std::vector<Last> last_;  // by partition
    bool is_led_ = false;     // somebody waits for company, or writes
    Clock::duration took_{};  // the last write
    rocksdb::Status status_;  // the first failure
};

}  // namespace leadline::connectors
