// Scoring from YAML: what it becomes, and what is said of each mistake, with its place.
#include "config/ruleset_scoring.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_file.hpp"
#include "config/ruleset_parts.hpp"
#include "config/yaml/document.hpp"
#include "events/codec/body.hpp"

using namespace leadline::config;
namespace events = leadline::events;

namespace {

struct Rules {
    Diagnostics diagnostics;
    Ruleset ruleset;

    explicit Rules(const std::string& text, const KnownNames* known = nullptr) {
        const auto document = Document::parse("rules.yaml", text, diagnostics);
        REQUIRE(document);
        MapReader m(document->root(), diagnostics, "a file of rules");
        read_ruleset(m, known, diagnostics, ruleset);
        m.finish();
    }
};

const std::string rest = "rules: [{name: all, then: {queue: inbox}}]\nfallback: {queue: inbox}\n";

// Each mistake's line, column and sentence.
std::string said_of(const std::string& scoring, const std::string& others = rest) {
    KnownNames known;
    known.queues = {"inbox", "nurture"};
    const std::string text = Rules(scoring + others, &known).diagnostics.to_text();
    std::string all;
    for (std::size_t at = text.find("rules.yaml:"); at != std::string::npos;
         at = text.find("rules.yaml:", at + 1)) {
        const std::string line = text.substr(at + 11, text.find('\n', at) - at - 11);
        all += (all.empty() ? "" : "\n") + line.substr(0, line.find(" error: ")) +
               line.substr(line.find(" error: ") + 7);
    }
    return all;
}

}  // namespace

TEST_CASE("scoring: rules, grades, a minimum and where to wait", "[config]") {
    const Rules read(
        "scoring:\n"
        "  rules:\n"
        "    - {name: large, when: {field: employees, greater: 99}, points: 30}\n"
        "    - {name: test, when: {field: source, equals: test}, points: -50}\n"
        "  grades: {A: 20, C: -10}\n"
        "  minimum: 10\n"
        "  nurture: nurture\n" +
        rest);
    REQUIRE(read.diagnostics.ok());
    const Scoring& scoring = read.ruleset.scoring;
    REQUIRE(scoring.rules.size() == 2);
    CHECK(scoring.rules[0].name == "large");
    CHECK(scoring.rules[0].points == 30);
    CHECK(scoring.rules[1].points == -50);
    CHECK(scoring.rules[1].place.line == 4);
    REQUIRE(scoring.grades.size() == 2);
    CHECK(scoring.grades[0] == events::Grade{"A", 20});  // the best first
    CHECK(scoring.grades[1] == events::Grade{"C", -10});
    REQUIRE(scoring.qualification);
    CHECK(*scoring.qualification == events::Qualification{10, "nurture"});
}

TEST_CASE("scoring: each mistake is told where it stands", "[config]") {
    const std::string large =
        "scoring:\n"
        "  rules:\n"
        "    - {name: large, when: {field: employees, greater: 99}, points: 30}\n";
    CHECK(said_of(large).empty());
    CHECK(said_of("scoring: {grades: {A: 1}}\n").find("missing key \"rules\"") !=
          std::string::npos);
    CHECK(said_of("scoring: {rules: []}\n") ==
          "1:18: expected a list of one or more score rules, found an empty list");
    CHECK(said_of("scoring:\n  rules:\n    - {name: a, points: 0}\n") ==
          "3:25: 0 points change nothing");
    CHECK(said_of(
              "scoring:\n  rules:\n    - {name: a, when: {field: score, less: 5}, points: 1}\n") ==
          "3:23: what makes the score cannot ask for it");
    CHECK(
        said_of(
            "scoring:\n  rules:\n    - {name: a, when: {field: status, equals: new}, points: 1}\n")
            .find("a score does not change with the lead's status") != std::string::npos);
    CHECK(said_of(large + "    - {name: large, points: 1}\n") ==
          "4:14: the score rule at line 3 is called \"large\" too");
    CHECK(said_of(large + "  grades: {A: 31}\n") ==
          "4:15: no lead ever reaches 31: all points together make 30");
    CHECK(said_of(large + "  grades: {A: 10, B: 10}\n") == "4:22: grade A begins at 10 too");
    CHECK(said_of(large + "  minimum: 0\n") == "4:12: every lead reaches 0");
    CHECK(said_of(large + "  nurture: nurture\n") ==
          "4:12: no lead waits here without a `minimum`");
    CHECK(said_of(large + "  minimum: 5\n  nurture: nurtur\n")
              .find("5:12: unknown queue \"nurtur\"") == 0);
    CHECK(said_of(large + "  minmum: 5\n").find("did you mean \"minimum\"") != std::string::npos);
}

TEST_CASE("scoring: a rule that asks for a score that nothing makes is a mistake", "[config]") {
    const std::string asks =
        "rules:\n  - {name: a, when: {field: grade, equals: B}, then: {queue: inbox}}\n"
        "fallback: {queue: inbox}\n";
    CHECK(said_of("", asks) == "2:21: grade is never there: the ruleset has no `scoring`");
    const std::string large = "scoring: {rules: [{name: large, points: 30}]";
    CHECK(said_of(large + "}\n", asks) ==
          "3:21: grade is never there: the ruleset has no `scoring` with `grades`");
    CHECK(said_of(large + ", grades: {B: 5}}\n", asks).empty());
    CHECK(said_of(large + ", grades: {A: 5}}\n", asks).find("3:21: unknown grade \"B\"") == 0);
}

TEST_CASE("scoring: score rules fill parts of their own when there are many", "[config]") {
    std::string text = "scoring:\n  rules:\n";
    for (int i = 0; i < 1'000; ++i)
        text += "    - {name: " + std::string(150, 'n') + std::to_string(i) +
                ", when: {field: source, equals: s}, points: 1}\n";
    const Rules read(text + "  minimum: 3\n" + rest);
    REQUIRE(read.diagnostics.ok());
    const auto parts = cut_ruleset(read.ruleset);
    REQUIRE(parts);
    CHECK(parts->parts.size() > 1);
    std::size_t next = 0;
    for (std::size_t i = 0; i < parts->parts.size(); ++i) {
        events::Arena arena;
        events::RulesetPart part;
        REQUIRE(events::read_body(events::BytesView(parts->bodies[i]), arena, part));
        CHECK(parts->bodies[i].size() <= events::ruleset_part_bytes_max);
        for (const events::ScoreRule& rule : part.score_rules)
            CHECK(rule == read.ruleset.scoring.rules[next++]);
        CHECK(part.qualification.empty() == (i + 1 < parts->parts.size()));
    }
    CHECK(next == 1'000);
}
