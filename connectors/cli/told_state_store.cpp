// See told_state_store.hpp.
#include "connectors/cli/told_state_store.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

namespace leadline::connectors {

engine::Result<void> ToldStateStore::write(engine::Checkpoint& checkpoint) {
    const auto begun = std::chrono::steady_clock::now();
    auto written = store_.write(checkpoint);
    if (!written) return written;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    spdlog::debug("state: checkpoint of partition {} at position {}: {} entries in {:.0f} ms",
                  checkpoint.at.partition.number, checkpoint.at.position.number,
                  checkpoint.changes.size(), took.count());
    return written;
}

}  // namespace leadline::connectors
