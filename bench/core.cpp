// How fast is the core: one thread, so many leads live, the mix of workload.hpp, decided, encoded
// and folded; from binary commands and from JSON lines, with and without gathering what
// checkpoints need. And: how many allocations does an accepted claim make in the steady state.
//   bench_core [leads live] [commands] [rules] [binary|gathered|json|allocations: only that one]
#include <fmt/format.h>

#include <cstdlib>
#include <span>

#include "bench/allocations.hpp"
#include "bench/core_alone.hpp"
#include "bench/workload.hpp"
#include "events/codec/cloud_event.hpp"

namespace leadline::bench {
namespace {

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
            const std::uint64_t before = allocations();
            core.decide(claim);
            if (round + 1 < rounds) continue;
            counted += allocations() - before;
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
