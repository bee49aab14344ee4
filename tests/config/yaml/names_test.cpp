// Words for messages and UTF-8: small pure functions.
#include "config/yaml/names.hpp"

#include <rapidcheck.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "config/yaml/utf8.hpp"

using namespace leadline::config;

TEST_CASE("nearest_name: a letter too many, too few, another or swapped finds the name",
          "[config]") {
    constexpr std::array<std::string_view, 4> names{"queue", "user", "rotate", "do_not_assign"};
    for (const char* text : {"qeue", "queuee", "quoue", "uqeue"})
        CHECK(nearest_name(text, names) == "queue");
    CHECK(nearest_name("donotassign", names) == "do_not_assign");
    CHECK_FALSE(nearest_name("partner", names));
    CHECK_FALSE(nearest_name("", names));
    CHECK_FALSE(nearest_name("x", names));
}

TEST_CASE("nearest_name: of two as near the earlier one is named", "[config]") {
    constexpr std::array<std::string_view, 2> names{"cat", "bat"};
    CHECK(nearest_name("rat", names) == "cat");
}

TEST_CASE("shown: text is quoted, shortened, and stays one line of plain text", "[config]") {
    CHECK(shown("a\tb\n\x1B") == "\"a\\x09b\\x0a\\x1b\"");
    CHECK(shown(std::string(70, 'x')) == "\"" + std::string(60, 'x') + "...\"");
    std::string accents;
    for (int i = 0; i < 70; ++i) accents += "é";
    CHECK(first_bad_utf8(shown(accents)) == utf8_whole);
}

TEST_CASE("listed: twenty names, then how many more", "[config]") {
    const std::array<std::string_view, 3> few{"a", "b", "c"};
    CHECK(listed(few) == "a, b, c");
    const std::vector<std::string_view> many(25, "n");
    CHECK(listed(many).ends_with("n, n and 5 more"));
}

TEST_CASE("first_bad_utf8: what RFC 3629 forbids is found where it stands", "[config]") {
    CHECK(first_bad_utf8("plain é ñ \xE2\x82\xAC \xF0\x9F\x98\x80") == utf8_whole);
    CHECK(first_bad_utf8("ab\xC0\x80") == 2);        // overlong
    CHECK(first_bad_utf8("a\xED\xA0\x80") == 1);     // a surrogate
    CHECK(first_bad_utf8("\xF4\x90\x80\x80") == 0);  // over U+10FFFF
    CHECK(first_bad_utf8("ab\xE2\x82") == 2);        // cut off
    CHECK(first_bad_utf8("\x80") == 0);              // begins nothing
    CHECK(first_bad_utf8("\xE0\x9F\xBF") == 0);      // overlong
    CHECK(code_points("é\xE2\x82\xACx") == 3);
}

TEST_CASE("first_bad_utf8: every code point that has an encoding is good", "[config]") {
    rc::check("encoded code points", [] {
        const auto c = *rc::gen::suchThat(rc::gen::inRange<std::uint32_t>(0, 0x110000),
                                          [](std::uint32_t p) { return p < 0xD800 || p > 0xDFFF; });
        std::string text;
        const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0U | c >> 6U), put(0x80U | (c & 0x3FU));
        } else if (c < 0x10000) {
            put(0xE0U | c >> 12U), put(0x80U | (c >> 6U & 0x3FU)), put(0x80U | (c & 0x3FU));
        } else {
            put(0xF0U | c >> 18U), put(0x80U | (c >> 12U & 0x3FU));
            put(0x80U | (c >> 6U & 0x3FU)), put(0x80U | (c & 0x3FU));
        }
        RC_ASSERT(first_bad_utf8(text) == utf8_whole);
        RC_ASSERT(code_points(text) == 1U);
        text.pop_back();
        if (!text.empty()) RC_ASSERT(first_bad_utf8(text) == 0U);
    });
}
