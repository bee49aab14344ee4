// See meter.hpp. A ring of slots: one that is met again a minute later begins anew.
#include "engine/runtime/meter.hpp"

#include <algorithm>

namespace leadline::engine {

void Meter::add(const Epoch& epoch, Clock::time_point now) {
    const std::int64_t number = number_at(now);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - epoch.begun);
    const std::uint64_t events = epoch.last.number + 1 - epoch.first.number;
    const std::lock_guard lock(mutex_);
    Slot& slot = slots_[static_cast<std::size_t>(number % slots)];
    if (slot.number != number) {
        slot = Slot();
        slot.number = number;
    }
    slot.events += events;
    slot.commands += epoch.answers.size();
    if (epoch.answers.empty()) return;
    slot.sizes.add(epoch.answers.size());
    slot.times.add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)),
                   epoch.answers.size());
}

MeterReading Meter::read(Clock::time_point now) const {
    const std::int64_t number = number_at(now);
    const std::int64_t oldest = std::max<std::int64_t>(number - slots + 1, 0);
    std::uint64_t commands = 0;
    std::uint64_t events = 0;
    Histogram sizes;
    Histogram times;
    {
        const std::lock_guard lock(mutex_);
        for (const Slot& slot : slots_) {
            if (slot.number < oldest || slot.number > number) continue;
            commands += slot.commands;
            events += slot.events;
            sizes.add(slot.sizes);
            times.add(slot.times);
        }
    }
    const std::chrono::duration<double> span = now - (begun_ + oldest * slot_length);
    const double seconds = std::max(span.count(), 1.0);
    return {static_cast<double>(commands) / seconds,
            static_cast<double>(events) / seconds,
            sizes.count(),
            sizes.quantile(500),
            sizes.max(),
            times.quantile(500),
            times.quantile(990)};
}

}  // namespace leadline::engine
