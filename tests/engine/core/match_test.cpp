// Match keys: what is equal for matching, and that keys are what FORMAT.md says they are.
#include "engine/core/match.hpp"

#include <catch2/catch.hpp>

#include "engine/core/state/program.hpp"

namespace leadline::engine {
namespace {

std::string hex(const events::MatchKey& key) { return match_key_hex(key); }

MatchText company(Text text) { return {MatchField::company, text}; }
MatchText email(Text text) { return {MatchField::email, text}; }
MatchText domain(Text text) { return {MatchField::web_domain, text}; }
MatchText phone(Text text, Text country) { return {MatchField::phone, text, country}; }

TEST_CASE("normalise: each field has its normal form", "[engine]") {
    CHECK(normalise(email(" Ana@Blue.example ")) == "ana@blue.example");
    CHECK(normalise(company("Acme GmbH")) == "acme");
    CHECK(normalise(phone("020 7946 0958", "GB")) == "+442079460958");
    CHECK(normalise(domain("https://shop.blue.example/")) == "blue.example");
    CHECK(normalise(domain("ana@blue.example")) == "blue.example");
}

TEST_CASE("normalise: a domain of free mail is nothing to match by", "[engine]") {
    CHECK(normalise(domain("ana@mail.gmail.com")).empty());
    CHECK_FALSE(normalise(email("ana@gmail.com")).empty());
}

TEST_CASE("match_key: the first 16 bytes of HMAC-SHA-256 of the field's number and the normal form",
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

TEST_CASE("match_key: the program's id is the key of the digest", "[engine]") {
    events::Arena arena;
    CHECK(hex(match_key({"acme"}, company("blue"), arena)) !=
          hex(match_key({"other"}, company("blue"), arena)));
}

TEST_CASE("match_key: equal texts of two fields have unlike digests", "[engine]") {
    events::Arena arena;
    REQUIRE(normalise(email("blue")) == normalise(company("blue")));
    CHECK(hex(match_key({"acme"}, email("blue"), arena)) !=
          hex(match_key({"acme"}, company("blue"), arena)));
}

TEST_CASE("match_key: several texts are one key, in whatever order", "[engine]") {
    events::Arena arena;
    const auto key = [&arena](std::vector<MatchText> said) {
        return hex(match_key({"acme"}, said, arena));
    };
    const MatchText kiel{MatchField::postal_code, "24-103 "};
    // The digest by Python's hmac module.
    CHECK(key({company("Blue GmbH"), kiel}) ==
          "020100000000"
          "e6de26202029ef8a185ef8328e3f4ecf");
    CHECK(key({kiel, company("blue")}) == key({company("Blue GmbH"), kiel}));
    CHECK(key({company("blue"), {MatchField::postal_code, "24104"}}) !=
          key({company("blue"), kiel}));
    CHECK(key({company("blue")}) != key({company("blue"), kiel}));
}

TEST_CASE("match_key: where one of several texts says nothing there is no key", "[engine]") {
    events::Arena arena;
    const std::vector<MatchText> said{company("blue"), {MatchField::postal_code, " "}};
    CHECK_FALSE(match_key({"acme"}, said, arena).is_set());
    const std::vector<MatchText> none;
    CHECK_FALSE(match_key({"acme"}, none, arena).is_set());
}

TEST_CASE("match_key: nothing to match by gives no key", "[engine]") {
    events::Arena arena;
    CHECK_FALSE(match_key({"acme"}, company(" \t "), arena).is_set());
    CHECK_FALSE(match_key({"acme"}, email(""), arena).is_set());
    CHECK_FALSE(match_key({"acme"}, phone("1-800-FLOWERS", "US"), arena).is_set());
    CHECK_FALSE(match_key({"acme"}, domain("ana@gmail.com"), arena).is_set());
    CHECK(match_key_bytes(match_key({"acme"}, company(""), arena)).empty());
}

TEST_CASE("match_key_bytes: normaliser, algorithm, key in little-endian, digest", "[engine]") {
    const std::string bytes = match_key_bytes({1, 2, 0x0A0B0C0D, "0123456789abcdef"});
    CHECK(bytes == Text("\x01\x02\x0d\x0c\x0b\x0a"
                        "0123456789abcdef"));
}

TEST_CASE("find_match: finds what is the same in its normal form", "[engine]") {
    events::Arena arena;
    StateMemory memory;
    Program program("acme", memory, true);
    ColdTable<Match>& names = program.account_names;
    names.insert(match_key_bytes(match_key({"acme"}, company("Blue Sky"), arena))).of = "a7";
    CHECK(find_match(names, {"acme"}, company(" BLUE sky "), arena) == "a7");
    CHECK(find_match(names, {"acme"}, company("Blue"), arena).empty());
    CHECK(find_match(names, {"other"}, company("Blue Sky"), arena).empty());
    CHECK(find_match(names, {"acme"}, company("  "), arena).empty());
}

}  // namespace
}  // namespace leadline::engine
