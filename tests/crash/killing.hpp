// kill -9 at random moments of a real `submit`, on real files; in company also while it writes
// checkpoints and swaps views, and of backups taken beside it. The claims: nothing
// that was acknowledged is missing, a backup is whole or is none, and after the input has been
// finished the events, the state and the views are those of a run that was never killed. Starts
// processes; one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace leadline::tests {

struct KillPlan {
    std::uint64_t kills = 100;
    std::uint64_t lines = 12'000;  // of input, for each run until it is finished
    std::uint32_t partitions = 1;  // or 2
    // A checkpoint after every 1,000 events, views made again, backups. Else `submit` alone, as it
    // comes.
    bool in_company = true;
    std::uint64_t seed = 1;
    std::function<void(const std::string&)> tell{};  // a line now and then; may be empty
};

struct KillCounts {
    std::uint64_t engines = 0;         // killed
    std::uint64_t backups_killed = 0;  // together with those: the plan's kills
    std::uint64_t backups = 0;         // finished, restored, compared
    std::uint64_t runs = 0;            // finished, compared
};

// Throws std::runtime_error with the claim that does not hold.
[[nodiscard]] KillCounts kill_many(const KillPlan& plan);

}  // namespace leadline::tests
