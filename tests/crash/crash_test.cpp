// 100 kill -9 of real processes: see killing.hpp. LEADLINE_CRASH_KILLS and LEADLINE_CRASH_LINES
// make it longer, as `bench_crash` does.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>

#include "tests/crash/killing.hpp"

namespace leadline::tests {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE(
    "killed at random moments, engine and backups lose nothing, and it ends as if never killed",
    "[crash]") {
    KillPlan plan;
    plan.kills = from_environment("LEADLINE_CRASH_KILLS", plan.kills);
    plan.lines = from_environment("LEADLINE_CRASH_LINES", plan.lines);
    plan.seed =
        static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    CAPTURE(plan.seed);
    const KillCounts counts = kill_many(plan);
    CHECK(counts.engines + counts.backups_killed >= plan.kills);
    CHECK(counts.engines > 0);
    if (plan.kills >= 100) {
        CHECK(counts.backups_killed > 0);
        CHECK(counts.backups > 0);
    }
}

}  // namespace leadline::tests
