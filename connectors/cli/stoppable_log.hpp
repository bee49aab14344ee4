// A log that is read until somebody stops it, a signal mostly: so that whoever folds it, and knows
// nothing of signals, ends between two blocks. One thread.
#pragma once

#include "connectors/cli/signals.hpp"
#include "engine/log/log_through.hpp"

namespace leadline::connectors {

class StoppableLog final : public engine::LogThrough {
public:
    StoppableLog(const engine::LogReader& log, const StopSignals& signals)
        : StoppableLog(log, [&signals] { return connectors::go_on(signals); }) {}
    StoppableLog(const engine::LogReader& log, std::function<engine::Result<void>()> go_on)
        : LogThrough(log), go_on_(std::move(go_on)) {}

    // The error of who says that it shall not go on: `interrupted` once a signal has come.
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override {
        return LogThrough::scan(
            partition, first,
            [&](std::uint64_t number, engine::BytesView block) -> engine::Result<void> {
                TRY(go_on_());
                return visit(number, block);
            });
    }

private:
    std::function<engine::Result<void>()> go_on_;
};

}  // namespace leadline::connectors
