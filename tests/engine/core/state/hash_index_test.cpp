// HashIndex and Dedup against maps that are written for reading: random adds, replacements,
// removals and look-ups, with hashes that collide on purpose.
#include "engine/core/state/hash_index.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "engine/core/state/dedup.hpp"

namespace leadline::engine {
namespace {

// Few homes and few marks, so that keys share both.
std::uint64_t colliding_hash(std::uint32_t key) {
    const std::uint64_t high = key % 3 == 0 ? 0xFFFF'FFFFU : (key % 7) * 0x1111'1111U;
    return (high << 32U) | key;
}

}  // namespace

TEST_CASE("HashIndex: finds what a map finds, whatever was added, replaced and removed before",
          "[engine]") {
    CHECK(rc::check([] {
        HashIndex index;
        std::map<std::uint32_t, HashIndex::Number> model;   // by key
        std::map<HashIndex::Number, std::uint32_t> key_of;  // what the records would say
        HashIndex::Number next = 0;
        const auto steps = *rc::gen::container<std::vector<std::pair<int, std::uint32_t>>>(
            rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange<std::uint32_t>(0, 200)));
        for (const auto& [what, key] : steps) {
            const auto found = index.find(colliding_hash(key), [&, wanted = key](auto number) {
                return key_of.at(number) == wanted;
            });
            const auto known = model.find(key);
            RC_ASSERT(found == (known == model.end() ? HashIndex::none : known->second));
            if (what <= 1 && known == model.end()) {
                key_of[next] = key;
                index.add(colliding_hash(key), next);
                model[key] = next++;
            } else if (what == 2 && known != model.end()) {
                key_of[next] = key;
                index.replace(colliding_hash(key), known->second, next);
                known->second = next++;
            } else if (what == 3) {
                const auto number = known == model.end() ? next : known->second;
                RC_ASSERT(index.remove(colliding_hash(key), number) == (known != model.end()));
                if (known != model.end()) model.erase(known);
            }
            RC_ASSERT(index.size() == model.size());
        }
    }));
}

TEST_CASE("HashIndex: holds a hundred thousand keys, and all but the removed are found",
          "[engine]") {
    HashIndex index;
    const auto hash = [](std::uint64_t key) { return (key + 1) * 0x9E37'79B9'7F4A'7C15U; };
    const auto is = [](HashIndex::Number wanted) {
        return [wanted](HashIndex::Number number) { return number == wanted; };
    };
    for (HashIndex::Number i = 0; i < 100'000; ++i) index.add(hash(i), i);
    for (HashIndex::Number i = 0; i < 100'000; i += 3) CHECK(index.remove(hash(i), i));
    std::size_t wrong = 0;
    for (HashIndex::Number i = 0; i < 100'000; ++i)
        if ((index.find(hash(i), is(i)) == i) != (i % 3 != 0)) ++wrong;
    CHECK(wrong == 0);
    CHECK(index.size() == 66'666);
}

namespace {

CommandIdentity identity_of(std::uint64_t key) {
    return {(key % 5) << 32U | key, key * 77};  // few marks
}

Decided decided_at(std::uint64_t position, std::int64_t until) {
    return {{until}, {position}, 1, position * 3};
}

}  // namespace

TEST_CASE("Dedup: knows the commands whose windows are open, and forgets the others", "[engine]") {
    CHECK(rc::check([] {
        Dedup dedup;
        std::map<std::uint64_t, Decided> model;
        std::vector<DedupRecord> taken;
        std::int64_t now = 1;
        std::uint64_t position = 1;
        const auto steps =
            *rc::gen::container<std::vector<std::pair<std::uint64_t, std::int64_t>>>(rc::gen::pair(
                rc::gen::inRange<std::uint64_t>(0, 40), rc::gen::inRange<std::int64_t>(1, 30)));
        for (const auto& [key, window] : steps) {
            now += static_cast<std::int64_t>(key % 4);
            const auto known = model.find(key);
            const bool is_repeat = known != model.end() && now < known->second.until.us;
            const Decided* found = dedup.find(identity_of(key), {now});
            RC_ASSERT((found != nullptr) == is_repeat);
            if (is_repeat) {
                RC_ASSERT(found->first == known->second.first);
                RC_ASSERT(found->events == known->second.events);
            } else {
                const std::uint32_t events = 1 + static_cast<std::uint32_t>(key % 3);
                for (std::uint32_t i = 0; i < events; ++i)
                    dedup.note(identity_of(key), decided_at(position + i, now + window));
                model[key] = decided_at(position, now + window);
                model[key].events = events;
                position += events;
            }
            if (key % 11 == 0) dedup.expire({now});
            if (key % 13 == 0) dedup.take_noted(taken);
        }
    }));
}

TEST_CASE("Dedup: segments loaded again in their order know what was noted", "[engine]") {
    Dedup noted;
    std::vector<events::Bytes> segments;
    for (std::uint64_t key = 0; key < 300; ++key) {
        noted.note(identity_of(key % 200),
                   decided_at(key + 1, static_cast<std::int64_t>(1000 + key)));
        if (key % 50 != 49) continue;
        std::vector<DedupRecord> taken;
        noted.take_noted(taken);
        segments.push_back(dedup_segment(taken));
    }
    Dedup loaded;
    for (const events::Bytes& segment : segments) REQUIRE(loaded.load_segment(segment, {0}));
    CHECK(loaded.size() == 200);
    for (std::uint64_t key = 0; key < 200; ++key) {
        const Decided* found = loaded.find(identity_of(key), {0});
        REQUIRE(found != nullptr);
        CHECK(found->first.number == (key < 100 ? key + 201 : key + 1));
    }
    loaded.expire({1250});  // 1,250 is the end of the window of the 251st
    CHECK(loaded.find(identity_of(49), {1250}) == nullptr);
    CHECK(loaded.find(identity_of(51), {1250}) != nullptr);
}

}  // namespace leadline::engine
