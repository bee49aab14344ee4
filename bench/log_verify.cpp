// How fast does `log verify`, the refold of state included, read a log, against a raw scan of the
// same blocks: every block read in order with RocksDB's checksums, CRC32C and SHA-256, no event
// decoded. The mix of workload.hpp on the embedded log, at rest, in the page cache; both in one
// run, by turns.
//   bench_log_verify [leads live] [commands] [runs]
#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include "bench/workload.hpp"
#include "connectors/cli/read/verify.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/core/decider.hpp"
#include "engine/log/epoch_writer.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {
namespace {

using connectors::EmbeddedReader;

constexpr engine::Partition partition{0};
constexpr std::size_t epoch_commands = 384;

class NoHistory final : public engine::History {
public:
    events::Result<void> read(events::Position, std::uint32_t, events::Bytes&) override {
        return events::fail(events::Failure::io, "no command comes twice here");
    }
};

// Decides commands and appends their epochs to the embedded log.
class Recorder {
public:
    explicit Recorder(const std::filesystem::path& folder)
        : log_(*connectors::EmbeddedLog::open(folder)),
          writer_(log_->id(), partition),
          end_(*log_->end(partition)) {}

    void decide(const events::CommandHeader& command) {
        if (in_epoch_ == 0) decider_.begin_epoch();
        ENSURE(decider_.decide(command).has_value());
        if (++in_epoch_ == epoch_commands) end_epoch();
    }
    void end_epoch() {
        if (in_epoch_ == 0) return;
        in_epoch_ = 0;
        const events::BytesView events(decider_.events().bytes);
        const auto count = static_cast<std::uint32_t>(decider_.events().next().number - 1 -
                                                      end_.last_position.number);
        const engine::CommandSpan all{0, 0, events.size(), count};
        writer_.write({events, {&all, 1}, 1}, end_, epoch_);
        ENSURE(log_->append(epoch_).has_value());
        end_ = epoch_.end;
    }
    [[nodiscard]] engine::Hash128 state_hash() {
        state_.collect([](events::BytesView, events::BytesView) {});
        return state_.hash();
    }

private:
    engine::State state_;
    NoHistory history_;
    engine::Decider decider_{state_, history_};
    std::unique_ptr<connectors::EmbeddedLog> log_;
    engine::EpochWriter writer_;
    engine::LogEnd end_;
    engine::EpochWrite epoch_;
    std::size_t in_epoch_ = 0;
};

engine::Hash128 record(const std::filesystem::path& folder, const WorkloadSize& size) {
    Recorder recorder(folder);
    Workload workload(size);
    events::CommandHeader command;
    while (workload.next_setup(command)) recorder.decide(command);
    while (workload.next_mixed(command)) recorder.decide(command);
    recorder.end_epoch();
    return recorder.state_hash();
}

template <class Work>
double seconds(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double raw_scan(const EmbeddedReader& log, std::uint64_t& bytes) {
    return seconds([&] {
        bytes = 0;
        engine::Digest32 last{};
        const auto scanned = log.scan(
            partition, 1, [&](std::uint64_t, events::BytesView block) -> events::Result<void> {
                ENSURE(engine::read_block(block).has_value());
                last = engine::block_hash(block);
                bytes += block.size();
                return {};
            });
        ENSURE(scanned.has_value() && last == log.end(partition)->hash);
    });
}

double verify(const EmbeddedReader& log, engine::Hash128 expected) {
    return seconds([&] {
        const auto verified = connectors::verify_partition({.log = log, .partition = partition});
        ENSURE(verified.has_value() && verified->state_hash == expected);
    });
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void report(const char* what, const std::vector<double>& took, std::uint64_t events, double mib) {
    const auto [least, most] = std::minmax_element(took.begin(), took.end());
    const double middle = median(took);
    fmt::print("{:<22} {:6.3f} s ({:.3f} to {:.3f}), {:6.2f} M events/s, {:6.0f} MiB/s\n", what,
               middle, *least, *most, static_cast<double>(events) / middle / 1e6, mib / middle);
}

void run(const WorkloadSize& size, int runs) {
    std::string folder = (std::filesystem::temp_directory_path() / "leadline-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    const engine::Hash128 hash = record(folder, size);
    const auto log = *EmbeddedReader::open(folder, connectors::Beside::nobody);
    const std::uint64_t events = log->end(partition)->last_position.number;
    std::uint64_t bytes = 0;
    std::vector<double> raw;
    std::vector<double> verified;
    raw_scan(*log, bytes);  // into the page cache
    for (int i = 0; i < runs; ++i) {
        raw.push_back(raw_scan(*log, bytes));
        verified.push_back(verify(*log, hash));
    }
    const double mib = static_cast<double>(bytes) / (1U << 20U);
    fmt::print("{} events, {} blocks, {:.0f} MiB, {:.0f} bytes per event\n", events,
               log->end(partition)->block, mib,
               static_cast<double>(bytes) / static_cast<double>(events));
    report("raw scan", raw, events, mib);
    report("verify and refold", verified, events, mib);
    fmt::print("ratio                  {:.2f} (must 0.3, want 0.5)\n",
               median(raw) / median(verified));
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
