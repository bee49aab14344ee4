// Territories, and that the index finds what a walk finds.
#include "engine/core/places/territory.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "engine/core/normalise/fold.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {
namespace {

using engine::covers;
using engine::TerritoryIndex;
using events::Address;
using events::Territory;
using events::Text;

constexpr Address munich{"DE", "Bayern", "Munich", "80331"};

TEST_CASE("Territory: a country, a region of it, the postal codes that begin so, or both",
          "[engine]") {
    CHECK(covers({"DE", "", ""}, munich));
    CHECK_FALSE(covers({"AT", "", ""}, munich));
    CHECK(covers({"DE", "Bayern", ""}, munich));
    CHECK_FALSE(covers({"DE", "Hessen", ""}, munich));
    CHECK(covers({"DE", "", "80"}, munich));
    CHECK_FALSE(covers({"DE", "", "81"}, munich));
    CHECK(covers({"DE", "Bayern", "80331"}, munich));
    CHECK_FALSE(covers({"DE", "Bayern", "803310"}, munich));
    CHECK_FALSE(covers({"DE", "Hessen", "80"}, munich));
}

TEST_CASE("Territory: regions compare as names do, postal codes without spaces, hyphens and case",
          "[engine]") {
    CHECK(covers({"DE", " bAYERN ", ""}, munich));
    CHECK(covers({"FR", "\u00CEle-de-France", ""}, {"FR", "\u00EELE-DE-FRANCE", "", ""}));
    CHECK(covers({"GB", "", "sw 1"}, {"GB", "", "", "SW1A 1AA"}));
    CHECK(covers({"PL", "", "00-9"}, {"PL", "", "", "00950"}));
    CHECK_FALSE(covers({"de", "", ""}, munich));
}

TEST_CASE("Territory: an address without region or postal code is in no part", "[engine]") {
    const Address bare{"DE", "", "", ""};
    CHECK(covers({"DE", "", ""}, bare));
    CHECK_FALSE(covers({"DE", "Bayern", ""}, bare));
    CHECK_FALSE(covers({"DE", "", "8"}, bare));
}

TEST_CASE("TerritoryIndex: names each owner once, in order", "[engine]") {
    TerritoryIndex index;
    REQUIRE(index.add({"DE", "", "80"}, 7));
    REQUIRE(index.add({"DE", "", ""}, 3));
    REQUIRE(index.add({"DE", "Bayern", ""}, 7));
    REQUIRE(index.add({"DE", "Bayern", "803"}, 1));
    REQUIRE(index.add({"AT", "", ""}, 2));
    TerritoryIndex::Found owners{99};
    index.find(munich, owners);
    CHECK(owners == TerritoryIndex::Found{1, 3, 7});
    index.find({"CH", "", "", ""}, owners);
    CHECK(owners.empty());
}

TEST_CASE("TerritoryIndex: what is no territory is refused", "[engine]") {
    TerritoryIndex index;
    CHECK_FALSE(index.add({"", "", ""}, 1));
    CHECK_FALSE(index.add({"DEU", "", ""}, 1));
    CHECK_FALSE(index.add({"DE", "", "12345678901234567"}, 1));
    CHECK_FALSE(index.add({"DE", std::string(256, 'x'), ""}, 1));
    CHECK(index.add({"DE", std::string(255, 'x'), "1234567890 123456"}, 1));
}

// Few letters, so that much overlaps; some that separators might be taken for.
std::string some_text(Random& random, std::uint64_t most) {
    static const std::vector<std::string> pieces{
        "1", "2", "a", "A", " ", "-", "\n", std::string(1, '\0'), "\u00E9", "\u00C9", "\x01"};
    std::string text;
    for (std::uint64_t i = random.below(most + 1); i > 0; --i)
        text += pieces[random.below(pieces.size())];
    return text;
}

struct Texts {
    std::string country;
    std::string region;
    std::string code;
};

Texts some_texts(Random& random) {
    return {random.one_in(10)  ? some_text(random, 3)
            : random.one_in(2) ? "DE"
                               : "AT",
            random.one_in(2) ? some_text(random, 3) : "",
            random.one_in(4) ? "" : some_text(random, 18)};
}

TEST_CASE("TerritoryIndex: finds what a walk over all finds", "[engine][laws]") {
    CHECK(rc::check("index", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        std::vector<Texts> texts(random.below(200));
        for (Texts& text : texts) text = some_texts(random);
        TerritoryIndex index;
        std::vector<std::pair<Territory, std::uint32_t>> all;
        for (const Texts& text : texts) {
            const Territory territory{text.country, text.region, text.code};
            const auto owner = static_cast<std::uint32_t>(random.below(50));
            if (index.add(territory, owner)) all.emplace_back(territory, owner);
        }
        for (int i = 0; i < 20; ++i) {
            const Texts text = some_texts(random);
            const Address address{text.country, text.region, "", text.code};
            std::set<std::uint32_t> walked;
            for (const auto& [territory, owner] : all)
                if (covers(territory, address)) walked.insert(owner);
            TerritoryIndex::Found found;
            index.find(address, found);
            RC_ASSERT(found == TerritoryIndex::Found(walked.begin(), walked.end()));
        }
    }));
}

TEST_CASE("comparable_region: ASCII by hand is what the normaliser makes of it", "[engine][laws]") {
    CHECK(rc::check("ascii", [](std::string text) {
        for (char& c : text) c = static_cast<char>(static_cast<unsigned char>(c) & 0x7FU);
        RC_ASSERT(engine::comparable_region(text) == engine::folded(text));
    }));
    for (int c = 0; c < 0x80; ++c) {
        const std::string text(1, static_cast<char>(c));
        CHECK(engine::comparable_region(text) == engine::folded(text));
    }
}

}  // namespace
}  // namespace leadline::tests
