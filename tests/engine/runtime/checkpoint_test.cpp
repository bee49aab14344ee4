// The order in which a checkpoint is written.
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "engine/runtime/state_store.hpp"

namespace leadline::tests {
namespace {

// Of few bytes, the least and the greatest among them, so that keys begin alike and come again.
std::string random_key(std::mt19937& random) {
    constexpr std::string_view bytes("\0\1a\xff", 4);
    const bool is_long = random() % 2 == 0;
    std::string key = is_long ? std::string(random() % 70, 'k') : "";
    for (std::size_t left = random() % 4; left > 0; --left) key += bytes[random() % bytes.size()];
    return key;
}

}  // namespace

TEST_CASE("Checkpoint: sorting leaves each key once, in the order of bytes, as it was left",
          "[engine]") {
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    engine::Checkpoint checkpoint;
    std::map<std::string, std::string> expected;
    for (int i = 0; i < 20'000; ++i) {
        const std::string key = random_key(random);
        const std::string value = random() % 5 == 0 ? "" : std::to_string(i);
        const std::size_t begin = checkpoint.bytes.size();
        for (const char c : key + value) checkpoint.bytes.push_back(static_cast<std::byte>(c));
        checkpoint.changes.push_back({begin, begin + key.size(), checkpoint.bytes.size()});
        expected[key] = value;
    }
    checkpoint.sort();
    std::vector<std::pair<std::string, std::string>> sorted;
    for (const auto& change : checkpoint.changes)
        sorted.emplace_back(events::as_text(checkpoint.key(change)),
                            events::as_text(checkpoint.value(change)));
    // A map of std::string sorts by unsigned bytes.
    const bool is_as_expected = std::equal(
        sorted.begin(), sorted.end(), expected.begin(), expected.end(),
        [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; });
    CHECK(expected.size() > 1'000);
    CHECK(sorted.size() == expected.size());
    CHECK(is_as_expected);
}

}  // namespace leadline::tests
