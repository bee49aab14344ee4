// 100 kill -9 of real processes: see killing.hpp. LEADLINE_CRASH_KILLS makes it longer, as
// `bench_crash` does.
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

KillCounts killed(KillPlan plan) {
    plan.kills = from_environment("LEADLINE_CRASH_KILLS", plan.kills);
    plan.seed =
        static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
    CAPTURE(plan.seed);
    const KillCounts counts = kill_many(plan);
    CHECK(counts.engines + counts.backups_killed >= plan.kills);
    return counts;
}

}  // namespace

TEST_CASE("submit: killed at random moments it loses nothing it said, and ends as if never killed",
          "[crash]") {
    KillPlan plan;
    plan.kills = 50;
    plan.lines = 500'000;
    plan.in_company = false;
    static_cast<void>(killed(plan));
}

TEST_CASE("submit: neither do checkpoints, swaps of views, and backups beside it", "[crash]") {
    KillPlan plan;
    plan.kills = 40;
    const KillCounts counts = killed(plan);
    CHECK(counts.engines > 0);
    CHECK(counts.backups + counts.backups_killed > 0);
}

TEST_CASE("submit: nor does it with two partitions", "[crash]") {
    KillPlan plan;
    plan.kills = 10;
    plan.partitions = 2;
    static_cast<void>(killed(plan));
}

}  // namespace leadline::tests
