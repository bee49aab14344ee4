// The core as a benchmark drives it: one thread, no disk, everything in memory, as with a store
// that has taken every checkpoint.
#pragma once

#include <sys/resource.h>

#include <ctime>
#include <limits>
#include <span>
#include <vector>

#include "engine/core/decider.hpp"
#include "engine/core/fetch.hpp"
#include "engine/core/prefetch.hpp"
#include "events/base/ensure.hpp"

namespace leadline::bench {

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

inline constexpr std::size_t epoch_commands = 384;

inline constexpr std::size_t checkpoint_epochs = 64;

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

}  // namespace leadline::bench
