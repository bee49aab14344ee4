// See engine_gauge.hpp.
#include "connectors/cli/engine_gauge.hpp"

#include <algorithm>
#include <cmath>

namespace leadline::connectors {

void EngineGauge::add(const engine::Epoch& epoch) {
    meter_.add(epoch, engine::Meter::Clock::now());
    const std::lock_guard lock(mutex_);
    position_ = epoch.last;
    time_ = epoch.last_time;
}

void EngineGauge::fill(EngineStatus& status, const ViewThread* views) const {
    const auto whole = [](double rate) { return static_cast<std::uint64_t>(std::llround(rate)); };
    const engine::MeterReading reading = meter_.read(engine::Meter::Clock::now());
    status.commands_per_s = whole(reading.commands_per_s);
    status.events_per_s = whole(reading.events_per_s);
    status.epoch_commands_p50 = reading.epoch_commands_p50;
    status.epoch_commands_max = reading.epoch_commands_max;
    status.answer_us_p50 = reading.answer_us_p50;
    status.answer_us_p99 = reading.answer_us_p99;
    events::Position position;
    {
        const std::lock_guard lock(mutex_);
        position = position_;
        status.partitions.push_back({partition_.number, position_.number, time_});
    }
    if (views == nullptr) return;
    for (ViewHealth& view : views->health()) {
        const std::uint64_t at = std::min(view.position.number, position.number);
        status.views.push_back({std::move(view.name), partition_.number, view.position.number,
                                position.number - at, std::move(view.stopped)});
    }
}

events::Result<void> GaugedSink::tell(const engine::Epoch& epoch) {
    if (views_ != nullptr) views_->wake();
    auto told = sink_.tell(epoch);
    gauge_.add(epoch);
    return told;
}

}  // namespace leadline::connectors
