// A log seen through another's eyes: everything is that log's, but for what a kind of it changes.
// Threads as of the log behind it, which must outlive it.
#pragma once

#include "engine/log/log.hpp"

namespace leadline::connectors {

class LogThrough : public engine::LogReader {
public:
    explicit LogThrough(const engine::LogReader& log) : log_(log) {}

    [[nodiscard]] engine::LogId id() const override { return log_.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return log_.partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition partition) const override {
        return log_.end(partition);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const override {
        return log_.read(partition, block);
    }
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override {
        return log_.scan(partition, first, visit);
    }
    [[nodiscard]] engine::Result<std::uint64_t> block_of(engine::Partition partition,
                                                         engine::Position position) const override {
        return log_.block_of(partition, position);
    }
    [[nodiscard]] engine::Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        return log_.dead_letters(visit);
    }

private:
    const engine::LogReader& log_;
};

}  // namespace leadline::connectors
