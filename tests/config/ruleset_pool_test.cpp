// Pools from YAML: whose least loaded is chosen, and what is said of each mistake.
#include <catch2/catch.hpp>

#include "tests/config/support.hpp"

namespace leadline::tests {
namespace {

using events::ActionKind;

const std::string end = "fallback: {queue: rest}\n";

// What is said of one rule with this pool.
std::string said_of(const std::string& pool) {
    const config::KnownNames known{{"ada", "bob"}, {"rest"}};
    return said("rules: [{name: a, then: {least_loaded: " + pool + "}}]\n" + end, &known);
}

TEST_CASE("rules: a pool of which the least loaded is chosen", "[config]") {
    const ReadRules read(
        "rules:\n"
        "  - name: field\n"
        "    then: {least_loaded: {name: field sales, users: [ada, {id: bob, weight: 2}]}}\n" +
        end);
    INFO(read.diagnostics.to_text());
    REQUIRE(read.ruleset.entries.size() == 1);
    const events::Action& action = read.ruleset.entries[0].action;
    CHECK(action.kind == ActionKind::least_loaded);
    CHECK(action.target == "field sales");
    REQUIRE(action.members.size() == 2);
    CHECK(action.members[0] == events::RotationMember{"ada", 1});
    CHECK(action.members[1] == events::RotationMember{"bob", 2});
}

TEST_CASE("rules: mistakes in a pool are said with their places", "[config]") {
    CHECK(said_of("{name: p, users: [ada, boob]}") ==
          "1:63: unknown user \"boob\"; expected one of: ada, bob; did you mean \"bob\"?");
    CHECK(said_of("{name: p, users: [ada, ada]}") ==
          "1:63: \"ada\" is in this pool already; give it a weight instead");
    CHECK(said_of("{name: p, users: [{id: ada, weight: 0}]}") ==
          "1:57: every member has weight 0, so none would ever be chosen");
    CHECK(said_of("{users: [ada]}") == "1:40: missing key \"name\" of a pool");
    CHECK(said_of("{name: p}") == "1:40: missing key \"users\" of a pool");
    CHECK(said_of("{name: p, users: [ada], catch_up: true}") ==
          "1:64: unknown key \"catch_up\"; expected one of: name, users");
}

TEST_CASE("rules: pools and rotations of one name are the same everywhere", "[config]") {
    const auto two = [](const std::string& second) {
        return said(
            "rules:\n"
            "  - name: a\n"
            "    when: {field: source, equals: a}\n"
            "    then: {least_loaded: {name: s, users: [ada]}}\n"
            "  - name: b\n"
            "    when: {field: source, equals: b}\n"
            "    then: " +
            second + "\n" + end);
    };
    CHECK(two("{least_loaded: {name: s, users: [ada]}}").empty());
    CHECK(two("{least_loaded: {name: s, users: [bob]}}") ==
          "7:26: the pool \"s\" stands at line 4 with other members; rules that share it name the "
          "same members and weights in the same order");
    CHECK(two("{rotate: {name: s, users: [ada]}}") ==
          "7:20: \"s\" is the name of the pool at line 4; give this rotation another");
}

TEST_CASE("rules: two rules share a rotation whose members say the same conditions", "[config]") {
    const config::KnownNames known{{"ada", "bob"}, {"rest"}};
    const auto with = [&known](const std::string& second) {
        return said(
            "rules:\n"
            "  - name: a\n"
            "    when: {field: source, equals: a}\n"
            "    then:\n"
            "      rotate:\n"
            "        name: r\n"
            "        users: [{id: ada, when: {field: company, equals: x}}, bob]\n"
            "  - name: b\n"
            "    then:\n"
            "      rotate: {name: r, users: [{id: ada, when: {field: company, equals: " +
                second + "}}, bob]}\n" + end,
            &known);
    };
    CHECK(with("x").empty());
    CHECK(with("y").find("with other members") != std::string::npos);
}

}  // namespace
}  // namespace leadline::tests
