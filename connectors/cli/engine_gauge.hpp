// EngineGauge: what a running engine can say of itself: how far it is durable, how fast it is, how
// far its views are. It listens to what is told, and wakes the views by the way. Any thread.
#pragma once

#include "connectors/cli/engine_host_views.hpp"
#include "connectors/embedded/status_file.hpp"
#include "engine/runtime/meter.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::connectors {

class EngineGauge {
public:
    EngineGauge(engine::Partition partition, events::Position position, events::Time time)
        : partition_(partition), position_(position), time_(time) {}

    // The epoch is durable and its outcomes are told.
    void add(const engine::Epoch& epoch);
    void fill(EngineStatus& status, const ViewThread* views) const;

private:
    engine::Partition partition_;
    engine::Meter meter_{engine::Meter::Clock::now()};
    mutable std::mutex mutex_;
    events::Position position_;  // under mutex_, like time_
    events::Time time_;          // of the event at position_
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
