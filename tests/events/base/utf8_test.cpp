// Looking at UTF-8.
#include "events/base/utf8.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace leadline::events;

TEST_CASE("UTF-8: a control character is found wherever it stands", "[events]") {
    const std::string control[] = {
        std::string(1, '\0'), "\x01", "\n", "\x1f", "\x7f", "\u0080", "\u009f"};
    for (const std::string& one : control) {
        for (std::size_t before = 0; before < 20; ++before) {
            for (const std::size_t after : {0U, 1U, 7U, 8U, 9U})
                CHECK(has_control_character(std::string(before, 'x') + one +
                                            std::string(after, 'y')));
        }
    }
}

TEST_CASE("UTF-8: letters, blanks and signs of every script are none", "[events]") {
    for (const char* text :
         {"", "x", "abcdefg", "abcdefgh", "a b~c!d\"e", "Söhne & Töchter", "東京都", "\u00a0",
          "🚀🚀🚀🚀", "0123456789012345678901234567890123456789"})
        CHECK_FALSE(has_control_character(text));
}

TEST_CASE("UTF-8: a beginning never ends within a character", "[events]") {
    CHECK(utf8_prefix("Söhne", 10) == "Söhne");
    CHECK(utf8_prefix("Söhne", 3) == "Sö");
    CHECK(utf8_prefix("Söhne", 2) == "S");
    CHECK(utf8_prefix("🚀", 3).empty());
}
