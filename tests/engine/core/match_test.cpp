// Match keys: what is equal for matching, and that keys are what FORMAT.md says they are.
#include "engine/core/match.hpp"

#include <catch2/catch.hpp>

#include "engine/core/state/program.hpp"

namespace leadline::engine {
namespace {

std::string hex(const events::MatchKey& key) { return match_key_hex(key); }

TEST_CASE("normalise: Unicode white space around a text goes, inside it stays", "[engine]") {
    CHECK(normalise(1, " \t acme  gmbh \r\n") == "acme  gmbh");
    CHECK(normalise(1, "\u00a0\u2003\u3000acme\u2028\u0085") == "acme");
    CHECK(normalise(1, "").empty());
    CHECK(normalise(1, " \u3000 ").empty());
}

TEST_CASE("normalise: case is folded by Unicode's full mappings, in no language", "[engine]") {
    CHECK(normalise(1, "ACME GmbH") == "acme gmbh");
    CHECK(normalise(1, "STRASSE") == normalise(1, "Straße"));
    CHECK(normalise(1, "ΟΔΟΣ") == normalise(1, "οδος"));
    CHECK(normalise(1, "ÅNGSTRÖM") == "ångström");
    CHECK(normalise(1, "I") == "i");
}

TEST_CASE("normalise: code points are not composed, and punctuation is not dropped", "[engine]") {
    CHECK(normalise(1, "\u00e9") != normalise(1, "e\u0301"));
    CHECK(normalise(1, "Acme, Inc.") == "acme, inc.");
}

TEST_CASE("match_key: the first 16 bytes of HMAC-SHA-256 under the program's id", "[engine]") {
    events::Arena arena;
    // Digests by Python's hmac module.
    CHECK(hex(match_key({"acme"}, "  Acme GmbH ", arena)) ==
          "010100000000"
          "46ce6c607b93d1b0fd73f9f38c10ae1f");
    CHECK(hex(match_key({"acme"}, "Straße", arena)) ==
          "010100000000"
          "63535b50c8dcac835c18e8b12e63fcbf");
    CHECK(hex(match_key({"other"}, "acme gmbh", arena)) ==
          "010100000000"
          "f755bcd0078f895f5a30defa889b1f35");
}

TEST_CASE("match_key: nothing to match by gives no key", "[engine]") {
    events::Arena arena;
    CHECK_FALSE(match_key({"acme"}, " \t ", arena).is_set());
    CHECK(match_key_bytes(match_key({"acme"}, "", arena)).empty());
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
        const auto key = match_key({"acme"}, "Blue Sky", arena, normaliser);
        names.insert(match_key_bytes(key)).of = "a7";
        CHECK(find_match(names, {"acme"}, " BLUE sky ", arena) == "a7");
        CHECK(find_match(names, {"acme"}, "Blue", arena).empty());
        CHECK(find_match(names, {"other"}, "Blue Sky", arena).empty());
        CHECK(find_match(names, {"acme"}, "  ", arena).empty());
    }
}

}  // namespace
}  // namespace leadline::engine
