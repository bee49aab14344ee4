// OnePartition: a partition of a log as a log of one partition, for a follower that has to do with
// no other: on Kafka its neighbours may be another engine's. The log must outlive it. Any thread.
#pragma once

#include "engine/log/log.hpp"

namespace leadline::connectors::notify {

class OnePartition final : public engine::LogReader {
public:
    OnePartition(const engine::LogReader& log, engine::Partition which)
        : log_(log), which_(which) {}

    [[nodiscard]] engine::LogId id() const override { return log_.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return 1; }
    // Whatever partition is named, it is this one.
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition) const override {
        return log_.end(which_);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition,
                                                     std::uint64_t block) const override {
        return log_.read(which_, block);
    }
    [[nodiscard]] engine::Result<void> scan(engine::Partition, std::uint64_t first,
                                            const Visit& visit) const override {
        return log_.scan(which_, first, visit);
    }
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition,
                                                         engine::Position position) const override {
        return log_.block_of(which_, position);
    }
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        return log_.dead_letters(visit);
    }

private:
    const engine::LogReader& log_;
    engine::Partition which_;
};

}  // namespace leadline::connectors::notify
