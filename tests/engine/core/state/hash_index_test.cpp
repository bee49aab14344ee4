// HashIndex against a map: random adds, replacements, removals and look-ups, with hashes that
// collide on purpose.
#include "engine/core/state/hash_index.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>
#include <vector>

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
        const auto steps =
            *rc::gen::container<std::vector<std::pair<int, std::uint32_t>>>(rc::gen::pair(
                rc::gen::weightedElement<int>({{20, 0}, {10, 1}, {10, 2}, {10, 3}, {1, 4}}),
                rc::gen::inRange<std::uint32_t>(0, 200)));
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
            } else if (what == 2) {
                key_of[next] = key;
                index.set(colliding_hash(key), next,
                          [&, wanted = key](auto number) { return key_of.at(number) == wanted; });
                model[key] = next++;
            } else if (what == 4) {
                index.clear();
                model.clear();
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

}  // namespace leadline::engine
