// Territories and distances from YAML: what they become, and what is said of each mistake, with its
// place.
#include "config/ruleset_places.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_parts.hpp"
#include "tests/config/support.hpp"

using namespace leadline::config;
using namespace leadline::tests;
namespace events = leadline::events;

namespace {

const std::string europe =
    "territories:\n"
    "  benelux: [{country: BE}, {country: NL}, {country: LU}]\n"
    "  munich: [{country: DE, postal_prefix: 80}]\n"
    "  paris: [{country: FR, region: Ile-de-France}]\n";

std::string rule(const std::string& when) {
    return "rules:\n  - {name: a, when: " + when +
           ", then: {queue: inbox}}\nfallback: {queue: inbox}\n";
}

std::string said_of_area(const std::string& area) {
    return said("territories:\n  a: [" + area + "]\n" + rule("{territory: a}"));
}

std::string said_of_place(const std::string& of) {
    return said(rule("{within_km: 50, of: " + of + "}"));
}

}  // namespace

TEST_CASE("territories: areas, by name, and the rules that ask for them", "[config]") {
    const ReadRules read(europe +
                         rule("{all: [{territory: benelux}, {territory: [munich, paris]}]}"));
    REQUIRE(read.diagnostics.ok());
    const auto& territories = read.ruleset.territories;
    REQUIRE(territories.size() == 3);
    CHECK(territories[0].name == "benelux");
    CHECK(territories[0].place == events::SourcePlace{2, 3});
    CHECK(territories[0].areas.size() == 3);
    CHECK(territories[1].areas[0] == events::Territory{"DE", "", "80"});
    CHECK(territories[2].areas[0] == events::Territory{"FR", "Ile-de-France", ""});
    const auto& condition = read.ruleset.entries[0].condition;
    REQUIRE(condition.size() == 3);
    CHECK(condition[1].op == events::ConditionOp::territory);
    CHECK(condition[1].values[0] == "benelux");
    CHECK(condition[2].values.size() == 2);
    CHECK(condition[2].values[1] == "paris");
}

TEST_CASE("territories: they travel in parts, and 20,000 areas in several", "[config]") {
    std::string text = "territories:\n";
    for (int i = 0; i < 2'000; ++i) {
        text += "  t" + std::to_string(i) + ":\n";
        for (int j = 0; j < 10; ++j)
            text +=
                "    - {country: DE, postal_prefix: " + std::to_string(10'000 + 10 * i + j) + "}\n";
    }
    const ReadRules read(text + rule("{territory: t7}"));
    REQUIRE(read.diagnostics.ok());
    const auto parts = cut_ruleset(read.ruleset);
    REQUIRE(parts);
    CHECK(parts->parts.size() > 3);
    std::size_t next = 0;
    for (const events::RulesetPart& part : parts->parts)
        for (const events::NamedTerritory& territory : part.territories)
            CHECK(territory == read.ruleset.territories[next++]);
    CHECK(next == 2'000);
}

TEST_CASE("territories: a mistake in one is said with its place", "[config]") {
    CHECK(said_of_area("{country: DE, postal_prefix: 80}").empty());
    CHECK(said_of_area("{country: Germany}") ==
          "2:17: expected a country of ISO 3166-1 in two capital letters such as DE, found "
          "\"Germany\"");
    CHECK(said_of_area("{country: QQ}") == "2:17: \"QQ\" is no country of ISO 3166-1");
    CHECK(said_of_area("{region: Utrecht}") ==
          "2:7: missing key \"country\" of a part of a territory");
    CHECK(said_of_area("{country: NL, regoin: Utrecht}").find("2:21: unknown key \"regoin\"") == 0);
    CHECK(said_of_area("{country: NL, postal_prefix: ' - '}") ==
          "2:36: expected 1 to 16 letters and digits, beside spaces and hyphens");
    CHECK(said_of_area("{country: NL, postal_prefix: 12345678901234567}") ==
          "2:36: expected 1 to 16 letters and digits, beside spaces and hyphens");
    CHECK(said_of_area("{country: NL, region: '  '}") ==
          "2:29: expected a region of 1 to 255 bytes");
    CHECK(said_of_area("{country: NL}, {country: NL}") ==
          "2:22: territory \"a\" has the same part twice");
    CHECK(said_of_area("").find("2:6: expected a list of countries and parts of countries") == 0);
    CHECK(said("territories: {}\n" + rule("{field: source, equals: x}"))
              .find("1:14: expected territories by name") == 0);
}

TEST_CASE("territories: a rule that asks for an unknown one is told the nearest", "[config]") {
    CHECK(said(europe + rule("{territory: benelix}")) ==
          "6:33: unknown territory \"benelix\"; expected one of: benelux, munich, paris; did you "
          "mean \"benelux\"?");
    CHECK(
        said(europe + rule("{territory: [paris, munic]}")) ==
        "6:41: unknown territory \"munic\"; expected one of: benelux, munich, paris; did you mean "
        "\"munich\"?");
    CHECK(said(rule("{territory: benelux}")).find("2:33: unknown territory \"benelux\"") == 0);
    CHECK(said(europe + rule("{territory: []}")) ==
          "6:33: expected a territory, or a list of one or more, found an empty list");
    CHECK(said(europe + rule("{field: source, territory: paris}"))
              .find("6:21: a condition says one thing, found: field, territory") == 0);
}

TEST_CASE("distance: a place is looked up when it is read, and travels as coordinates",
          "[config]") {
    const ReadRules read(rule("{within_km: 50, of: {country: DE, postal_code: 80331}}"));
    REQUIRE(read.diagnostics.ok());
    const events::Nearness& near = read.ruleset.entries[0].condition[0].near[0];
    CHECK(near.km == 50);
    CHECK(near.name == "DE 80331");
    CHECK(near.at.latitude / 1'000'000 == 48);
    CHECK(near.at.longitude / 1'000'000 == 11);
    const ReadRules given(rule("{within_km: 5, of: {latitude: -33.86, longitude: 151.21}}"));
    REQUIRE(given.diagnostics.ok());
    CHECK(given.ruleset.entries[0].condition[0].near[0] ==
          events::Nearness{5, {-33'860'000, 151'210'000}, "-33.86, 151.21"});
}

TEST_CASE("distance: a mistake in it is said with its place", "[config]") {
    CHECK(said(rule("{within_km: 50}")) ==
          "2:21: missing key \"of\": from where are the kilometres measured?");
    CHECK(said(rule("{within_km: 20016, of: {country: LU}}"))
              .find("2:33: expected a whole number from 0 to 20015") == 0);
    CHECK(said(rule("{territory: x, of: {country: LU}}")).find("`of` says from where") !=
          std::string::npos);
    CHECK(said_of_place("{latitude: 91, longitude: 0}") ==
          "2:52: expected a latitude from -90 to 90 degrees");
    CHECK(said_of_place("{latitude: 9, longitude: 180.5}") ==
          "2:66: expected a longitude from -180 to 180 degrees");
    CHECK(said_of_place("{latitude: 9}").find("missing key \"longitude\"") != std::string::npos);
    CHECK(said_of_place("{latitude: north, longitude: 1}").find("2:52: ") == 0);
    CHECK(said_of_place("{postal_code: 80331}").find("missing key \"country\"") !=
          std::string::npos);
    CHECK(said_of_place("{country: DE, postal_code: X9}") ==
          "2:68: it is not known where DE X9 is; give its latitude and longitude");
    CHECK(said_of_place("{country: QQ}") == "2:51: \"QQ\" is no country of ISO 3166-1");
    CHECK(said_of_place("{country: DE, latitude: 9, longitude: 1}")
              .find("2:41: a place is a country and a postal code, or a latitude") == 0);
    CHECK(said_of_place("Munich").find("2:41: ") == 0);
}
