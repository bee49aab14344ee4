// Folding: what nobody sees goes, and what stays is compared without case, width and composition.
#include "engine/core/normalise/fold.hpp"

#include <catch2/catch.hpp>

namespace leadline::engine {
namespace {

TEST_CASE("Fold: white space of all kinds goes at both ends, and stays inside", "[engine]") {
    CHECK(trimmed(" \t\r\n\v\facme  inc\u0085\u00a0\u2003\u3000") == "acme  inc");
    CHECK(trimmed("\u2028acme") == "acme");
    CHECK(trimmed("acme, ;. ", ".,;") == "acme");
    CHECK(trimmed(" ., acme", ".,;") == "., acme");
    CHECK(trimmed(" \u3000 ").empty());
    CHECK(trimmed_front(" acme ") == "acme ");
}

TEST_CASE("Fold: case goes by the full mappings, in no language", "[engine]") {
    CHECK(folded("STRASSE") == folded("Straße"));
    CHECK(folded("ΟΔΟΣ") == folded("οδος"));
    CHECK(folded("Iı") == "iı");
    CHECK(folded("ACME-1") == "acme-1");
}

TEST_CASE("Fold: compositions, widths and ligatures are one", "[engine]") {
    CHECK(folded("e\u0301") == folded("\u00e9"));
    CHECK(folded("ＡＣＭＥ　１２") == "acme 12");
    CHECK(folded("ﬁne㈱") == "fine(株)");
    CHECK(folded("\u1100\u1161") == "\uac00");
}

TEST_CASE("Fold: nobody sees controls, joiners, direction marks and broken bytes", "[engine]") {
    CHECK(folded(Text("a\0c\x01m\x7f"
                      "e",
                      8)) == "acme");
    CHECK(folded("\u202eac\u200bme\u200f\ufeff\u00ad\ufe0f") == "acme");
    CHECK(folded("ac\xff\xc3me\xe2\x82") == "acme");
    CHECK(visible("a\u200db\u200c", Joiners::stay) == "a\u200db\u200c");
    CHECK(visible("a\u200db\u200c") == "ab");
    CHECK(visible("a\tb\u0085") == "a\tb\u0085");
}

TEST_CASE("Fold: of more than thirty marks on a letter the first thirty count", "[engine]") {
    std::string many = "a";
    for (int i = 0; i < marks_in_a_row_max; ++i) many += "\u0301\u0323";
    std::string fewer = "a";
    for (int i = 0; i < marks_in_a_row_max / 2; ++i) fewer += "\u0301\u0323";
    CHECK(visible(many) == fewer);
    CHECK(visible(many + "b" + many) == fewer + "b" + fewer);
    // What is ignored does not part marks from each other.
    CHECK(visible(fewer + "\u034f\u0301") == fewer);
}

TEST_CASE("Fold: punctuation alone says nothing", "[engine]") {
    CHECK_FALSE(says_something(""));
    CHECK_FALSE(says_something("-"));
    CHECK_FALSE(says_something("... ?! / \u2014"));
    CHECK(says_something("-a-"));
    CHECK(says_something("7"));
    CHECK(says_something("\U0001F355"));
    CHECK(says_something("株"));
}

}  // namespace
}  // namespace leadline::engine
