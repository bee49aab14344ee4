// How many kill -9 does it take? Any number of them, at random moments of real processes, as in the
// test of the same name (tests/crash/killing.hpp); the first claim that does not hold ends it.
//   bench_crash [kills] [lines] [seed]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>

#include "tests/crash/killing.hpp"

int main(int argc, char** argv) {
    leadline::tests::KillPlan plan;
    plan.kills = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20;
    plan.lines = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200'000;
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    plan.seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : static_cast<std::uint64_t>(now);
    plan.tell = [](const std::string& line) { fmt::print("{}\n", line); };
    fmt::print("seed {}\n", plan.seed);
    const auto begun = std::chrono::steady_clock::now();
    try {
        const auto counts = leadline::tests::kill_many(plan);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        fmt::print("{} kills in {:.0f} s: nothing was lost, {} runs ended as if never killed\n",
                   counts.engines + counts.backups_killed, took.count(), counts.runs);
    } catch (const std::exception& wrong) {
        fmt::print("FAILED: {}\n", wrong.what());
        return 1;
    }
    return 0;
}
