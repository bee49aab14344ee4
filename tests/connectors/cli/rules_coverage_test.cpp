// `rules coverage`: what of a ruleset was never true, for cases and for a log.
#include "connectors/cli/rules_coverage.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "config/yaml/document.hpp"
#include "tests/connectors/cli/read/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using Words = std::vector<std::string>;

constexpr std::string_view head =
    "program: {id: p, title: P, channel_manager: mia, in_force_from: 2026-01-01T00:00:00Z}\n"
    "partners: [{id: acme, title: Acme, users: [{id: ada, role: seller, logged_in: true}]}]\n"
    "queues: [{id: q, title: Q, everybody: true}]\n";

constexpr std::string_view rules =
    "rules:\n"
    "  - name: web\n"
    "    when:\n"
    "      any:\n"
    "        - {field: source, equals: web}\n"
    "        - {field: campaign, prefix: fair-}\n"
    "    then: {queue: q}\n"
    "  - name: large web\n"
    "    when: {all: [{field: source, equals: web}, {field: employees, greater: 500}]}\n"
    "    then: {user: ada}\n"
    "  - name: north\n"
    "    when: {not: {field: address.country, in: [DE, AT]}}\n"
    "    then: {queue: q}\n"
    "  - name: phone\n"
    "    when: {field: source, equals: phone}\n"
    "    then: {queue: q}\n"
    "fallback: {queue: q}\n";

// A folder with a program, and what is put beside it.
class Ground {
public:
    explicit Ground(std::string_view of = rules) {
        write("p.yaml", std::string(head) + std::string(of));
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_.path() / name) << text;
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_.path() / name).string();
    }
    // The answer without the folder in it.
    [[nodiscard]] Ran coverage(const Words& more) const {
        Words words{"rules", "coverage", path("p.yaml")};
        words.insert(words.end(), more.begin(), more.end());
        Ran ran = run(words);
        const std::string folder = folder_.path().string() + "/";
        for (std::size_t at = ran.out.find(folder); at != std::string::npos;
             at = ran.out.find(folder))
            ran.out.erase(at, folder.size());
        return ran;
    }
    void cases(const std::string& all) const {
        write("t.yaml", "program: p.yaml\ntime: 2026-03-02T09:00:00Z\ncases:\n" + all);
    }
    void apply() const {
        const Ran ran = run({"program", "apply", path("p.yaml"), "--data", path("data")});
        INFO(ran.err);
        REQUIRE(ran.code == 0);
    }
    // Commands of mia, each an hour after the one before, from 2026-03-01 on.
    void submit(const std::vector<std::pair<std::string, std::string>>& commands) {
        std::string lines;
        for (const auto& [type, data] : commands) {
            const int hour = commands_++;
            lines +=
                R"({"specversion":"1.0","source":"t","program":"p","actor":"manager:mia","id":")" +
                std::to_string(commands_) + R"(","time":"2026-03-0)" +
                std::to_string(1 + hour / 24) + "T" + (hour % 24 < 10 ? "0" : "") +
                std::to_string(hour % 24) + R"(:00:00Z","type":")" + type + R"(","data":)" + data +
                "}\n";
        }
        write("lines.jsonl", lines);
        const Ran ran = run({"submit", path("lines.jsonl"), "--strict", "--data", path("data")});
        INFO(ran.out << ran.err);
        REQUIRE(ran.code == 0);
    }

private:
    TemporaryFolder folder_;
    int commands_ = 0;
};

}  // namespace

TEST_CASE("rules coverage: what no case makes true is listed with its place, and summed up",
          "[connectors]") {
    const Ground ground;
    ground.cases(
        "  - name: a\n"
        "    when: [{source: web}, {source: web, employees: 900}, {source: other}]\n"
        "    expect: [{queue: q}, {queue: q}, {queue: q}]\n");
    const Ran ran = ground.coverage({"--tests", ground.path("t.yaml")});
    INFO(ran.err);
    CHECK(ran.code == 0);
    CHECK(ran.out ==
          "p.yaml:9:11: rule \"web\": never true: campaign prefix \"fair-\"\n"
          "p.yaml:11:5: rule \"large web\": never chosen, an earlier rule always took the lead\n"
          "p.yaml:15:17: rule \"north\": never true: address.country in (\"DE\", \"AT\")\n"
          "p.yaml:17:5: rule \"phone\": its condition was never true\n"
          "p.yaml:18:11: rule \"phone\": never true: source = \"phone\"\n"
          "3 leads came to the rules\n"
          "2 of 4 rules chosen, 3 true; 3 of 6 parts of conditions true\n"
          "5 of 10 covered, 50 %\n");
}

TEST_CASE("rules coverage: an else counts when a decision came to it, and is named when none did",
          "[connectors]") {
    const Ground ground(
        "rules:\n"
        "  - name: web\n"
        "    when: {field: source, equals: web}\n"
        "    then: {user: ada}\n"
        "    else: {queue: q}\n"
        "  - name: phone\n"
        "    when: {field: source, equals: phone}\n"
        "    then: {user: ada}\n"
        "    else: {queue: q}\n"
        "fallback: {queue: q}\n");
    ground.cases(
        "  - name: a\n"
        "    given: {suspended: [acme]}\n"
        "    when: {source: web}\n"
        "    expect: {queue: q, by: else}\n"
        "  - name: b\n"
        "    when: {source: phone}\n"
        "    expect: {user: ada}\n");
    const Ran ran = ground.coverage({"--tests", ground.path("t.yaml")});
    INFO(ran.err);
    CHECK(ran.out ==
          "p.yaml:12:11: rule \"phone\": its else was never used\n"
          "2 leads came to the rules\n"
          "2 of 2 rules chosen, 2 true; 2 of 2 parts of conditions true; 1 of 2 else used\n"
          "5 of 6 covered, 83 %\n");
    const Ran json = ground.coverage({"--tests", ground.path("t.yaml"), "-o", "json"});
    CHECK_THAT(json.out, Contains("\"elses\": 2") && Contains("\"elses_used\": 1") &&
                             Contains("\"what\": \"else_never_used\""));
}

TEST_CASE("rules coverage: of a log the elses that were used in the period count", "[connectors]") {
    Ground ground(
        "rules:\n"
        "  - {name: web, when: {field: source, equals: web}, then: {user: ada}, else: {queue: q}}\n"
        "fallback: {queue: q}\n");
    ground.apply();
    ground.submit({{"CreateLead", R"({"lead":"l1","source":"web"})"},
                   {"SuspendPartner", R"({"partner":"acme"})"},
                   {"CreateLead", R"({"lead":"l2","source":"web"})"}});
    const Ran all = ground.coverage({"--data", ground.path("data")});
    INFO(all.err);
    CHECK_THAT(all.out, Contains("1 of 1 else used"));
    const Ran before =
        ground.coverage({"--data", ground.path("data"), "--to", "2026-03-01T01:30:00Z"});
    CHECK_THAT(before.out,
               Contains("0 of 1 else used") && Contains("rule \"web\": its else was never used"));
}

TEST_CASE("rules coverage: --minimum ends with 1 when less is covered, not when it is reached",
          "[connectors]") {
    const Ground ground;
    ground.cases(
        "  - name: a\n"
        "    when: [{source: web}, {source: web, employees: 900}, {source: other}]\n"
        "    expect: [{queue: q}, {queue: q}, {queue: q}]\n");
    CHECK(ground.coverage({"--tests", ground.path("t.yaml"), "--minimum", "50"}).code == 0);
    const Ran less = ground.coverage({"--tests", ground.path("t.yaml"), "--minimum", "51"});
    CHECK(less.code == 1);
    CHECK_THAT(less.err, Contains("50 % is less than the 51 % of --minimum"));
    const Ran json = ground.coverage({"--tests", ground.path("t.yaml"), "-o", "json"});
    CHECK_THAT(json.out, Contains("\"covered_percent\": 50") && Contains("\"rules_chosen\": 2") &&
                             Contains("\"what\": \"rule_never_chosen\"") &&
                             Contains("\"line\": 11"));
    const Ran csv = ground.coverage({"--tests", ground.path("t.yaml"), "-o", "csv"});
    CHECK_THAT(csv.out, Contains("p.yaml,17,5,rule_never_true,rule,phone,\n"));
}

TEST_CASE("rules coverage: score rules count, and below the minimum no rule is asked",
          "[connectors]") {
    const Ground ground(
        "scoring:\n"
        "  rules:\n"
        "    - {name: large, when: {field: employees, greater: 500}, points: 30}\n"
        "    - {name: lost, when: {field: source, equals: lost}, points: -5}\n"
        "  grades: {A: 30}\n"
        "  minimum: 10\n"
        "rules:\n"
        "  - {name: web, when: {field: source, equals: web}, then: {queue: q}}\n"
        "  - {name: best, when: {field: grade, equals: A}, then: {queue: q}}\n"
        "fallback: {queue: q}\n");
    ground.cases(
        "  - name: a\n"
        "    when: [{source: web, employees: 3}, {employees: 900}]\n"
        "    expect: [{waiting: true}, {queue: q}]\n");
    const Ran ran = ground.coverage({"--tests", ground.path("t.yaml")});
    INFO(ran.err);
    CHECK(ran.out ==
          "p.yaml:7:7: score rule \"lost\": its condition was never true\n"
          "p.yaml:7:26: score rule \"lost\": never true: source = \"lost\"\n"
          "p.yaml:11:5: rule \"web\": its condition was never true\n"
          "p.yaml:11:23: rule \"web\": never true: source = \"web\"\n"
          "2 leads came to the rules, 1 below the minimum\n"
          "1 of 2 rules chosen, 1 true; 2 of 4 parts of conditions true; 1 of 2 score rules true\n"
          "4 of 8 covered, 50 %\n");
}

TEST_CASE("rules coverage: of a log each lead is asked about with the facts that it had then",
          "[connectors]") {
    Ground ground;
    ground.apply();
    ground.submit({{"CreateLead", R"({"lead":"a","source":"other","address":{"country":"DE"}})"},
                   {"CreateLead", R"({"lead":"b","source":"other","address":{"country":"DE"}})"},
                   {"UpdateLead", R"({"lead":"a","source":"phone"})"},  // does not route
                   {"UpdateLead", R"({"lead":"a","source":"web","route_again":true})"},
                   {"UpdateLead", R"({"lead":"b","source":"phone"})"},
                   {"ReassignLead", R"({"lead":"b","to":{"user":"ada"}})"},
                   {"UpdateLead", R"({"lead":"b","employees":900,"campaign":"fair-1"})"},
                   {"ReassignLead", R"({"leads":["b"],"to":{"rules":true}})"},
                   {"UpdateLead", R"({"lead":"b","source":"web"})"}});
    const Words data{"--data", ground.path("data")};
    const auto told = [&](const Words& more) {
        Words words = data;
        words.insert(words.end(), more.begin(), more.end());
        const Ran ran = ground.coverage(words);
        INFO(ran.err);
        CHECK(ran.code == 0);
        return ran.out;
    };
    // Created twice, routed again as "web", reassigned as "phone" from a fair.
    const std::string all = told({});
    CHECK_THAT(all, Contains("4 leads came to the rules, 2 to the fallback\n"));
    CHECK_THAT(all, Contains("rule \"phone\": never chosen") &&
                        Contains("rule \"large web\": its condition was never true") &&
                        !Contains("never true: employees") && !Contains("never true: campaign"));
    // Only the reassignment: what made the lead so lies before the period.
    const std::string late = told({"--from", "2026-03-01T07:00:00Z"});
    CHECK_THAT(
        late, Contains("1 lead came to the rules\n") && Contains("never true: source = \"web\"") &&
                  !Contains("never true: source = \"phone\"") && !Contains("never true: campaign"));
    // Only the creations.
    const std::string early = told({"--to", "2026-03-01T02:30:00Z"});
    CHECK_THAT(early, Contains("2 leads came to the rules, 2 to the fallback\n") &&
                          Contains("0 of 4 rules chosen"));
    // Nothing after the last event; and a period in positions.
    CHECK_THAT(told({"--from", "2027-01-01"}), Contains("0 leads came to the rules\n"));
    CHECK(told({"--from", "1", "--to", "0/1000000"}) == all);
}

TEST_CASE("rules coverage: other rules than those in force, and what is asked wrongly",
          "[connectors]") {
    Ground ground;
    ground.apply();
    ground.submit({{"CreateLead", R"({"lead":"a","source":"other"})"}});
    ground.write("r.yaml",
                 "rules: [{name: o, when: {field: source, equals: other}, then: {queue: q}}]\n"
                 "fallback: {queue: q}\n");
    const std::string data = ground.path("data");
    const Ran other =
        run({"rules", "coverage", ground.path("r.yaml"), "--data", data, "--program", "p"});
    INFO(other.err);
    CHECK(other.code == 0);
    CHECK_THAT(other.out, Contains("2 of 2 covered, 100 %\n"));
    const Ran whose = run({"rules", "coverage", ground.path("r.yaml"), "--data", data});
    CHECK(whose.code == 2);
    CHECK_THAT(whose.err, Contains("--program is needed"));
    const Ran place = ground.coverage({"--data", data, "--from", "yesterday"});
    CHECK(place.code == 2);
    CHECK_THAT(place.err, Contains("--from: expected a position") && Contains("\"yesterday\""));
    CHECK(ground.coverage({"--data", data, "--to", "7/1"}).code == 2);
    CHECK(ground.coverage({}).code == 2);
    CHECK(ground.coverage({"--data", data, "--tests", "t.yaml"}).code == 2);
    CHECK(ground.coverage({"--data", ground.path("nowhere")}).code == 1);
}

TEST_CASE("rules coverage, law: what is told is what asking every part of every lead tells",
          "[connectors]") {
    const bool holds = rc::check([] {
        const auto source = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
        std::string text = "rules:\n";
        for (int i = 0; i < 5; ++i)
            text += "  - {name: r" + std::to_string(i) +
                    ", when: {any: [{field: source, equals: s" + std::to_string(i) +
                    "}, {field: priority, greater: " + std::to_string(i) +
                    "}]}, then: {queue: q}}\n";
        text += "fallback: {queue: q}\n";
        config::Diagnostics diagnostics;
        const auto document = config::Document::parse("r.yaml", text, diagnostics);
        RC_ASSERT(document.has_value());
        const config::Ruleset ruleset = config::read_ruleset_file(*document, nullptr, diagnostics);
        RC_ASSERT(diagnostics.ok());
        auto coverage = connectors::RulesCoverage::of(ruleset, "r.yaml");
        RC_ASSERT(coverage.has_value());
        std::vector<bool> equal(5), greater(5), is_true(5), chosen(5);
        for (const int value : source) {
            const std::string name = "s" + std::to_string(value);
            engine::LeadFacts facts;
            facts.details.source = name;
            facts.details.priority = value % 3;
            coverage->ask(facts);
            bool is_taken = false;
            for (int i = 0; i < 5; ++i) {
                const auto at = static_cast<std::size_t>(i);
                const bool by_source = value == i;
                const bool by_priority = value % 3 > i;
                equal[at] = equal[at] || by_source;
                greater[at] = greater[at] || by_priority;
                const bool now = by_source || by_priority;
                is_true[at] = is_true[at] || now;
                chosen[at] = chosen[at] || (now && !is_taken);
                is_taken = is_taken || now;
            }
        }
        const connectors::CoverageReport report = coverage->report();
        const auto count = [](const std::vector<bool>& of) {
            return static_cast<std::uint64_t>(std::count(of.begin(), of.end(), true));
        };
        RC_ASSERT(report.leads == source.size());
        RC_ASSERT(report.parts.covered == count(equal) + count(greater));
        RC_ASSERT(report.rules_true == count(is_true));
        RC_ASSERT(report.rules.covered == count(chosen));
        RC_ASSERT(report.uncovered.size() == 15 - report.parts.covered - report.rules.covered);
    });
    CHECK(holds);
}

}  // namespace leadline::tests
