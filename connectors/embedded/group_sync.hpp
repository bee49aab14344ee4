// GroupSync: one sync of the write-ahead log for what several partitions have written, in place of
// one each. Whoever syncs waits a moment for those that were with it the last time, since two
// writers that never wait would take turns and share nothing. Any thread.
#pragma once

#include <rocksdb/db.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "engine/log/log.hpp"

namespace leadline::connectors {

struct SyncCounts {
    std::uint64_t arrived = 0;  // epochs that were written
    std::uint64_t epochs = 0;   // of them, that are durable
    std::uint64_t syncs = 0;    // that this took
};

class GroupSync {
public:
    GroupSync(rocksdb::DB& database, std::uint32_t partitions)
        : database_(database), last_(partitions) {}

    // Returns once everything that the caller has written to the database is durable. After an
    // error nothing is known of what it has written, and every further call fails.
    [[nodiscard]] rocksdb::Status sync(engine::Partition partition);

    [[nodiscard]] SyncCounts counts() const;

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] rocksdb::Status lead(std::unique_lock<std::mutex>& lock);
    [[nodiscard]] bool is_complete() const;

    rocksdb::DB& database_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t arrived_ = 0;  // under mutex_, like all below
    std::uint64_t synced_ = 0;   // of those that arrived
    std::uint64_t syncs_ = 0;    // that were begun
    struct Last {
        std::uint64_t arrival = 0;  // 0: none
        std::uint64_t sync = 0;     // the one that covered it, or will
    };
    std::vector<Last> last_;  // by partition
    bool is_led_ = false;     // somebody waits for company, or syncs
    Clock::duration took_{};  // the last sync
    rocksdb::Status status_;  // the first failure
};

}  // namespace leadline::connectors
