// See engine_gauge.hpp.
#include "connectors/cli/engine_gauge.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace leadline::connectors {

void EngineGauge::begin(engine::Partition partition, events::Position position, events::Time time) {
    places_.push_back({partition.number, position.number, time});
    late_reads_.push_back(0);
}

void EngineGauge::move_to(engine::Partition partition, events::Position position,
                          events::Time time) {
    const std::lock_guard lock(mutex_);
    places_[partition.number].position = position.number;
    places_[partition.number].time = time;
}

void EngineGauge::add(const engine::Epoch& epoch) {
    meter_.add(epoch, engine::Meter::Clock::now());
    const std::lock_guard lock(mutex_);
    EngineStatus::PartitionPlace& place = places_[epoch.partition.number];
    place.position = epoch.last.number;
    place.time = epoch.last_time;
    late_reads_[epoch.partition.number] = epoch.late_reads;
}

void EngineGauge::fill(EngineStatus& status) const {
    const auto whole = [](double rate) { return static_cast<std::uint64_t>(std::llround(rate)); };
    const engine::MeterReading reading = meter_.read(engine::Meter::Clock::now());
    status.commands_per_s = whole(reading.commands_per_s);
    status.events_per_s = whole(reading.events_per_s);
    status.epoch_commands_p50 = reading.epoch_commands_p50;
    status.epoch_commands_max = reading.epoch_commands_max;
    status.answer_us_p50 = reading.answer_us_p50;
    status.answer_us_p99 = reading.answer_us_p99;
    const std::lock_guard lock(mutex_);
    status.partitions = places_;
    status.late_reads = std::accumulate(late_reads_.begin(), late_reads_.end(), std::uint64_t{0});
}

void EngineGauge::fill_views(EngineStatus& status, engine::Partition partition,
                             const ViewThread* views) const {
    if (views == nullptr) return;
    const std::uint64_t position = status.partitions[partition.number].position;
    for (ViewHealth& view : views->health()) {
        const std::uint64_t at = std::min(view.position.number, position);
        status.views.push_back({std::move(view.name), partition.number, view.position.number,
                                position - at, std::move(view.stopped)});
    }
}

events::Result<void> GaugedSink::tell(const engine::Epoch& epoch) {
    if (views_ != nullptr) views_->wake();
    auto told = sink_.tell(epoch);
    gauge_.add(epoch);
    return told;
}

}  // namespace leadline::connectors
