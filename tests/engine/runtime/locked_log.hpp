// LockedLog: a log that may be read by a decider while a committer appends, as the real ones may:
// the simulated one is for one thread.
#pragma once

#include <mutex>

#include "engine/log/log.hpp"

namespace leadline::tests {

class LockedLog final : public engine::Log {
public:
    explicit LockedLog(engine::Log& log) : log_(&log) {}

    [[nodiscard]] engine::LogId id() const override { return log_->id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return log_->partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition p) const override {
        const std::lock_guard lock(mutex_);
        return log_->end(p);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition p,
                                                     std::uint64_t block) const override {
        const std::lock_guard lock(mutex_);
        return log_->read(p, block);
    }
    [[nodiscard]] engine::Result<void> scan(engine::Partition p, std::uint64_t first,
                                            const Visit& visit) const override {
        const std::lock_guard lock(mutex_);
        return log_->scan(p, first, visit);
    }
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition p,
                                                         engine::Position at) const override {
        const std::lock_guard lock(mutex_);
        return log_->block_of(p, at);
    }
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        const std::lock_guard lock(mutex_);
        return log_->dead_letters(visit);
    }
    [[nodiscard]] engine::Result<void> append(const engine::EpochWrite& epoch) override {
        const std::lock_guard lock(mutex_);
        return log_->append(epoch);
    }

private:
    engine::Log* log_;
    mutable std::mutex mutex_;
};

}  // namespace leadline::tests
