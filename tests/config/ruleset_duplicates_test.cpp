// Duplicates from YAML: what they become, and what is said of each mistake, with its place.
#include "config/ruleset_duplicates.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_parts.hpp"
#include "events/codec/body.hpp"
#include "tests/config/support.hpp"

namespace leadline::tests {
namespace {

using namespace config;

const std::string rest = "rules: [{name: all, then: {queue: inbox}}]\nfallback: {queue: inbox}\n";

std::string said_of(const std::string& duplicates) {
    return said("duplicates:\n" + duplicates + rest);
}

}  // namespace

TEST_CASE("duplicates: keys, lists of keys, how long, and what then", "[config]") {
    const ReadRules read(
        "duplicates:\n"
        "  match: [email, phone, [company, postal_code]]\n"
        "  look_back: 90d\n"
        "  then: attach\n" +
        rest);
    REQUIRE(read.diagnostics.ok());
    REQUIRE(read.ruleset.duplicates.size() == 1);
    const events::Duplicates& made = read.ruleset.duplicates[0];
    CHECK(made.look_back == events::Duration{90 * events::day.us});
    CHECK(made.then == events::DuplicateAction::attach);
    REQUIRE(made.match.size() == 3);
    REQUIRE(made.match[2].fields.size() == 2);
    CHECK(made.match[0].fields[0] == events::MatchField::email);
    CHECK(made.match[1].fields[0] == events::MatchField::phone);
    CHECK(made.match[2].fields[0] == events::MatchField::company);
    CHECK(made.match[2].fields[1] == events::MatchField::postal_code);
}

TEST_CASE("duplicates: without look_back one looks back for ever", "[config]") {
    const ReadRules read("duplicates: {match: [web_domain], then: reject}\n" + rest);
    REQUIRE(read.diagnostics.ok());
    CHECK(read.ruleset.duplicates.at(0).look_back.us == 0);
}

TEST_CASE("duplicates: the section travels in the last part", "[config]") {
    const ReadRules read("duplicates: {match: [email], then: flag}\n" + rest);
    const auto parts = cut_ruleset(read.ruleset);
    REQUIRE(parts);
    CHECK(parts->parts.back().duplicates.size() == 1);
    events::Arena arena;
    events::RulesetPart again;
    REQUIRE(events::read_body(events::BytesView(parts->bodies.back()), arena, again));
    CHECK(again == parts->parts.back());
}

TEST_CASE("duplicates: rules may ask for them where they are looked for", "[config]") {
    const std::string asks =
        "rules: [{name: again, when: {field: duplicate, equals: true}, then: {queue: q}}]\n"
        "fallback: {queue: q}\n";
    CHECK(said("duplicates: {match: [email], then: flag}\n" + asks).empty());
    CHECK(said(asks) ==
          "1:29: no lead is found to be a duplicate: the ruleset has no `duplicates`");
    CHECK(
        said("scoring: {rules: [{name: s, when: {field: duplicate, equals: true}, points: 1}]}\n" +
             rest) == "1:35: no lead is found to be a duplicate: the ruleset has no `duplicates`");
}

TEST_CASE("duplicates: each mistake is said where it is", "[config]") {
    CHECK(
        said_of("  match: [emial]\n  then: flag\n") ==
        "2:11: unknown key \"emial\"; expected one of: email, phone, company, web_domain, country, "
        "postal_code; did you mean \"email\"?");
    CHECK(said_of("  match: []\n  then: flag\n") ==
          "2:10: expected a list of one or more keys such as [email, phone], found an empty list");
    CHECK(said_of("  match: email\n  then: flag\n") ==
          "2:10: expected a list of one or more keys such as [email, phone], found \"email\"");
    CHECK(said_of("  match: [email, []]\n  then: flag\n") ==
          "2:18: expected a key, or a list of keys that must all match, found an empty list");
    CHECK(said_of("  match: [country]\n  then: flag\n") ==
          "2:11: strangers have their country and postal code in common; expected in a list with "
          "email, phone, company or web_domain");
    CHECK(said_of("  match: [[country, postal_code], [company, country]]\n  then: flag\n") ==
          "2:11: strangers have their country and postal code in common; expected in a list with "
          "email, phone, company or web_domain");
    CHECK(said_of("  match: [[email, email]]\n  then: flag\n") == "2:19: email is there twice");
    CHECK(said_of("  match: [[email, phone], [phone, email]]\n  then: flag\n") ==
          "2:27: an item before it matches by the same");
    CHECK(said_of("  match: [email]\n  then: merge\n") ==
          "3:9: unknown way \"merge\"; expected one of: flag, attach, reject");
    CHECK(said_of("  match: [email]\n") == "2:3: missing key \"then\" of duplicates");
    CHECK(said_of("  then: flag\n") == "2:3: missing key \"match\" of duplicates");
    CHECK(said_of("  match: [email]\n  then: flag\n  look_back: 0s\n") ==
          "4:14: nobody is found in 0; leave it out to look back for ever");
    CHECK(said_of("  match: [email]\n  then: flag\n  look_back: long\n").find("4:14: expected") ==
          0);
    CHECK(said_of("  match: [email]\n  then: flag\n  lookback: 9d\n")
              .find("4:3: unknown key \"lookback\"") == 0);
}

TEST_CASE("duplicates: more items than anybody needs are too many", "[config]") {
    std::string match;
    for (int i = 0; i < 17; ++i) match += "email, ";
    CHECK(said_of("  match: [" + match + "]\n  then: flag\n") == "2:10: 17 items, at most 16");
}

TEST_CASE("duplicates: they belong where the rules are", "[config]") {
    CHECK(said("duplicates: {match: [email], then: flag}\n"
               "rules: [{name: a, when: {field: duplicate, equals: maybe}, then: {queue: q}}]\n"
               "fallback: {queue: q}\n")
              .find("2:52: expected true or false") == 0);
    CHECK(said("duplicates: {match: [email], then: flag}\n"
               "rules: [{name: a, when: {field: duplicate, prefix: t}, then: {queue: q}}]\n"
               "fallback: {queue: q}\n") ==
          "2:52: duplicate is a truth value, which prefix cannot compare; expected one of: equals, "
          "exists");
}

}  // namespace leadline::tests
