// Dedup against a map: commands noted whole or event by event, checkpoints, windows that end.
#include "engine/core/state/dedup.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>

#include "tests/support/memory_stored.hpp"

namespace leadline::tests {
namespace {

using engine::CommandIdentity;
using engine::Decided;
using engine::Dedup;
using engine::DedupRecord;
using engine::StateMemory;

CommandIdentity identity_of(std::uint64_t key) {
    return {(key % 5) << 32U | key, key * 77};  // few marks
}

Decided decided_at(std::uint64_t position, std::int64_t until) {
    return {{until}, {position}, 1, 3};
}

void checkpoint(Dedup& dedup, StateMemory& memory, MemoryStored& stored) {
    std::vector<DedupRecord> noted;
    dedup.take_noted(noted);
    stored.put(noted);
    memory.written = memory.changing++;
}

// Steps of a key and a window: decided if it is no repeat. Where `has_store`, checkpoints are
// written, and epochs ask before they decide, now and then.
void check_against_map(bool has_store) {
    MemoryStored stored;
    StateMemory memory;
    if (has_store) memory.stored = &stored;
    Dedup dedup(memory);
    std::map<std::uint64_t, Decided> model;
    std::int64_t now = 1;
    std::uint64_t position = 1;
    const auto steps =
        *rc::gen::container<std::vector<std::pair<std::uint64_t, std::int64_t>>>(rc::gen::pair(
            rc::gen::inRange<std::uint64_t>(0, 40), rc::gen::inRange<std::int64_t>(1, 60)));
    for (const auto& [key, window] : steps) {
        now += static_cast<std::int64_t>(key % 4);
        const CommandIdentity identity = identity_of(key);
        if (window % 3 == 0 && dedup.must_read(identity))
            RC_ASSERT(dedup.read(std::vector{identity, identity_of(key + 1)}).has_value());
        const auto known = model.find(key);
        const bool is_repeat = known != model.end() && now < known->second.until.us;
        const Decided* found = dedup.find(identity, {now});
        RC_ASSERT((found != nullptr) == is_repeat);
        if (is_repeat) {
            RC_ASSERT(*found == known->second);
        } else {
            const std::uint32_t events = 1 + static_cast<std::uint32_t>(key % 3);
            for (std::uint32_t i = 0; i < events; ++i)
                dedup.note(identity, decided_at(position + i, now + window));
            model[key] = decided_at(position, now + window);
            model[key].events = events;
            position += events;
        }
        if (has_store && key % 13 == 0) checkpoint(dedup, memory, stored);
        if (key % 11 == 0) dedup.forget({now});
    }
}

}  // namespace

TEST_CASE("Dedup: knows the commands whose windows are open, in memory alone", "[engine]") {
    CHECK(rc::check([] { check_against_map(false); }));
}

TEST_CASE("Dedup: knows the commands whose windows are open, with a store behind it", "[engine]") {
    CHECK(rc::check([] { check_against_map(true); }));
}

TEST_CASE("Dedup: has in memory what no written checkpoint holds, and asks for the others once",
          "[engine]") {
    MemoryStored stored;
    StateMemory memory;
    memory.stored = &stored;
    Dedup dedup(memory);
    for (std::uint64_t key = 0; key < 300; ++key) {
        dedup.note(identity_of(key), decided_at(key + 1, 1'000));
        if (key == 199) checkpoint(dedup, memory, stored);
    }
    CHECK(dedup.size() == 300);
    dedup.forget({1});
    CHECK(dedup.size() == 100);
    CHECK(dedup.must_read(identity_of(199)));
    CHECK_FALSE(dedup.must_read(identity_of(200)));

    REQUIRE(dedup.read(std::vector{identity_of(7), identity_of(777)}).has_value());
    CHECK_FALSE(dedup.must_read(identity_of(7)));
    CHECK_FALSE(dedup.must_read(identity_of(777)));
    REQUIRE(dedup.find(identity_of(7), {1}) != nullptr);
    CHECK(dedup.find(identity_of(7), {1})->first.number == 8);
    CHECK(dedup.find(identity_of(7), {1'000}) == nullptr);
    CHECK(dedup.find(identity_of(777), {1}) == nullptr);
    CHECK(memory.late_reads == 0);
    CHECK(dedup.find(identity_of(8), {1}) != nullptr);
    CHECK(memory.late_reads == 1);

    // What it was told before it forgot is not asked for again, but nor believed.
    dedup.note(identity_of(777), decided_at(301, 1'000));
    checkpoint(dedup, memory, stored);
    dedup.forget({1});
    REQUIRE(dedup.find(identity_of(777), {1}) != nullptr);
}

TEST_CASE("Dedup: without a store it forgets many at once, when all their windows are over",
          "[engine]") {
    StateMemory memory;
    Dedup dedup(memory);
    dedup.note(identity_of(1), decided_at(1, 100));
    memory.changing++;
    dedup.note(identity_of(2), decided_at(2, 50));
    dedup.note(identity_of(3), decided_at(3, 70));
    dedup.forget({200});
    CHECK(dedup.size() == 3);  // no checkpoint has them yet
    std::vector<DedupRecord> noted;
    dedup.take_noted(noted);
    CHECK(noted.size() == 3);
    dedup.forget({99});
    CHECK(dedup.size() == 3);
    dedup.forget({100});
    CHECK(dedup.size() == 0);
}

}  // namespace leadline::tests
