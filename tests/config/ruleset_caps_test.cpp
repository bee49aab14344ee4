// Caps from YAML: what each form becomes, and what is said of each mistake, with its place.
#include "config/ruleset_caps.hpp"

#include <catch2/catch.hpp>

#include "config/yaml/document.hpp"

namespace leadline::tests {
namespace {

using events::Cap;
using events::CapOn;
using events::CapPer;
using events::Text;

struct ReadCaps {
    config::Diagnostics diagnostics;
    events::Arena arena;
    std::vector<Cap> caps;

    explicit ReadCaps(const std::string& text) {
        const config::KnownNames known{
            {"anna", "lukas"}, {"hot", "warm"}, {"bergmann"}, {"gold", "silver"}};
        const auto document = config::Document::parse("caps.yaml", text, diagnostics);
        REQUIRE(document);
        read_caps(document->root(), &known, diagnostics, arena, caps);
    }
};

// "LINE:COLUMN: MISTAKE" of one cap, a line each.
std::string said_of(const std::string& text) {
    const std::string report = ReadCaps("[" + text + "]").diagnostics.to_text();
    std::string all;
    constexpr std::string_view file = "caps.yaml:";
    constexpr std::string_view kind = " error: ";
    for (std::size_t at = report.find(file); at != std::string::npos;
         at = report.find(file, at + 1)) {
        const std::string line =
            report.substr(at + file.size(), report.find('\n', at) - at - file.size());
        const std::size_t mistake = line.find(kind);
        all += (all.empty() ? "" : "\n") + line.substr(0, mistake) + " " +
               line.substr(mistake + kind.size());
    }
    return all;
}

TEST_CASE("caps: on each, on one, on queues together and on the program", "[config]") {
    const ReadCaps read(
        "- {name: a user's day, each: user, most: 5, per: day}\n"
        "- {name: anna's hour, user: anna, most: 2, within: 3600s}\n"
        "- {name: gold's month, tier: gold, most: 500, per: month}\n"
        "- {name: hot and warm, queues: [hot, warm], most: 50, per: hour}\n"
        "- {name: bergmann, partner: bergmann, most: 9, within: 7d}\n"
        "- {name: everybody, program: true, most: 10000, per: week}\n");
    INFO(read.diagnostics.to_text());
    REQUIRE(read.diagnostics.ok());
    REQUIRE(read.caps.size() == 6);
    const std::vector<Text> none;
    const std::vector<Text> anna{"anna"};
    const std::vector<Text> gold{"gold"};
    const std::vector<Text> queues{"hot", "warm"};
    const std::vector<Text> bergmann{"bergmann"};
    const auto cap = [](Text name, std::uint32_t line, CapOn on, const std::vector<Text>& of,
                        std::uint32_t most, CapPer per, events::Duration within) {
        return Cap{name, {line, 3}, on, of, most, per, within};
    };
    CHECK(read.caps[0] == cap("a user's day", 1, CapOn::user, none, 5, CapPer::daily, {}));
    CHECK(read.caps[1] == cap("anna's hour", 2, CapOn::user, anna, 2, CapPer::none, events::hour));
    CHECK(read.caps[2] == cap("gold's month", 3, CapOn::tier, gold, 500, CapPer::monthly, {}));
    CHECK(read.caps[3] == cap("hot and warm", 4, CapOn::queues, queues, 50, CapPer::hourly, {}));
    CHECK(read.caps[4] ==
          cap("bergmann", 5, CapOn::partner, bergmann, 9, CapPer::none, {7 * events::day.us}));
    CHECK(read.caps[5] == cap("everybody", 6, CapOn::program, none, 10'000, CapPer::weekly, {}));
}

TEST_CASE("caps: who or what is not there is named with its place", "[config]") {
    CHECK(said_of("{name: a, user: ana, most: 1, per: day}") ==
          "1:18: unknown user \"ana\"; expected one of: anna, lukas; did you mean \"anna\"?");
    CHECK(said_of("{name: a, partner: berg, most: 1, per: day}") ==
          "1:21: unknown partner \"berg\"; expected one of: bergmann");
    CHECK(said_of("{name: a, tier: goald, most: 1, per: day}") ==
          "1:18: unknown tier \"goald\"; expected one of: gold, silver; did you mean \"gold\"?");
    CHECK(said_of("{name: a, queues: [hot, worm], most: 1, per: day}") ==
          "1:26: unknown queue \"worm\"; expected one of: hot, warm; did you mean \"warm\"?");
    CHECK(said_of("{name: a, queues: [hot, hot], most: 1, per: day}") ==
          "1:26: the queue \"hot\" is there twice");
    CHECK(said_of("{name: a, queues: [], most: 1, per: day}") ==
          "1:20: expected a list of one or more queues, found an empty list");
    CHECK(said_of("{name: a, each: lead, most: 1, per: day}") ==
          "1:18: unknown subject \"lead\"; expected one of: user, partner, tier");
    CHECK(said_of("{name: a, program: false, most: 1, per: day}") ==
          "1:21: expected true; name a user, partner, tier or queues otherwise");
    CHECK(said_of("{name: a, user: anna, tier: gold, most: 1, per: day}") ==
          "1:2: expected in a cap exactly one of: each, user, partner, tier, queues, program; "
          "found user, tier");
    CHECK(said_of("{name: a, most: 1, per: day}") ==
          "1:2: expected in a cap exactly one of: each, user, partner, tier, queues, program; "
          "found none");
}

TEST_CASE("caps: how many, within which window, and under which name", "[config]") {
    CHECK(said_of("{name: a, program: true, most: 0, per: day}") ==
          "1:33: expected a whole number from 1 to 1000000, found \"0\"");
    CHECK(said_of("{name: a, program: true, per: day}") == "1:2: missing key \"most\" of a cap");
    CHECK(said_of("{name: a, program: true, most: 1, per: year}") ==
          "1:41: unknown window \"year\"; expected one of: hour, day, week, month");
    CHECK(said_of("{name: a, program: true, most: 1, per: day, within: 1h}") ==
          "1:2: expected in a cap exactly one of: per, within; found per, within");
    CHECK(said_of("{name: a, program: true, most: 1}") ==
          "1:2: expected in a cap exactly one of: per, within; found none");
    CHECK(said_of("{name: a, program: true, most: 1, within: 0s}") ==
          "1:44: a window of no length holds nothing");
    CHECK(said_of("{name: a, program: true, most: 10001, within: 1h}") ==
          "1:33: within a rolling window each lead is remembered, so it is at most 10000; `per` "
          "counts more");
    CHECK(said_of("{program: true, most: 1, per: day}") == "1:2: missing key \"name\" of a cap");
    CHECK(said_of("{name: a, program: true, most: 1, per: day}, "
                  "{name: a, each: user, most: 1, per: day}") ==
          "1:54: the cap at line 1 is called \"a\" too; what is counted belongs to the name");
}

}  // namespace
}  // namespace leadline::tests
