// A log seen through another's eyes: everything is that log's, but for what a kind of it changes.
// Threads as of the log behind it, which must outlive it.
#pragma once

#include "engine/log/log.hpp"

namespace leadline::engine {

class LogThrough : public LogReader {
public:
    explicit LogThrough(const LogReader& log) : log_(log) {}

    [[nodiscard]] LogId id() const override { return log_.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return log_.partitions(); }
    [[nodiscard]] Result<LogEnd> end(Partition partition) const override {
        return log_.end(partition);
    }
    [[nodiscard]] Result<Bytes> read(Partition partition, std::uint64_t block) const override {
        return log_.read(partition, block);
    }
    [[nodiscard]] Result<void> scan(Partition partition, std::uint64_t first,
                                    const Visit& visit) const override {
        return log_.scan(partition, first, visit);
    }
    [[nodiscard]] Result<std::uint64_t> block_of(Partition partition,
                                                 Position position) const override {
        return log_.block_of(partition, position);
    }
    [[nodiscard]] Result<void> dead_letters(const VisitDeadLetter& visit) const override {
        return log_.dead_letters(visit);
    }

private:
    const LogReader& log_;
};

}  // namespace leadline::engine
