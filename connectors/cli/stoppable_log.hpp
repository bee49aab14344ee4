// A log that is read until a signal stops it: so that whoever folds it, and knows nothing of
// signals, ends between two blocks. One thread.
#pragma once

#include "connectors/cli/signals.hpp"
#include "engine/log/log.hpp"

namespace leadline::connectors {

class StoppableLog final : public engine::LogReader {
public:
    StoppableLog(const engine::LogReader& log, const StopSignals& signals)
        : log_(log), signals_(signals) {}

    // `interrupted` once a signal has come.
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override {
        return log_.scan(
            partition, first,
            [&](std::uint64_t number, engine::BytesView block) -> engine::Result<void> {
                TRY(go_on(signals_));
                return visit(number, block);
            });
    }

    [[nodiscard]] engine::LogId id() const override { return log_.id(); }
    [[nodiscard]] std::uint32_t partitions() const override { return log_.partitions(); }
    [[nodiscard]] engine::Result<engine::LogEnd> end(engine::Partition partition) const override {
        return log_.end(partition);
    }
    [[nodiscard]] engine::Result<engine::Bytes> read(engine::Partition partition,
                                                     std::uint64_t block) const override {
        return log_.read(partition, block);
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
    const StopSignals& signals_;
};

}  // namespace leadline::connectors
