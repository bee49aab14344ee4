// See group_commit.hpp.
#include "connectors/embedded/group_commit.hpp"

#include <algorithm>
#include <utility>

namespace leadline::connectors {

namespace {

// Waiting for others may cost a part of what sharing saves, and never much.
constexpr int part_of_sync = 2;
constexpr std::chrono::microseconds longest_wait{2'000};

}  // namespace

rocksdb::Status GroupCommit::write(engine::Partition partition, const Fill& fill) {
    std::unique_lock lock(mutex_);
    if (!status_.ok()) return status_;
    fill(filling_);
    const std::uint64_t mine = ++arrived_;
    last_[partition.number] = {mine, syncs_ + 1};
    changed_.notify_all();  // somebody may be waiting for company
    while (synced_ < mine && status_.ok()) {
        if (is_led_) {
            changed_.wait(lock);
        } else {
            status_ = lead(lock);
        }
    }
    return synced_ < mine ? status_ : rocksdb::Status::OK();
}

// Under `lock`, which it lets go while it waits and writes.
rocksdb::Status GroupCommit::lead(std::unique_lock<std::mutex>& lock) {
    is_led_ = true;
    // There is nothing to share where nothing is synced.
    const auto patience = std::min<Clock::duration>(took_ / part_of_sync, longest_wait);
    if (synced_writes_) changed_.wait_for(lock, patience, [this] { return is_complete(); });
    const std::uint64_t through = arrived_;
    ++syncs_;
    std::swap(filling_, written_);
    lock.unlock();
    rocksdb::WriteOptions options;
    options.sync = synced_writes_;
    const auto begin = Clock::now();
    const rocksdb::Status status = database_.Write(options, &written_);
    const auto took = Clock::now() - begin;
    written_.Clear();
    lock.lock();
    is_led_ = false;
    took_ = took;
    if (status.ok()) synced_ = through;
    changed_.notify_all();
    return status;
}

// Nobody is on the way who was there at one of the last two syncs: whoever takes turns with us, or
// comes with us.
bool GroupCommit::is_complete() const {
    return std::all_of(last_.begin(), last_.end(), [this](const Last& last) {
        return last.arrival == 0 || last.arrival > synced_ || last.sync + 1 < syncs_;
    });
}

SyncCounts GroupCommit::counts() const {
    const std::lock_guard lock(mutex_);
    return {arrived_, synced_, syncs_};
}

}  // namespace leadline::connectors
