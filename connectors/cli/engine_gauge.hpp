// EngineGauge: what a running engine can say of itself: how far it is durable, how fast it is, how
// far its views are. It listens to what is told, and wakes the views by the way. Any thread.
#pragma once

#include <mutex>
#include <vector>

#include "connectors/cli/engine_host_views.hpp"
#include "connectors/embedded/status_file.hpp"
#include "engine/runtime/meter.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::connectors {

class EngineGauge {
public:
    // Where a partition stands; of all of them, in their order, before anything else.
    void begin(engine::Partition partition, events::Position position, events::Time time);

    // A log that others wrote meanwhile was read to there.
    void move_to(engine::Partition partition, events::Position position, events::Time time);

    // The epoch is durable and its outcomes are told, or will be when it is their turn.
    void add(const engine::Epoch& epoch);
    void fill(EngineStatus& status) const;
    // After fill(). Nothing without views.
    void fill_views(EngineStatus& status, engine::Partition partition,
                    const ViewThread* views) const;

private:
    engine::Meter meter_{engine::Meter::Clock::now()};
    mutable std::mutex mutex_;
    std::vector<EngineStatus::PartitionPlace> places_;  // under mutex_
    std::vector<std::uint64_t> late_reads_;             // of each; under mutex_
};

// Wakes the views after each epoch and measures it; the answers are somebody else's.
class GaugedSink final : public engine::OutcomeSink {
public:
    GaugedSink(engine::OutcomeSink& sink, ViewThread* views, EngineGauge& gauge)
        : sink_(sink), views_(views), gauge_(gauge) {}
    [[nodiscard]] events::Result<void> tell(const engine::Epoch& epoch) override;

private:
    engine::OutcomeSink& sink_;
    ViewThread* views_;
    EngineGauge& gauge_;
};

}  // namespace leadline::connectors
