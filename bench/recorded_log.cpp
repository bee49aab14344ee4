// See recorded_log.hpp.
#include "bench/recorded_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "connectors/embedded/embedded_log.hpp"
#include "engine/core/decider.hpp"
#include "engine/log/epoch_writer.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {

namespace {

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
          writer_(log_->id(), recorded_partition),
          end_(*log_->end(recorded_partition)) {}

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

}  // namespace

engine::Hash128 record_log(const std::filesystem::path& folder, const WorkloadSize& size) {
    Recorder recorder(folder);
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
