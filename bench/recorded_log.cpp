// See recorded_log.hpp.
#include "bench/recorded_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "connectors/embedded/embedded_log.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {

engine::Hash128 record_log(const std::filesystem::path& folder, const WorkloadSize& size) {
    const auto log = connectors::EmbeddedLog::open(folder);
    ENSURE(log.has_value());
    Recorder recorder(**log);
    Workload workload(size);
    events::CommandHeader command;
    while (workload.next_setup(command)) recorder.decide(command);
    while (workload.next_mixed(command)) recorder.decide(command);
    recorder.end_epoch();
    return recorder.state_hash();
}

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double raw_scan(const connectors::EmbeddedReader& log, std::uint64_t& bytes) {
    return seconds_of([&] {
        bytes = 0;
        engine::Digest32 last{};
        const auto scanned =
            log.scan(recorded_partition, 1,
                     [&](std::uint64_t, events::BytesView block) -> events::Result<void> {
                         ENSURE(engine::read_block(block).has_value());
                         last = engine::block_hash(block);
                         bytes += block.size();
                         return {};
                     });
        ENSURE(scanned.has_value() && last == log.end(recorded_partition)->hash);
    });
}

double median_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void report_times(const char* what, std::vector<double> took, std::uint64_t events, double mib) {
    const auto [least, most] = std::minmax_element(took.begin(), took.end());
    const double middle = median_of(took);
    fmt::print("{:<34} {:6.3f} s ({:.3f} to {:.3f}), {:6.2f} M events/s, {:6.0f} MiB/s\n", what,
               middle, *least, *most, static_cast<double>(events) / middle / 1e6, mib / middle);
}

}  // namespace leadline::bench
