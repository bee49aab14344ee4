// What making all views again does to an engine that is running: the time from the moment a command
// was due to its durable outcome, with views kept up, while nothing is made again and while it is,
// by turns. Commands of the mix come at a steady pace, whether or not the ones before are answered.
//   bench_rebuild_live [leads live] [commands a second] [rounds] [seconds per turn]
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <algorithm>
#include <thread>

#include "bench/recorded_log.hpp"
#include "connectors/cli/engine_host.hpp"
#include "events/base/ensure.hpp"
#include "projections/view_report.hpp"

namespace leadline::bench {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

// Commands that were made beforehand: at once, or each when it is due.
class Source final : public engine::InputSource {
public:
    Source(std::span<const events::CommandHeader> commands, std::uint64_t per_second)
        : commands_(commands), per_second_(per_second), begun_(Clock::now()) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t max) override {
        inputs_.clear();
        std::this_thread::sleep_until(due(next_));
        while (inputs_.size() < max && next_ < commands_.size() && due(next_) <= Clock::now()) {
            inputs_.emplace_back();
            inputs_.back().command = commands_[next_++];
        }
        return std::span<const engine::Input>(inputs_);
    }
    [[nodiscard]] bool ended() const override { return next_ == commands_.size(); }
    [[nodiscard]] Clock::time_point due(std::size_t command) const {
        if (per_second_ == 0) return begun_;
        return begun_ + std::chrono::nanoseconds(command * 1'000'000'000 / per_second_);
    }

private:
    std::span<const events::CommandHeader> commands_;
    std::uint64_t per_second_;
    Clock::time_point begun_;
    std::size_t next_ = 0;
    std::vector<engine::Input> inputs_;
};

class Sink final : public engine::OutcomeSink {
public:
    explicit Sink(const Source& source) : source_(source) {}

    [[nodiscard]] engine::Result<void> tell(const engine::Epoch& epoch) override {
        const Clock::time_point now = Clock::now();
        engine::for_each_outcome(epoch, arena_, [&](const events::Outcome&, std::size_t) {
            ms.push_back(
                std::chrono::duration<double, std::milli>(now - source_.due(told_++)).count());
        });
        return {};
    }
    std::vector<double> ms;

private:
    const Source& source_;
    std::size_t told_ = 0;
    events::Arena arena_;
};

struct Turn {
    double p50 = 0, p99 = 0;
};

Turn run(connectors::EngineHost& host, std::span<const events::CommandHeader> commands,
         std::uint64_t per_second) {
    Source source(commands, per_second);
    Sink sink(source);
    ENSURE(host.run({source, sink}).has_value());
    std::sort(sink.ms.begin(), sink.ms.end());
    return {sink.ms[sink.ms.size() / 2], sink.ms[sink.ms.size() * 99 / 100]};
}

// Asks for all views again and again until it is ended.
class Asking {
public:
    explicit Asking(fs::path views) : views_(std::move(views)), thread_([this] { run(); }) {}
    ~Asking() {
        ends_ = true;
        thread_.join();
    }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

private:
    void run() const {
        while (!ends_) {
            for (const auto& maker : projections::current_views())
                static_cast<void>(projections::request_again(
                    views_, projections::parse_view_name(maker.name).base));
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }

    fs::path views_;
    std::atomic<bool> ends_ = false;
    std::thread thread_;
};

void measure(const WorkloadSize& size, std::uint64_t per_second, int rounds, int seconds) {
    std::string folder = (fs::temp_directory_path() / "leadline-XXXXXX").string();
    ENSURE(mkdtemp(folder.data()) != nullptr);
    {
        connectors::HostSetup setup;
        setup.folder = folder;
        setup.options = config::default_options();
        setup.say = [](std::string_view line) { fmt::print("{}\n", line); };
        const auto host = *connectors::EngineHost::open(std::move(setup));
        Workload workload(size);
        events::Arena arena;
        std::vector<events::CommandHeader> first, mixed;
        for (events::CommandHeader c; workload.next_setup(c);) first.push_back(keep(c, arena));
        for (events::CommandHeader c; workload.next_mixed(c);) mixed.push_back(keep(c, arena));
        static_cast<void>(run(*host, first, 0));
        std::vector<double> quiet, busy;
        const std::size_t per_turn = per_second * static_cast<std::uint64_t>(seconds);
        const auto turn = [&](std::size_t number) {
            return std::span(mixed).subspan(number * per_turn, per_turn);
        };
        static_cast<void>(run(*host, turn(0), per_second));  // to warm up
        for (int round = 0; round < rounds; ++round) {
            const auto at = static_cast<std::size_t>(round) * 2 + 1;
            const Turn without = run(*host, turn(at), per_second);
            quiet.push_back(without.p99);
            Turn with;
            {
                const Asking asking(host->folder().views({}));
                with = run(*host, turn(at + 1), per_second);
            }
            busy.push_back(with.p99);
            fmt::print(
                "{}/s: p50 {:.2f} ms, p99 {:.2f} ms; while all views are made again: "
                "p50 {:.2f} ms, p99 {:.2f} ms\n",
                per_second, without.p50, without.p99, with.p50, with.p99);
        }
        fmt::print("ratio of the medians of p99: {:.2f} (must 1.2)\n",
                   median_of(busy) / median_of(quiet));
    }
    fs::remove_all(folder);
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    const auto number = [&](int at, std::uint64_t otherwise) {
        return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
    };
    spdlog::set_level(spdlog::level::warn);
    leadline::bench::WorkloadSize size;
    size.leads_live = number(1, 500'000);
    const std::uint64_t per_second = number(2, 10'000);
    const int rounds = static_cast<int>(number(3, 3));
    const int seconds = static_cast<int>(number(4, 6));
    size.commands = per_second * static_cast<std::uint64_t>(seconds * (2 * rounds + 1));
    leadline::bench::measure(size, per_second, rounds, seconds);
}
