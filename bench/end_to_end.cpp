// How fast is the engine end to end on the embedded log: from JSON lines in memory to durable
// outcomes as text, every epoch synced, checkpoints and deduplication on, views off; and how long
// does an epoch take from its first command to its answers. With a number of partitions: the same
// lines of as many programs, on one partition and on several in turn, how much faster several are,
// and how much of the machine's cores each uses.
//   bench_end_to_end [leads live] [commands] [commands per epoch] [partitions]
//   bench_end_to_end [leads live] [commands] [commands per epoch] zstd|none|both [events per
//   checkpoint]
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "bench/workload.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "connectors/embedded/embedded_reader.hpp"
#include "engine/log/placement.hpp"
#include "engine/runtime/partitioned_loop.hpp"
#include "engine/runtime/rocks_state_store.hpp"
#include "events/base/ensure.hpp"
#include "events/codec/cloud_event.hpp"
#include "events/codec/outcome_json.hpp"

namespace leadline::bench {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

class LinesInMemory final : public engine::InputSource {
public:
    explicit LinesInMemory(const std::vector<std::string>& lines) : lines_(&lines) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t max) override {
        arena_.reset();
        std::size_t count = 0;
        if (inputs_.size() < max) inputs_.resize(max);
        for (; count < max && next_ < lines_->size(); ++count) {
            const auto outcome =
                reader_.read(events::as_bytes((*lines_)[next_++]), arena_, decoded_, errors_);
            ENSURE(outcome.understood());
            inputs_[count].command = decoded_.header;
        }
        return std::span<const engine::Input>(inputs_.data(), count);
    }
    [[nodiscard]] bool ended() const override { return next_ == lines_->size(); }

private:
    const std::vector<std::string>* lines_;
    std::size_t next_ = 0;
    std::vector<engine::Input> inputs_;
    events::CloudEventReader reader_;
    events::DecodedCommand decoded_;
    std::vector<events::FieldError> errors_;
    events::Arena arena_{1U << 20U};
};

class OutcomesAsText final : public engine::OutcomeSink {
public:
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch& epoch) override {
        text_.clear();
        engine::for_each_outcome(epoch, arena_, [this](const events::Outcome& o, std::size_t) {
            events::append_outcome(text_, o);
        });
        epoch_ms.push_back(ms_since(epoch.begun));
        return {};
    }
    std::vector<double> epoch_ms;

private:
    std::string text_;
    events::Arena arena_;
};

// Runs the lines through a pipelined loop; the milliseconds it took, without the last checkpoint.
double run(engine::PartitionEngine& engine, engine::StateStore& store,
           const std::vector<std::string>& lines, std::size_t commands_max, OutcomesAsText& sink) {
    LinesInMemory source(lines);
    engine::PipelinedLoop loop({engine, store, source, sink, commands_max, {}});
    const auto begin = Clock::now();
    const auto done = loop.run();
    ENSURE(done.has_value());
    return ms_since(begin);
}

std::uint64_t bytes_in(const std::filesystem::path& folder) {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        bytes += entry.file_size();
    return bytes;
}

// Closed, opened for writing, closed; then scanned.
void measure_disk(const std::filesystem::path& folder, connectors::LogCompression compression) {
    const auto begin = Clock::now();
    ENSURE(connectors::EmbeddedLog::open(folder, {.compression = compression}).has_value());
    const double opening_ms = ms_since(begin);
    const auto log = connectors::EmbeddedReader::open(folder, connectors::Beside::nobody);
    ENSURE(log.has_value());
    std::uint64_t bytes = 0;
    const auto scan = [&] {
        bytes = 0;
        return (*log)->scan({0}, 1, [&bytes](std::uint64_t, events::BytesView block) {
            bytes += block.size();
            return engine::Result<void>();
        });
    };
    ENSURE(scan().has_value());  // into the page cache
    const auto again = Clock::now();
    ENSURE(scan().has_value());
    const double scan_ms = ms_since(again);
    const auto events = static_cast<double>((*log)->end({0})->last_position.number);
    fmt::print(
        "          {:.0f} bytes per event of {:.0f}; opened in {:.0f} ms; scan {:.2f} GB/s\n",
        static_cast<double>(bytes_in(folder)) / events, static_cast<double>(bytes) / events,
        opening_ms, static_cast<double>(bytes) / scan_ms / 1e6);
}

void measure(const WorkloadSize& size, std::size_t commands_max,
             connectors::LogCompression compression, const engine::CheckpointLimits& checkpoints) {
    std::string folder =
        (std::filesystem::temp_directory_path() / "leadline-bench-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    {
        auto log = connectors::EmbeddedLog::open(folder + "/log", {.compression = compression});
        ENSURE(log.has_value());
        auto store = engine::RocksStateStore::open(folder + "/state");
        engine::StateLimits limits;
        limits.checkpoint = checkpoints;
        auto engine = engine::PartitionEngine::open(**log, {**log, *store, {0}, {}, limits});
        ENSURE(engine.has_value());
        Workload workload(size);
        std::vector<std::string> setup, mixed;
        events::CommandHeader command;
        while (workload.next_setup(command)) setup.push_back(json_line(command));
        while (workload.next_mixed(command)) mixed.push_back(json_line(command));
        OutcomesAsText warm_up, sink;
        run(**engine, *store, setup, commands_max, warm_up);
        const double ms = run(**engine, *store, mixed, commands_max, sink);
        std::sort(sink.epoch_ms.begin(), sink.epoch_ms.end());
        const auto at = [&sink](std::size_t percent) {
            return sink.epoch_ms[sink.epoch_ms.size() * percent / 100];
        };
        fmt::print(
            "{:<5} {:>9.0f} commands/s  epochs of {}: p50 {:.2f} ms, p99 {:.2f} ms, max {:.2f} "
            "ms\n",
            compression == connectors::LogCompression::zstd ? "zstd" : "none",
            static_cast<double>(mixed.size()) * 1000.0 / ms, commands_max, at(50), at(99),
            sink.epoch_ms.back());
    }
    measure_disk(folder + "/log", compression);
    std::filesystem::remove_all(folder);
}

// ---- Several partitions.

// Of each program its set-up and its mix, a line of each program in turn.
struct Lines {
    std::vector<std::string> setup, mixed;

    Lines(const WorkloadSize& whole, std::uint32_t programs) {
        std::vector<std::vector<std::string>> setups, mixes;
        std::vector<bool> taken(programs);
        for (int name = 0; setups.size() < programs; ++name) {
            WorkloadSize size = whole;
            size.program = fmt::format("program-{}", name);
            // So that each partition has one of them.
            const auto place = engine::partition_of({size.program}, programs).number;
            if (taken[place]) continue;
            taken[place] = true;
            size.leads_live /= programs;
            size.commands /= programs;
            Workload workload(size);
            events::CommandHeader command;
            auto& own_setup = setups.emplace_back();
            auto& own_mix = mixes.emplace_back();
            while (workload.next_setup(command)) own_setup.push_back(json_line(command));
            while (workload.next_mixed(command)) own_mix.push_back(json_line(command));
        }
        weave(setups, setup);
        weave(mixes, mixed);
    }
    static void weave(std::vector<std::vector<std::string>>& from, std::vector<std::string>& to) {
        for (std::size_t i = 0; i < from[0].size(); ++i)
            for (auto& lines : from) to.push_back(std::move(lines[i]));
    }
};

double processor_seconds() {
    rusage used{};
    ENSURE(getrusage(RUSAGE_SELF, &used) == 0);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Speed {
    double commands_per_s = 0;
    double cores = 0;  // that were busy, on average
    double epochs_per_sync = 0;
};

Speed measure_partitions(const Lines& lines, std::uint32_t partitions, std::size_t commands_max) {
    std::string folder =
        (std::filesystem::temp_directory_path() / "leadline-bench-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    Speed speed;
    {
        connectors::EmbeddedOptions options;
        options.partitions = partitions;
        auto log = connectors::EmbeddedLog::open(folder + "/log", options);
        ENSURE(log.has_value());
        std::vector<std::unique_ptr<engine::RocksStateStore>> stores;
        std::vector<std::unique_ptr<engine::PartitionEngine>> engines;
        for (engine::Partition p; p.number < partitions; ++p.number) {
            stores.push_back(
                engine::RocksStateStore::open(fmt::format("{}/state{}", folder, p.number)));
            auto engine = engine::PartitionEngine::open(**log, {**log, *stores.back(), p});
            ENSURE(engine.has_value());
            engines.push_back(*std::move(engine));
        }
        OutcomesAsText sink;
        const auto run_all = [&](const std::vector<std::string>& some) {
            if (partitions == 1) return run(*engines[0], *stores[0], some, commands_max, sink);
            LinesInMemory source(some);
            engine::PartitionedParts parts{{}, source, sink, commands_max};
            for (std::size_t i = 0; i < engines.size(); ++i)
                parts.partitions.push_back({*engines[i], *stores[i]});
            engine::PartitionedLoop loop(std::move(parts));
            const auto begin = Clock::now();
            const auto done = loop.run();
            ENSURE(done.has_value());
            return ms_since(begin);
        };
        run_all(lines.setup);
        const double before = processor_seconds();
        const connectors::SyncCounts counted = (*log)->sync_counts();
        const double ms = run_all(lines.mixed);
        const connectors::SyncCounts now = (*log)->sync_counts();
        speed.commands_per_s = static_cast<double>(lines.mixed.size()) * 1000.0 / ms;
        speed.cores = (processor_seconds() - before) * 1000.0 / ms;
        if (now.syncs > counted.syncs)
            speed.epochs_per_sync = static_cast<double>(now.epochs - counted.epochs) /
                                    static_cast<double>(now.syncs - counted.syncs);
    }
    std::filesystem::remove_all(folder);
    return speed;
}

void compare_partitions(const WorkloadSize& size, std::size_t commands_max,
                        std::uint32_t partitions) {
    const Lines lines(size, partitions);
    std::vector<double> ratios;
    for (int round = 0; round < 5; ++round) {
        const Speed one = measure_partitions(lines, 1, commands_max);
        const Speed several = measure_partitions(lines, partitions, commands_max);
        ratios.push_back(several.commands_per_s / one.commands_per_s);
        fmt::print(
            "1 partition: {:.0f} commands/s, {:.2f} of {} cores; {} partitions: {:.0f} commands/s, "
            "{:.2f} cores, {:.2f} epochs a sync; {:.2f} times as fast\n",
            one.commands_per_s, one.cores, std::thread::hardware_concurrency(), partitions,
            several.commands_per_s, several.cores, several.epochs_per_sync, ratios.back());
        std::fflush(stdout);
    }
    std::sort(ratios.begin(), ratios.end());
    fmt::print("{} partitions against 1: {:.2f} ({:.2f} to {:.2f})\n", partitions,
               ratios[ratios.size() / 2], ratios.front(), ratios.back());
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    leadline::bench::WorkloadSize size;
    std::size_t commands_max = 384;
    if (argc > 1) size.leads_live = std::strtoull(argv[1], nullptr, 10);
    if (argc > 2) size.commands = std::strtoull(argv[2], nullptr, 10);
    if (argc > 3) commands_max = std::strtoull(argv[3], nullptr, 10);
    const std::string_view which = argc > 4 ? argv[4] : "zstd";
    if (which[0] >= '0' && which[0] <= '9') {
        const auto partitions = static_cast<std::uint32_t>(std::strtoul(argv[4], nullptr, 10));
        leadline::bench::compare_partitions(size, commands_max, partitions);
        return 0;
    }
    leadline::engine::CheckpointLimits checkpoints;
    if (argc > 5) checkpoints = {std::strtoull(argv[5], nullptr, 10), std::size_t{1} << 30U};
    const auto measure = [&](leadline::connectors::LogCompression compression) {
        leadline::bench::measure(size, commands_max, compression, checkpoints);
    };
    using leadline::connectors::LogCompression;
    for (int round = 0; round < 3; ++round) {
        if (which != "none") measure(LogCompression::zstd);
        if (which != "zstd") measure(LogCompression::none);
    }
}
