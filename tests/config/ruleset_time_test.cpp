// Time zones and time windows from YAML: what they become, and what is said of each mistake, with
// its place.
#include "config/ruleset_time.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_parts.hpp"
#include "config/zone.hpp"
#include "tests/config/support.hpp"

using namespace leadline::config;
using namespace leadline::tests;
namespace events = leadline::events;

namespace {

std::string rule(const std::string& window) {
    return "rules:\n  - name: a\n    when: {time_window: " + window +
           "}\n    then: {queue: inbox}\nfallback: {queue: inbox}\n";
}

std::string said_of(const std::string& window) { return said(rule(window)); }

}  // namespace

TEST_CASE("time window: weekdays, hours and dates", "[config]") {
    const ReadRules read(rule(
        "{weekdays: [mon, fri, sun], from: 09:00, to: 24:00, dates: [2026-12-24, 2027-01-02]}"));
    REQUIRE(read.diagnostics.ok());
    CHECK(read.ruleset.entries[0].condition[0].window[0] ==
          events::TimeWindow{0x51, 540, 1'440, "2026-12-24", "2027-01-02"});
    const ReadRules open(rule("{from: 18:30}"));
    REQUIRE(open.diagnostics.ok());
    CHECK(open.ruleset.entries[0].condition[0].window[0] ==
          events::TimeWindow{0x7F, 1'110, 1'440, {}, {}});
    CHECK(said_of("{from: 22:00, to: 06:00}").empty());
}

TEST_CASE("time window: two windows are two conditions", "[config]") {
    const std::string second =
        "  - {name: b, when: {time_window: {from: 09:00}}, then: {queue: inbox}}\n";
    std::string text = rule("{from: 10:00}");
    text.insert(text.find("fallback"), second);
    CHECK(said(text).empty());
    text = rule("{from: 09:00}");
    text.insert(text.find("fallback"), second);
    CHECK(said(text).find("this rule is never reached") != std::string::npos);
}

TEST_CASE("time zone: what the database says travels in the last part", "[config]") {
    const ReadRules read("time_zone: Europe/Berlin\n" + rule("{from: 09:00}"));
    REQUIRE(read.diagnostics.ok());
    const auto parts = cut_ruleset(read.ruleset);
    REQUIRE(parts);
    REQUIRE(parts->parts.back().zone.size() == 1);
    CHECK(parts->parts.back().zone[0] == resolve_zone("Europe/Berlin")->zone());
    CHECK(cut_ruleset(ReadRules(rule("{from: 09:00}")).ruleset)->parts.back().zone.empty());
}

TEST_CASE("time zone: an unknown one is told the nearest", "[config]") {
    const std::string rest = rule("{from: 09:00}");
    CHECK(said("time_zone: Europe/Berlim\n" + rest) ==
          "1:12: unknown time zone \"Europe/Berlim\"; did you mean \"Europe/Berlin\"?");
    CHECK(said("time_zone: CEST\n" + rest).find("1:12: unknown time zone \"CEST\"") == 0);
    CHECK(said("time_zone: [UTC]\n" + rest) == "1:12: expected text, found a list");
}

TEST_CASE("time window: a mistake in it is said with its place", "[config]") {
    CHECK(said_of("{weekdays: [mon, tuesday]}") ==
          "3:42: unknown weekday \"tuesday\"; expected one of: mon, tue, wed, thu, fri, sat, sun");
    CHECK(said_of("{weekdays: [mon, mon]}") == "3:42: mon is there twice");
    CHECK(said_of("{weekdays: mon}") ==
          "3:36: expected a list of one or more weekdays such as [mon, tue], found \"mon\"");
    CHECK(said_of("{from: 9:00}") ==
          "3:32: expected a time of day from 00:00 to 24:00 such as 09:30, found \"9:00\"");
    CHECK(said_of("{to: 24:01}").find("3:30: expected a time of day") == 0);
    CHECK(said_of("{to: 12:60}").find("3:30: expected a time of day") == 0);
    CHECK(said_of("{from: 24:00}") ==
          "3:25: this time window never holds: it begins at no time of a day");
    CHECK(said_of("{dates: [2026-02-29, 2026-03-01]}") ==
          "3:34: expected a date such as 2026-12-24, found \"2026-02-29\"");
    CHECK(said_of("{dates: [2026-12-24]}") ==
          "3:33: expected a list of two dates, the first and the last, found a list");
    CHECK(said_of("{dates: [2026-12-24, 2026-12-23]}") ==
          "3:25: this time window never holds: its last date is before its first");
    CHECK(said_of("{weekdays: [mon], dates: [2026-12-24, 2026-12-26]}") ==
          "3:25: this time window never holds: none of its weekdays comes between its dates");
    CHECK(said_of("{until: 09:00}").find("3:26: unknown key \"until\"") == 0);
    CHECK(said_of("{}").find("3:25: expected one or more of: weekdays, from, to, dates") == 0);
    CHECK(said("rules:\n  - {name: a, when: {field: source, time_window: {from: 09:00}}, then: "
               "{queue: q}}\nfallback: {queue: q}\n")
              .find("2:21: a condition says one thing, found: field, time_window") == 0);
}

TEST_CASE("time window: none in what gives points", "[config]") {
    CHECK(said("scoring:\n  rules:\n    - {name: night, when: {time_window: {from: 22:00}}, "
               "points: 5}\n" +
               rule("{from: 09:00}")) ==
          "3:27: a score does not change with the time of day; ask for the time in a rule");
}
