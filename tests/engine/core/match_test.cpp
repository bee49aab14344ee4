// Match keys: what is equal for matching, and that keys are what FORMAT.md says they are.
#include "engine/core/match.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "engine/core/state/program.hpp"

namespace leadline::engine {
namespace {

std::string hex(const events::MatchKey& key) { return match_key_hex(key); }

MatchText company(Text text) { return {MatchKind::company, text}; }
MatchText email(Text text) { return {MatchKind::email, text}; }
MatchText domain(Text text) { return {MatchKind::domain, text}; }
MatchText phone(Text text, Text country) { return {MatchKind::phone, text, country}; }

std::string normal_1(Text text) {
    CHECK(normalise(1, email(text)) == normalise(1, company(text)));
    return normalise(1, company(text));
}

TEST_CASE("normalise 1: Unicode white space around a text goes, inside it stays", "[engine]") {
    CHECK(normal_1(" \t acme  gmbh \r\n") == "acme  gmbh");
    CHECK(normal_1("\u00a0\u2003\u3000acme\u2028\u0085") == "acme");
    CHECK(normal_1("").empty());
    CHECK(normal_1(" \u3000 ").empty());
}

TEST_CASE("normalise 1: case is folded by Unicode's full mappings, in no language", "[engine]") {
    CHECK(normal_1("ACME GmbH") == "acme gmbh");
    CHECK(normal_1("STRASSE") == normal_1("Straße"));
    CHECK(normal_1("ΟΔΟΣ") == normal_1("οδος"));
    CHECK(normal_1("ÅNGSTRÖM") == "ångström");
    CHECK(normal_1("I") == "i");
}

TEST_CASE("normalise 1: code points are not composed, and punctuation is not dropped", "[engine]") {
    CHECK(normal_1("\u00e9") != normal_1("e\u0301"));
    CHECK(normal_1("Acme, Inc.") == "acme, inc.");
}

TEST_CASE("normalise 1: knows nothing of phones and domains", "[engine]") {
    CHECK(normalise(1, phone("+44 20 7946 0958", "")).empty());
    CHECK(normalise(1, domain("blue.example")).empty());
}

TEST_CASE("normalise 2: each kind has its normal form", "[engine]") {
    CHECK(normalise(2, email(" Ana@Blue.example ")) == "ana@blue.example");
    CHECK(normalise(2, company("Acme GmbH")) == "acme");
    CHECK(normalise(2, phone("020 7946 0958", "GB")) == "+442079460958");
    CHECK(normalise(2, domain("https://shop.blue.example/")) == "blue.example");
    CHECK(normalise(2, domain("ana@blue.example")) == "blue.example");
}

TEST_CASE("normalise 2: a domain of free mail is nothing to match by", "[engine]") {
    CHECK(normalise(2, domain("ana@mail.gmail.com")).empty());
    CHECK_FALSE(normalise(2, email("ana@gmail.com")).empty());
}

TEST_CASE("match_key: by normaliser 1 the first 16 bytes of HMAC-SHA-256 under the program's id",
          "[engine]") {
    events::Arena arena;
    // Digests by Python's hmac module.
    CHECK(hex(match_key({"acme"}, company("  Acme GmbH "), arena, 1)) ==
          "010100000000"
          "46ce6c607b93d1b0fd73f9f38c10ae1f");
    CHECK(hex(match_key({"acme"}, email("Straße"), arena, 1)) ==
          "010100000000"
          "63535b50c8dcac835c18e8b12e63fcbf");
    CHECK(hex(match_key({"other"}, company("acme gmbh"), arena, 1)) ==
          "010100000000"
          "f755bcd0078f895f5a30defa889b1f35");
}

TEST_CASE("match_key: by normaliser 2 the same of the kind's number and the normal form",
          "[engine]") {
    events::Arena arena;
    // Digests by Python's hmac module.
    CHECK(hex(match_key({"acme"}, email("Ana@blue.example"), arena)) ==
          "020100000000"
          "1ef37e5cc560f14e8d4b0ede1bd13681");
    CHECK(hex(match_key({"acme"}, phone("020 7946 0958", "GB"), arena)) ==
          "020100000000"
          "1fa9a6ebe2bb8fcea2c2cf68484a0944");
    CHECK(hex(match_key({"acme"}, company("Acme GmbH"), arena)) ==
          "020100000000"
          "9b9faad35362a148a82d39391d7476d9");
    CHECK(hex(match_key({"acme"}, domain("www.blue.example"), arena)) ==
          "020100000000"
          "18419a0d26d047e4a0d3b07db986e034");
}

TEST_CASE("match_key: equal texts of two kinds have unlike digests", "[engine]") {
    events::Arena arena;
    std::set<std::string> digests;
    for (const std::uint8_t normaliser : normalisers_in_use)
        for (const MatchText& said : {email("blue"), company("blue")}) {
            REQUIRE(normalise(normaliser, said) == "blue");
            digests.emplace(match_key({"acme"}, said, arena, normaliser).digest);
        }
    CHECK(digests.size() == 3);  // the first normaliser knew no kinds
}

TEST_CASE("match_key: nothing to match by gives no key", "[engine]") {
    events::Arena arena;
    for (const std::uint8_t normaliser : normalisers_in_use) {
        CHECK_FALSE(match_key({"acme"}, company(" \t "), arena, normaliser).is_set());
        CHECK_FALSE(match_key({"acme"}, email(""), arena, normaliser).is_set());
        CHECK_FALSE(match_key({"acme"}, phone("1-800-FLOWERS", "US"), arena, normaliser).is_set());
        CHECK_FALSE(match_key({"acme"}, domain("ana@gmail.com"), arena, normaliser).is_set());
    }
    CHECK(match_key_bytes(match_key({"acme"}, company(""), arena)).empty());
}

TEST_CASE("match_key_bytes: normaliser, algorithm, key in little-endian, digest", "[engine]") {
    const std::string bytes = match_key_bytes({1, 2, 0x0A0B0C0D, "0123456789abcdef"});
    CHECK(bytes == Text("\x01\x02\x0d\x0c\x0b\x0a"
                        "0123456789abcdef"));
}

TEST_CASE("find_match: finds what any normaliser in use would have indexed", "[engine]") {
    events::Arena arena;
    for (const std::uint8_t normaliser : normalisers_in_use) {
        StateMemory memory;
        Program program("acme", memory, true);
        ColdTable<Match>& names = program.account_names;
        const auto key = match_key({"acme"}, company("Blue Sky"), arena, normaliser);
        names.insert(match_key_bytes(key)).of = "a7";
        CHECK(find_match(names, {"acme"}, company(" BLUE sky "), arena) == "a7");
        CHECK(find_match(names, {"acme"}, company("Blue"), arena).empty());
        CHECK(find_match(names, {"other"}, company("Blue Sky"), arena).empty());
        CHECK(find_match(names, {"acme"}, company("  "), arena).empty());
    }
}

TEST_CASE("find_match: what says nothing leads nowhere, also to what was keyed once", "[engine]") {
    events::Arena arena;
    StateMemory memory;
    Program program("acme", memory, true);
    ColdTable<Match>& names = program.account_names;
    const auto key = match_key({"acme"}, company("-"), arena, 1);
    REQUIRE(key.is_set());
    names.insert(match_key_bytes(key)).of = "a7";
    CHECK(find_match(names, {"acme"}, company("-"), arena).empty());
}

}  // namespace
}  // namespace leadline::engine
