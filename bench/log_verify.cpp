// How fast does `log verify`, the refold of state included, read a log, against a raw scan of the
// same blocks: every block read in order with RocksDB's checksums, CRC32C and SHA-256, no event
// decoded. The mix of workload.hpp on the embedded log, at rest, in the page cache; both in one
// run, by turns.
//   bench_log_verify [leads live] [commands] [runs]
#include <fmt/format.h>
#include <stdlib.h>

#include "bench/recorded_log.hpp"
#include "connectors/cli/read/verify.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {
namespace {

using connectors::EmbeddedReader;

double verify(const EmbeddedReader& log, engine::Hash128 expected) {
    return seconds_of([&] {
        const auto verified =
            connectors::verify_partition({.log = log, .partition = recorded_partition});
        ENSURE(verified.has_value() && verified->state_hash == expected);
    });
}

void run(const WorkloadSize& size, int runs) {
    std::string folder = (std::filesystem::temp_directory_path() / "leadline-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    const engine::Hash128 hash = record_log(folder, size);
    const auto log = *EmbeddedReader::open(folder, connectors::Beside::nobody);
    const std::uint64_t events = log->end(recorded_partition)->last_position.number;
    std::uint64_t bytes = 0;
    std::vector<double> raw;
    std::vector<double> verified;
    static_cast<void>(raw_scan(*log, bytes));  // into the page cache
    for (int i = 0; i < runs; ++i) {
        raw.push_back(raw_scan(*log, bytes));
        verified.push_back(verify(*log, hash));
    }
    const double mib = static_cast<double>(bytes) / (1U << 20U);
    fmt::print("{} events, {} blocks, {:.0f} MiB, {:.0f} bytes per event\n", events,
               log->end(recorded_partition)->block, mib,
               static_cast<double>(bytes) / static_cast<double>(events));
    report_times("raw scan", raw, events, mib);
    report_times("verify and refold", verified, events, mib);
    fmt::print("ratio                  {:.2f} (must 0.3, want 0.5)\n",
               median_of(raw) / median_of(verified));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    leadline::bench::WorkloadSize size;
    size.leads_live = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 300'000;
    size.commands = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 700'000;
    leadline::bench::run(size, argc > 3 ? std::atoi(argv[3]) : 5);
}
