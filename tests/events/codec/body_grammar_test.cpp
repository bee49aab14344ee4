// The fields in FORMAT.md are those of the codecs. LEADLINE_WRITE_GOLDENS writes them anew there,
// as it writes the golden files of new kinds.
#include "events/codec/body_grammar.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

constexpr std::string_view begin_mark = "<!-- fields: generated -->\n";
constexpr std::string_view end_mark = "<!-- fields: end -->";

TEST_CASE("Format: the fields of every kind and version in FORMAT.md are those of the codecs",
          "[events]") {
    const std::filesystem::path page = repository_root() / "events/FORMAT.md";
    std::ostringstream all;
    all << std::ifstream(page).rdbuf();
    std::string document = all.str();
    const std::size_t mark = document.find(begin_mark);
    REQUIRE(mark != std::string::npos);
    const std::size_t from = mark + begin_mark.size();
    const std::size_t to = document.find(end_mark, from);
    REQUIRE(to != std::string::npos);
    const std::string grammar = events::body_grammar();
    if (std::getenv("LEADLINE_WRITE_GOLDENS") != nullptr) {
        document.replace(from, to - from, grammar);
        std::ofstream(page) << document;
        return;
    }
    INFO(
        "Write them anew with LEADLINE_WRITE_GOLDENS=1 build/release/tests/tests_events \"Format: "
        "*\"");
    CHECK(document.substr(from, to - from) == grammar);
}

}  // namespace
}  // namespace leadline::tests
