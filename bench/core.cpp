// How fast is the core: one thread, so many leads live, the mix of workload.hpp, decided, encoded
// and folded; from binary commands and from JSON lines, with and without gathering what
// checkpoints need. And: how many allocations does an accepted claim make in the steady state.
//   bench_core [leads live] [commands] [rules] [binary|gathered|json|allocations: only that one]
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <ctime>
#include <new>
#include <span>

#include "bench/workload.hpp"
#include "engine/core/decider.hpp"
#include "engine/core/fetch.hpp"
#include "engine/core/prefetch.hpp"
#include "events/base/ensure.hpp"
#include "events/codec/cloud_event.hpp"

namespace {

// Of this thread: an atomic one would cost as much as the allocation.
thread_local std::uint64_t allocations = 0;

}  // namespace

void* operator new(std::size_t bytes) {
    ++allocations;
    if (void* memory = std::malloc(bytes)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t bytes, std::align_val_t line) {
    ++allocations;
    const auto at = static_cast<std::size_t>(line);
    if (void* memory = std::aligned_alloc(at, (bytes + at - 1) / at * at)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace leadline::bench {
namespace {

// Time of this thread alone: the core takes no lock and does no I/O, and machines are shared. What
// of it is the kernel's is time that new memory takes, which it must clear first; on a virtual
// machine that can be as much as a tenth, and an engine that has been up for a while has its
// memory.
struct Spent {
    double seconds = 0;
    double kernel_seconds = 0;

    [[nodiscard]] static Spent now() {
        timespec all{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &all);
        rusage parts{};
        getrusage(RUSAGE_THREAD, &parts);
        return {static_cast<double>(all.tv_sec) + static_cast<double>(all.tv_nsec) / 1e9,
                static_cast<double>(parts.ru_stime.tv_sec) +
                    static_cast<double>(parts.ru_stime.tv_usec) / 1e6};
    }
    void add_since(const Spent& begin) {
        const Spent end = now();
        seconds += end.seconds - begin.seconds;
        kernel_seconds += end.kernel_seconds - begin.kernel_seconds;
    }
};

constexpr std::size_t epoch_commands = 384;

constexpr std::size_t checkpoint_epochs = 64;

// As with a store that has taken every checkpoint, and has never to be read.
class NeverRead final : public engine::Stored {
public:
    events::Result<void> read(std::span<const events::Text>, const VisitValue&) const override {
        return events::fail(events::Failure::io, "everything is in memory");
    }
    events::Result<void> scan(events::Text, events::Text, const VisitEntry&) const override {
        return events::fail(events::Failure::io, "everything is in memory");
    }
    // No command comes twice here.
    events::Result<void> decided(std::span<const engine::CommandIdentity>,
                                 const VisitDecided&) const override {
        return {};
    }
};

struct Core {
    NeverRead stored;
    engine::State state{stored, std::numeric_limits<std::size_t>::max(), true};
    engine::NoHistory history;
    engine::Decider decider{state, history};
    engine::Fetch fetch{state};
    engine::Prefetch prefetch{state};
    std::size_t in_epoch = 0;
    std::size_t epochs = 0;
    std::uint64_t gathered_bytes = 0;
    std::vector<engine::DedupRecord> noted;

    void decide(const events::CommandHeader& command) {
        if (in_epoch == 0) decider.begin_epoch();
        const auto verdict = decider.decide(command);
        ENSURE(verdict.has_value());
        if (++in_epoch == epoch_commands) in_epoch = 0;
    }
    // As the runtime does it, with memory asked for ahead of need.
    void decide_all(std::span<const events::CommandHeader> commands) {
        for (const events::CommandHeader& command : commands) fetch.add(command);
        fetch.run();
        for (std::size_t i = 0; i < commands.size(); ++i) {
            prefetch.before(i, commands.size(),
                            [&commands](std::size_t at) { return &commands[at]; });
            decide(commands[i]);
        }
    }
    // What a checkpoint needs of the core: changed entries encoded, new identities.
    void checkpoint_when_due() {
        if (++epochs % checkpoint_epochs == 0) checkpoint();
    }
    void checkpoint() {
        state.collect([this](events::BytesView key, events::BytesView value) {
            gathered_bytes += key.size() + value.size();
        });
        state.memory.written = state.memory.changing++;
        noted.clear();
        state.dedup.take_noted(noted);
        state.dedup.forget(state.time);
    }
};

// An epoch of commands, made before the clock runs: in the runtime they have just been polled, and
// lie in the processor's cache.
class Epochs {
public:
    explicit Epochs(Workload& workload) : workload_(&workload) {}

    [[nodiscard]] std::span<const events::CommandHeader> next() {
        arena_.reset();
        commands_.clear();
        for (events::CommandHeader c;
             commands_.size() < epoch_commands && workload_->next_mixed(c);)
            commands_.push_back(keep(c, arena_));
        return commands_;
    }
    [[nodiscard]] const std::vector<std::string>& next_lines() {
        lines_.clear();
        for (const events::CommandHeader& c : next()) lines_.push_back(json_line(c));
        return lines_;
    }

private:
    Workload* workload_;
    events::Arena arena_{1U << 20U};
    std::vector<events::CommandHeader> commands_;
    std::vector<std::string> lines_;
};

void report(const char* what, std::uint64_t commands, const Spent& spent) {
    const auto count = static_cast<double>(commands);
    fmt::print("{:<44} {:>9.0f} commands/s  {:>6.0f} ns each, {:.0f} of them the kernel's\n", what,
               count / spent.seconds, spent.seconds * 1e9 / count,
               spent.kernel_seconds * 1e9 / count);
}

void set_up(Core& core, Workload& workload) {
    events::CommandHeader command;
    while (workload.next_setup(command)) core.decide(command);
    core.checkpoint();
}

void run_binary(const WorkloadSize& size, bool with_checkpoints) {
    Core core;
    Workload workload(size);
    set_up(core, workload);
    Epochs epochs(workload);
    Spent spent;
    std::uint64_t count = 0;
    for (auto commands = epochs.next(); !commands.empty(); commands = epochs.next()) {
        const Spent begin = Spent::now();
        core.decide_all(commands);
        if (!with_checkpoints) spent.add_since(begin);
        core.checkpoint_when_due();
        if (with_checkpoints) spent.add_since(begin);
        count += commands.size();
    }
    report(with_checkpoints ? "binary commands, checkpoints gathered" : "binary commands", count,
           spent);
}

void run_json(const WorkloadSize& size) {
    Core core;
    Workload workload(size);
    set_up(core, workload);
    Epochs epochs(workload);
    events::CloudEventReader reader;
    events::Arena arena;
    std::vector<events::DecodedCommand> decoded(epoch_commands);
    std::vector<events::CommandHeader> commands(epoch_commands);
    std::vector<events::FieldError> errors;
    Spent spent;
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    for (const auto* lines = &epochs.next_lines(); !lines->empty(); lines = &epochs.next_lines()) {
        const Spent begin = Spent::now();
        arena.reset();
        std::size_t in_epoch = 0;
        for (const std::string& line : *lines) {
            events::DecodedCommand& command = decoded[in_epoch];
            const auto outcome = reader.read(events::as_bytes(line), arena, command, errors);
            ENSURE(outcome.understood());
            commands[in_epoch++] = command.header;
        }
        core.decide_all({commands.data(), in_epoch});
        spent.add_since(begin);
        core.checkpoint_when_due();
        count += lines->size();
        for (const std::string& line : *lines) bytes += line.size();
    }
    report("JSON lines", count, spent);
    fmt::print("  ({} bytes a line)\n", bytes / count);
}

// Every lead is claimed and released until each user has claimed from each queue, and their lists
// of leads are as long as they get; then the claims of one more round are counted. What is left is
// the memory of the deduplication records, one block for 1,365 of them, and of its index, which
// doubles.
void count_allocations(WorkloadSize size) {
    constexpr std::uint64_t leads = 50'000;
    constexpr std::uint64_t rounds = 12;
    constexpr std::uint64_t users = 100;
    size.leads_live = leads;
    size.partners = users / 5;
    Core core;
    Workload workload(size);
    set_up(core, workload);
    std::uint64_t counted = 0;
    std::uint64_t accepted = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
        // The users of another partner in each round: the one before is locked out for a while.
        for (std::uint64_t lead = 0; lead < leads; ++lead) {
            events::CommandHeader claim;
            workload.claim(claim, lead, lead + round * 5);
            const std::uint64_t before = allocations;
            core.decide(claim);
            if (round + 1 < rounds) continue;
            counted += allocations - before;
            if (core.state.program(claim.program)
                    ->leads
                    .find(events::as_text(
                        claim.body.subspan(1, std::to_integer<std::size_t>(claim.body[0]))))
                    ->claimed)
                ++accepted;
        }
        for (std::uint64_t lead = 0; lead < leads && round + 1 < rounds; ++lead) {
            events::CommandHeader release;
            workload.release(release, lead);
            core.decide(release);
        }
        core.checkpoint();
    }
    fmt::print("{:<44} {:>9.4f} over {} accepted claims\n", "allocations per claim",
               static_cast<double>(counted) / static_cast<double>(accepted), accepted);
}

}  // namespace
}  // namespace leadline::bench

int main(int argc, char** argv) {
    leadline::bench::WorkloadSize size;
    if (argc > 1) size.leads_live = std::strtoull(argv[1], nullptr, 10);
    if (argc > 2) size.commands = std::strtoull(argv[2], nullptr, 10);
    if (argc > 3) size.rules = static_cast<std::uint32_t>(std::strtoul(argv[3], nullptr, 10));
    const std::string_view only = argc > 4 ? argv[4] : "";
    const auto wanted = [only](std::string_view part) { return only.empty() || only == part; };
    if (wanted("binary")) leadline::bench::run_binary(size, false);
    if (wanted("gathered")) leadline::bench::run_binary(size, true);
    if (wanted("json")) leadline::bench::run_json(size);
    if (wanted("allocations")) leadline::bench::count_allocations(size);
}
