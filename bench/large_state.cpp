// How does the engine stand a state that is larger than its memory: so many leads in a queue's
// order, then claims, each for another lead, spread over all of them; every epoch synced,
// checkpoints on, views off. And: how long is a restart after kill -9, until its first command is
// durable?
//   bench_large_state LEADS CLAIMS [FOLDER] [MiB of memory]   FOLDER is left as a kill leaves it
//   bench_large_state claim FOLDER LEADS FROM CLAIMS   more claims, from that one on
//   bench_large_state history FOLDER LEADS COMMANDS   each lead claimed and released, and again
//   bench_large_state restart FOLDER
#include <fmt/format.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "bench/workload.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "engine/runtime/epoch_loop.hpp"
#include "engine/runtime/heap.hpp"
#include "engine/runtime/rocks_state_store.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t epoch_commands = 384;
constexpr std::uint64_t users = 1'000;

double ms_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double seconds_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// A line of /proc/self/status, in MiB.
std::uint64_t memory_of_process(const std::string& name) {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word)
        if (word == name + ":") {
            std::uint64_t kib = 0;
            status >> kib;
            return kib / 1'024;
        }
    return 0;
}

// Commands made while they are polled: ten million of them would be gigabytes.
class MadeCommands final : public engine::InputSource {
public:
    using Make = std::function<bool(events::CommandHeader&)>;
    explicit MadeCommands(Make make) : make_(std::move(make)) {}

    [[nodiscard]] engine::Result<std::span<const engine::Input>> poll(std::size_t max) override {
        const double begun = seconds_of(CLOCK_THREAD_CPUTIME_ID);
        arena_.reset();
        inputs_.resize(std::max(inputs_.size(), max));
        std::size_t count = 0;
        for (events::CommandHeader command; count < max && !has_ended_;) {
            has_ended_ = !make_(command);
            if (!has_ended_) inputs_[count++].command = keep(command, arena_);
        }
        making_s += seconds_of(CLOCK_THREAD_CPUTIME_ID) - begun;
        return std::span<const engine::Input>(inputs_.data(), count);
    }
    [[nodiscard]] bool ended() const override { return has_ended_; }

    double making_s = 0;  // of processor

private:
    Make make_;
    bool has_ended_ = false;
    std::vector<engine::Input> inputs_;
    events::Arena arena_{1U << 20U};
};

class Epochs final : public engine::OutcomeSink {
public:
    [[nodiscard]] engine::Result<void> tell(const engine::Epoch& epoch) override {
        ms.push_back(ms_since(epoch.begun));
        engine::for_each_outcome(epoch, arena_, [this](const events::Outcome& o, std::size_t) {
            accepted += o.kind == events::OutcomeKind::accepted ? 1U : 0U;
        });
        return {};
    }
    [[nodiscard]] double at(std::size_t percent) {
        std::sort(ms.begin(), ms.end());
        return ms[std::min(ms.size() - 1, ms.size() * percent / 100)];
    }
    std::vector<double> ms;
    std::uint64_t accepted = 0;

private:
    events::Arena arena_;
};

struct Opened {
    std::unique_ptr<connectors::EmbeddedLog> log;
    std::unique_ptr<engine::RocksStateStore> store;
    std::unique_ptr<engine::PartitionEngine> engine;
};

// What the process has of memory, and who has it.
void print_memory(const Opened& opened) {
    const auto mib = [](std::size_t bytes) { return bytes >> 20U; };
    const struct mallinfo2 heap = mallinfo2();
    const engine::StoreMemory store = opened.store->memory();
    fmt::print(
        "         MiB resident {} ({} of them files), at most {}: state's things {}, the store's "
        "tables {}, filters of identities {}; allocated in all {}, free in the allocator's hands "
        "{}\n",
        memory_of_process("VmRSS"), memory_of_process("RssFile"), memory_of_process("VmHWM"),
        mib(opened.engine->state().memory.used), mib(store.tables), mib(store.identity_filters),
        mib(heap.uordblks + heap.hblkhd), mib(heap.fordblks));
}

// `memory`: `state.memory` in bytes, shared out as the engine's host does it.
Opened open(const std::string& folder, std::size_t memory) {
    Opened made;
    auto log = connectors::EmbeddedLog::open(folder + "/log");
    ENSURE(log.has_value());
    made.log = std::move(*log);
    made.store = engine::RocksStateStore::open(folder + "/state");
    engine::StateLimits limits;
    limits.memory = memory / 8 * 5;
    auto engine =
        engine::PartitionEngine::open(*made.log, {*made.log, *made.store, {0}, {}, limits});
    ENSURE(engine.has_value());
    made.engine = std::move(*engine);
    return made;
}

void run(const char* what, Opened& opened, MadeCommands::Make make) {
    MadeCommands source(std::move(make));
    Epochs epochs;
    const std::uint64_t late = opened.engine->state().memory.late_reads;
    engine::PipelinedLoop loop({*opened.engine, *opened.store, source, epochs, epoch_commands, {}});
    const auto begin = Clock::now();
    const double decider = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    const double process = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    const auto done = loop.run();
    ENSURE(done.has_value());
    const double ms = ms_since(begin);
    const auto us_each = [&](clockid_t clock, double before, double commands) {
        return (seconds_of(clock) - before) * 1e6 / commands;
    };
    const double commands = static_cast<double>(epochs.ms.size() * epoch_commands);
    fmt::print(
        "{:<8} {:>8.0f} commands/s  {:.2f} us each; {} accepted\n"
        "         of processor: {:.2f} us on the decider's thread, {:.2f} us in all, of which "
        "making "
        "the command took {:.2f} us\n"
        "         epochs p50 {:.2f} ms, p99 {:.2f} ms, max {:.0f} ms; {} late reads\n",
        what, commands * 1e3 / ms, ms * 1e3 / commands, epochs.accepted,
        us_each(CLOCK_THREAD_CPUTIME_ID, decider, commands),
        us_each(CLOCK_PROCESS_CPUTIME_ID, process, commands), source.making_s * 1e6 / commands,
        epochs.at(50), epochs.at(99), epochs.at(100),
        opened.engine->state().memory.late_reads - late);
    print_memory(opened);
    std::fflush(stdout);
}

// Until the store has merged what was written: what follows is measured without the end of what
// came before it, in a small state and a large one alike.
void settle() {
    constexpr int seconds_max = 180;
    constexpr double idle = 0.03;  // of a second's processor time
    int waited = 0;
    for (int quiet = 0; quiet < 2 && waited < seconds_max; ++waited) {
        const double before = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        std::this_thread::sleep_for(std::chrono::seconds(1));
        quiet = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - before < idle ? quiet + 1 : 0;
    }
    fmt::print("settled  after {} s\n", waited);
}

// Each lead once, in an order that has nothing to do with the one they came in.
void claim(Opened& opened, Workload& workload, std::uint64_t leads, std::uint64_t from,
           std::uint64_t claims) {
    constexpr std::uint64_t stride = 7'368'787;  // a prime
    ENSURE(leads % stride != 0 && from + claims <= leads);
    const std::string source = fmt::format("claims-{}", ::getpid());
    std::uint64_t next = from;
    run("claim", opened, [&](events::CommandHeader& out) {
        if (next == from + claims) return false;
        const std::uint64_t lead = next++ * stride % leads;
        workload.claim(out, lead, lead % users);
        out.source = source;
        return true;
    });
}

void grow_and_claim(std::uint64_t leads, std::uint64_t claims, const std::string& folder,
                    std::size_t memory) {
    Opened opened = open(folder, memory);
    WorkloadSize size;
    size.leads_live = leads;
    Workload workload(size);
    run("create", opened,
        [&workload](events::CommandHeader& out) { return workload.next_setup(out); });
    settle();
    claim(opened, workload, leads, 0, claims);
}

void claim_more(const std::string& folder, std::uint64_t leads, std::uint64_t from,
                std::uint64_t claims) {
    Opened opened = open(folder, std::size_t{512} << 20U);
    Workload workload({});
    claim(opened, workload, leads, from, claims);
    ::_exit(0);  // as a kill would end it
}

// A longer history of the same leads: one after the other is claimed and released, round after
// round, each round by other users.
void grow_history(const std::string& folder, std::uint64_t leads, std::uint64_t commands) {
    Opened opened = open(folder, std::size_t{512} << 20U);
    Workload workload({});
    const std::string source = fmt::format("history-{}", ::getpid());
    std::uint64_t next = 0;
    run("history", opened, [&](events::CommandHeader& out) {
        if (next == commands) return false;
        const std::uint64_t pair = next / 2;
        if (next++ % 2 == 0)
            workload.claim(out, pair % leads, (pair + pair / leads) % users);
        else
            workload.release(out, pair % leads);
        out.source = source;
        return true;
    });
    ::_exit(0);  // as a kill would end it
}

void restart(const std::string& folder) {
    const auto begun = Clock::now();
    Opened opened = open(folder, std::size_t{512} << 20U);
    const double opened_ms = ms_since(begun);
    const engine::RecoveryReport& report = opened.engine->report();
    WorkloadSize size;
    size.seed = static_cast<std::uint64_t>(::getpid());
    Workload workload(size);
    const std::string source = fmt::format("restart-{}", ::getpid());
    bool is_asked = false;
    MadeCommands commands([&](events::CommandHeader& out) {
        if (is_asked) return false;
        workload.claim(out, 0, 0);  // of a lead that has been claimed: refused, and durable
        out.source = source;
        return is_asked = true;
    });
    Epochs epochs;
    engine::EpochLoop loop({*opened.engine, *opened.store, commands, epochs, 1, {}});
    const auto stepped = loop.step();
    ENSURE(stepped.has_value() && epochs.ms.size() == 1);
    fmt::print(
        "{} events, {} of them replayed: open after {:.0f} ms, first answer after {:.0f} ms; "
        "resident {} MiB\n",
        opened.engine->state().position.number, report.events, opened_ms, ms_since(begun),
        memory_of_process("VmRSS"));
    std::fflush(stdout);
    ::_exit(0);  // as a kill would end it
}

int main_of(int argc, char** argv) {
    engine::give_back_freed_memory();
    if (argc == 3 && std::strcmp(argv[1], "restart") == 0) {
        restart(argv[2]);
        return 0;
    }
    if (argc == 6 && std::strcmp(argv[1], "claim") == 0) {
        claim_more(argv[2], std::strtoull(argv[3], nullptr, 10),
                   std::strtoull(argv[4], nullptr, 10), std::strtoull(argv[5], nullptr, 10));
        return 0;
    }
    if (argc == 5 && std::strcmp(argv[1], "history") == 0) {
        grow_history(argv[2], std::strtoull(argv[3], nullptr, 10),
                     std::strtoull(argv[4], nullptr, 10));
        return 0;
    }
    if (argc < 3) {
        fmt::print(
            "usage: bench_large_state LEADS CLAIMS [FOLDER] [MiB] | claim FOLDER LEADS FROM CLAIMS "
            "| history FOLDER LEADS COMMANDS | restart FOLDER\n");
        return 2;
    }
    std::string folder =
        (std::filesystem::temp_directory_path() / "leadline-bench-XXXXXX").string();
    const bool stays = argc > 3 && argv[3][0] != '\0';
    if (stays) folder = argv[3];
    ENSURE(stays || mkdtemp(folder.data()) != nullptr);
    const std::size_t mib = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 512;
    grow_and_claim(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10), folder,
                   mib << 20U);
    if (stays) ::_exit(0);  // as a kill would end it
    std::filesystem::remove_all(folder);
    return 0;
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) { return leadline::bench::main_of(argc, argv); }
