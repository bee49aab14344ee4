// A log that is read until a signal stops it: so that whoever folds it, and knows nothing of
// signals, ends between two blocks. One thread.
#pragma once

#include "connectors/cli/log_through.hpp"
#include "connectors/cli/signals.hpp"

namespace leadline::connectors {

class StoppableLog final : public LogThrough {
public:
    StoppableLog(const engine::LogReader& log, const StopSignals& signals)
        : LogThrough(log), signals_(signals) {}

    // `interrupted` once a signal has come.
    [[nodiscard]] engine::Result<void> scan(engine::Partition partition, std::uint64_t first,
                                            const Visit& visit) const override {
        return LogThrough::scan(
            partition, first,
            [&](std::uint64_t number, engine::BytesView block) -> engine::Result<void> {
                TRY(go_on(signals_));
                return visit(number, block);
            });
    }

private:
    const StopSignals& signals_;
};

}  // namespace leadline::connectors
