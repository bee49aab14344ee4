// The laws of a log, on the reference: what was answered stays, what was not is whole or absent.
#include "engine/log/sim_log.hpp"

#include <catch2/catch.hpp>

#include "engine/log/chain.hpp"
#include "tests/support/sim_events.hpp"

namespace leadline::engine {
namespace {

using Catch::Contains;
using events::Failure;
using tests::CommandLengths;
using tests::commands;
using tests::EpochMaker;

constexpr Partition p0{0};
const CommandLengths two_blocks = {{230'000, 230'000, 230'000}, {230'000, 230'000}};

std::unique_ptr<SimLog> open(SimStorage& storage) {
    auto log = SimLog::open(storage);
    REQUIRE(log.has_value());
    return *std::move(log);
}

// What the log holds, read through the port and verified from the first block on.
LogEnd verified_end(const LogReader& log, Partition partition = p0) {
    ChainVerifier verifier(log.id(), partition, empty_end(log.id(), partition));
    const auto scanned = log.scan(
        partition, 1, [&](std::uint64_t, BytesView block) { return verifier.feed(block); });
    REQUIRE(scanned.has_value());
    REQUIRE(verifier.finish().has_value());
    REQUIRE(verifier.end() == log.end(partition));
    return verifier.end();
}

// Appends `first` well and then `second` with a fault that strikes every append.
void append_with_fault(SimStorage& storage, const SimPlan& fault, const CommandLengths& second) {
    const auto log = open(storage);
    EpochMaker maker(log->id(), p0, *log->end(p0));
    storage.set_plan({});
    REQUIRE(log->append(maker.make(commands(3))).has_value());
    storage.set_plan(fault);
    REQUIRE_FALSE(log->append(maker.make(second)).has_value());
    storage.set_plan({});
    const auto refused = log->append(maker.make(commands(1)));
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().message, Contains("refuses appends after an error"));
}

TEST_CASE("SimLog: what was appended is read back in order", "[engine]") {
    SimStorage storage(1, 2);
    const auto log = open(storage);
    EpochMaker maker(log->id(), {1});
    for (const auto& lengths : {commands(4), two_blocks, CommandLengths{{}}, commands(2)}) {
        REQUIRE(log->append(maker.make(lengths)).has_value());
    }
    CHECK(verified_end(*log, {1}) == maker.end());
    CHECK(verified_end(*log, p0) == empty_end(log->id(), p0));
    CHECK(log->read({1}, 5).has_value());
    CHECK(log->read({1}, 6).error().failure == Failure::not_found);
    CHECK(log->block_of({1}, {1}) == 1U);
    CHECK(log->block_of({1}, {4}) == 1U);
    CHECK(log->block_of({1}, {5}) == 2U);
    CHECK(log->block_of({1}, {8}) == 3U);
    CHECK(log->block_of({1}, {10}) == 5U);  // block 4 holds no event
    CHECK(log->block_of({1}, {12}).error().failure == Failure::not_found);
}

TEST_CASE("SimLog: dead letters come back in key order and once", "[engine]") {
    SimStorage storage(1, 1);
    const auto log = open(storage);
    EpochMaker maker(log->id(), p0);
    EpochWrite first = maker.make(commands(1));
    first.dead_letters = {{"b", "2"}, {"a", "1"}};
    EpochWrite second = maker.make(commands(1));
    second.dead_letters = {{"b", "2"}};
    REQUIRE(log->append(first).has_value());
    REQUIRE(log->append(second).has_value());
    std::string seen;
    REQUIRE(log->dead_letters([&](const DeadLetter& letter) {
                   seen += letter.key + letter.value;
                   return true;
               })
                .has_value());
    CHECK(seen == "a1b2");
}

TEST_CASE("SimLog: an append that fails before it is written leaves nothing", "[engine]") {
    SimStorage storage(2, 1);
    append_with_fault(storage, {.fail_before = 1000}, two_blocks);
    CHECK(verified_end(*open(storage)).last_position == Position{3});
    CHECK(storage.counts().failed_before == 1);
}

TEST_CASE("SimLog: an append whose answer is lost is there when the log is opened anew",
          "[engine]") {
    SimStorage storage(2, 1);
    append_with_fault(storage, {.fail_after = 1000}, two_blocks);
    storage.crash();
    CHECK(verified_end(*open(storage)).last_position == Position{8});
}

TEST_CASE("SimLog: what was written and not synced survives a kill", "[engine]") {
    SimStorage storage(2, 1);
    append_with_fault(storage, {.fail_unsynced = 1000}, two_blocks);
    CHECK(verified_end(*open(storage)).last_position == Position{8});
}

TEST_CASE("SimLog: a crash takes what was not synced whole, never a part of an epoch", "[engine]") {
    std::uint64_t kept = 0;
    std::uint64_t gone = 0;
    std::uint64_t trimmed = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SimStorage storage(seed, 1);
        append_with_fault(storage, {.fail_unsynced = 1000}, two_blocks);
        storage.crash();
        const auto log = open(storage);
        const Position last = verified_end(*log).last_position;
        INFO("seed " << seed);
        REQUIRE((last == Position{3} || last == Position{8}));
        EpochMaker maker(log->id(), p0, *log->end(p0));
        REQUIRE(log->append(maker.make(two_blocks)).has_value());
        REQUIRE(verified_end(*log) == maker.end());
        ++(last == Position{8} ? kept : gone);
        trimmed += storage.counts().blocks_trimmed;
    }
    CHECK(kept > 0);
    CHECK(gone > 0);
    CHECK(trimmed > 0);  // one block of the two had stayed
}

TEST_CASE("SimLog: a late append arrives before the next writer takes over, or never", "[engine]") {
    std::uint64_t arrived = 0;
    std::uint64_t never = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SimStorage storage(seed, 1);
        append_with_fault(storage, {.late = 1000}, commands(2));
        const auto log = open(storage);
        const LogEnd found = verified_end(*log);
        storage.deliver_late();
        CHECK(verified_end(*open(storage)) == found);
        ++(found.last_position == Position{5} ? arrived : never);
    }
    CHECK(arrived > 0);
    CHECK(never > 0);
}

TEST_CASE("SimLog: a late append of a fenced writer does not overwrite its successor's",
          "[engine]") {
    bool met = false;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SimStorage storage(seed, 1);
        append_with_fault(storage, {.late = 1000}, commands(2));
        const auto log = open(storage);
        if (log->end(p0)->last_position != Position{3}) continue;
        storage.deliver_late();  // it would fit, block for block
        CHECK(storage.counts().late_dropped == 1);
        EpochMaker maker(log->id(), p0, *log->end(p0));
        REQUIRE(log->append(maker.make(commands(7))).has_value());
        CHECK(verified_end(*log).last_position == Position{10});
        met = true;
    }
    CHECK(met);
}

TEST_CASE("SimLog: an append that is delivered twice is written once", "[engine]") {
    SimStorage storage(3, 1, {.duplicate = 1000});
    const auto log = open(storage);
    EpochMaker maker(log->id(), p0);
    REQUIRE(log->append(maker.make(two_blocks)).has_value());
    REQUIRE(log->append(maker.make(commands(2))).has_value());
    CHECK(verified_end(*log) == maker.end());
    CHECK(storage.counts().duplicates_dropped == 2);
}

TEST_CASE("SimLog: once a newer writer has opened, the older one writes nothing", "[engine]") {
    SimStorage storage(4, 1);
    const auto older = open(storage);
    EpochMaker maker(older->id(), p0);
    REQUIRE(older->append(maker.make(commands(2))).has_value());
    const auto newer = open(storage);
    const auto fenced = older->append(maker.make(commands(2)));
    REQUIRE_FALSE(fenced.has_value());
    CHECK(fenced.error().failure == Failure::unavailable);
    CHECK(verified_end(*newer).last_position == Position{2});
    CHECK(storage.counts().fenced == 1);
}

TEST_CASE("SimLog: a log that answers before the sync is caught by the first crash", "[engine]") {
    std::uint64_t caught = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SimStorage storage(seed, 1, {.forgets_sync = true});
        EpochMaker maker(open(storage)->id(), p0);
        {
            const auto log = open(storage);
            for (int i = 0; i < 10; ++i) REQUIRE(log->append(maker.make(commands(2))).has_value());
        }
        storage.crash();
        const auto log = SimLog::open(storage);
        if (log) continue;
        ++caught;
        CHECK(log.error().failure == Failure::loss);
        CHECK_THAT(log.error().message,
                   Contains("the log has lost durable events: the first missing"));
        CHECK_THAT(log.error().message, Contains("the last acknowledged one 20"));
        CHECK(SimLog::open(storage, true).has_value());
        CHECK(SimLog::open(storage).has_value());  // accepted once, accepted for good
    }
    CHECK(caught > 0);
}

// One run through every fault: appends until an error, then a kill or a power cut, and again.
std::string random_run(std::uint64_t seed, SimStorage::Counts* counts) {
    SimStorage storage(
        seed, 1,
        {.fail_before = 60, .fail_after = 60, .fail_unsynced = 60, .late = 60, .duplicate = 60});
    std::string story;
    LogEnd acknowledged = empty_end(open(storage)->id(), p0);
    std::optional<LogEnd> in_doubt;
    for (int life = 0; life < 12; ++life) {
        const auto log = open(storage);
        const LogEnd found = verified_end(*log);
        INFO("seed " << seed << ", life " << life);
        REQUIRE((found == acknowledged || found == in_doubt));
        acknowledged = found;
        EpochMaker maker(log->id(), p0, found);
        for (int i = 0; i < 30; ++i) {
            const auto size = static_cast<std::size_t>(i % 6);
            const EpochWrite epoch = maker.make(commands(size, i % 7 == 5 ? 250'000 : 50));
            in_doubt = epoch.end;
            if (!log->append(epoch)) break;
            acknowledged = epoch.end;
        }
        story += std::to_string(acknowledged.last_position.number) + " ";
        if (life % 2 == 0) storage.crash();
    }
    *counts = storage.counts();
    return story;
}

TEST_CASE("SimLog: through every fault, what was answered stays and the rest is whole or absent",
          "[engine]") {
    SimStorage::Counts sum;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SimStorage::Counts counts;
        static_cast<void>(random_run(seed, &counts));
        sum.failed_before += counts.failed_before;
        sum.failed_after += counts.failed_after;
        sum.failed_unsynced += counts.failed_unsynced;
        sum.late += counts.late;
        sum.duplicates_dropped += counts.duplicates_dropped;
        sum.blocks_lost += counts.blocks_lost;
    }
    CHECK(sum.failed_before > 20);
    CHECK(sum.failed_after > 20);
    CHECK(sum.failed_unsynced > 20);
    CHECK(sum.late > 20);
    CHECK(sum.duplicates_dropped > 20);
    CHECK(sum.blocks_lost > 5);
}

TEST_CASE("SimLog: the same seed gives the same run", "[engine]") {
    SimStorage::Counts counts;
    CHECK(random_run(7, &counts) == random_run(7, &counts));
    CHECK(random_run(7, &counts) != random_run(8, &counts));
}

}  // namespace
}  // namespace leadline::engine
