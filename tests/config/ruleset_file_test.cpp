// Rules from YAML: what each form becomes, and what is said of each mistake.
#include "config/ruleset_file.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_condition.hpp"
#include "config/yaml/document.hpp"

using namespace leadline::config;
namespace events = leadline::events;
using events::ActionKind;
using events::ConditionOp;

namespace {
// A condition and what was said of it.
struct Condition {
    Diagnostics diagnostics;
    events::Arena arena;
    events::List<events::ConditionNode> nodes;
    std::string said;

    explicit Condition(const std::string& text) {
        const auto document = Document::parse("c.yaml", text, diagnostics);
        REQUIRE(document);
        const bool good = read_condition(document->root(), diagnostics, arena, nodes);
        CHECK(good == diagnostics.ok());
        said = diagnostics.to_text();
    }
};

// The first mistake of a condition, by its words.
std::string complaint(const std::string& text) {
    const Condition condition(text);
    const std::size_t at = condition.said.find("error: ");
    if (at == std::string::npos) return "";
    return condition.said.substr(at + 7, condition.said.find('\n', at) - at - 7);
}

struct Rules {
    Diagnostics diagnostics;
    Ruleset ruleset;

    explicit Rules(const std::string& text, const KnownNames* known = nullptr) {
        const auto document = Document::parse("a/b/rules.yaml", text, diagnostics);
        REQUIRE(document);
        MapReader m(document->root(), diagnostics, "a file of rules");
        read_ruleset(m, known, diagnostics, ruleset);
        m.finish();
    }
    std::string said() const { return diagnostics.to_text(); }
};

const std::string end = "fallback: {queue: rest}\n";

}  // namespace

TEST_CASE("rules: a comparison keeps field, values and place", "[config]") {
    const Condition condition("  {field: address.country, in: [DE, NO]}");
    REQUIRE(condition.nodes.size() == 1);
    const events::ConditionNode& node = condition.nodes[0];
    CHECK(node.op == ConditionOp::in);
    CHECK(node.children == 0);
    CHECK(node.field_name == "address.country");
    REQUIRE(node.values.size() == 2);
    CHECK(node.values[1] == "NO");
    CHECK(node.place == events::SourcePlace{1, 3});
}

TEST_CASE("rules: groups stand before their children and count them", "[config]") {
    const Condition condition(
        "all:\n"
        "  - any:\n"
        "      - {field: source, equals: web}\n"
        "      - {field: campaign, exists: false}\n"
        "  - not: {field: employees, between: [10, 49]}\n");
    std::vector<std::pair<ConditionOp, unsigned>> shape;
    for (const events::ConditionNode& node : condition.nodes)
        shape.emplace_back(node.op, node.children);
    CHECK(shape == std::vector<std::pair<ConditionOp, unsigned>>{{ConditionOp::all, 2},
                                                                 {ConditionOp::any, 2},
                                                                 {ConditionOp::equals, 0},
                                                                 {ConditionOp::not_, 1},
                                                                 {ConditionOp::exists, 0},
                                                                 {ConditionOp::not_, 1},
                                                                 {ConditionOp::between, 0}});
    CHECK(condition.nodes[6].values[1] == "49");
}

TEST_CASE("rules: every operator is read for every kind of field that it can compare", "[config]") {
    for (const char* good :
         {"{field: company, equals: 010}", "{field: source, in: [web]}",
          "{field: text, contains: robot}", "{field: campaign, prefix: fair-}",
          "{field: address.postal_code, between: [10000, 19999]}",
          "{field: contact.email, matches: '@example\\.(com|org)$'}", "{field: lead, less: x}",
          "{field: products, contains: vision}", "{field: products, exists: true}",
          "{field: employees, greater_or_equal: 50}", "{field: priority, equals: -1}",
          "{field: revenue, less: 1000.00 EUR}", "{field: revenue, between: [1 EUR, 2.50 EUR]}",
          "{field: revenue, in: [1000 JPY]}", "{field: status, in: [new, working]}",
          "{field: custom.Number of seats, greater: 10}", "{field: custom.vip, equals: true}",
          "{field: custom.tags, contains: gold}", "{field: address.region, less_or_equal: B}"}) {
        INFO(good);
        CHECK(complaint(good).empty());
    }
}

TEST_CASE("rules: a value that the field cannot hold is said with what was expected", "[config]") {
    CHECK(complaint("{field: address.country, equals: Germany}") ==
          "expected a country of ISO 3166-1 in two capital letters such as DE, found \"Germany\"");
    CHECK(complaint("{field: status, equals: workng}") ==
          "unknown status \"workng\"; expected one of: new, working, qualified, unqualified, "
          "converted; did you mean \"working\"?");
    CHECK(complaint("{field: employees, less: many}") == "expected a whole number, found \"many\"");
    CHECK(complaint("{field: revenue, less: 1000}") ==
          "expected an amount and its currency such as 1000.00 EUR, found \"1000\"");
    CHECK(complaint("{field: revenue, less: 10.001 EUR}") ==
          "expected an amount and its currency such as 1000.00 EUR, found \"10.001 EUR\"");
    CHECK(complaint("{field: source, equals: [web]}") == "expected text, found a list");
    CHECK(complaint("{field: source, in: web}") ==
          "expected a list of one or more values, found \"web\"");
    CHECK(complaint("{field: source, in: []}") ==
          "expected a list of one or more values, found an empty list");
    CHECK(complaint("{field: source, exists: maybe}") == "expected true or false, found \"maybe\"");
    CHECK(complaint("{field: employees, between: [50]}") ==
          "expected a list of two values, the least and the greatest, found a list");
    CHECK(complaint("{field: employees, between: [50, 10]}") ==
          "nothing lies between 50 and 10; the least comes first");
    CHECK(complaint("{field: revenue, between: [1 EUR, 2 USD]}") ==
          "nothing lies between 1 EUR and 2 USD; the least comes first, and both are of one "
          "currency");
    CHECK(complaint("{field: text, matches: '(a'}") ==
          "\"(a\" is no pattern of RE2: missing ): (a");
}

TEST_CASE("rules: an operator that cannot compare the field is told which can", "[config]") {
    CHECK(complaint("{field: products, equals: vision}") ==
          "products is a list, which equals cannot compare; expected one of: contains, exists");
    CHECK(complaint("{field: employees, prefix: 1}") ==
          "employees is a number, which prefix cannot compare; expected one of: equals, in, less, "
          "less_or_equal, greater, greater_or_equal, between, exists");
    CHECK(complaint("{field: address.country, prefix: D}") ==
          "address.country is a country, which prefix cannot compare; expected one of: equals, in, "
          "exists");
}

TEST_CASE("rules: unknown fields and operators are told the nearest name", "[config]") {
    CHECK(complaint("{field: adress.country, equals: DE}")
              .find("did you mean \"address.country\"?") != std::string::npos);
    CHECK(complaint("{field: custom., equals: DE}").find("unknown field \"custom.\"") == 0);
    CHECK(
        complaint("{field: source, equal: web}").find("unknown key \"equal\"; expected one of: ") ==
        0);
    CHECK(complaint("{field: source, equal: web}").find("did you mean \"equals\"?") !=
          std::string::npos);
    CHECK(complaint("{equals: web}") == "missing key \"field\": what is it that equals \"web\"?");
    for (const char* nothing : {"{}", "{field: source}"})
        CHECK(complaint(nothing) ==
              "expected a comparison such as {field: source, equals: web}, or one of: all, any, "
              "not, territory, within_km, time_window");
    CHECK(complaint("{field: source, equals: web, prefix: w}") ==
          "a condition says one thing, found: field, equals, prefix; put several into `all` or "
          "`any`");
    CHECK(complaint("{all: []}") ==
          "expected a list of one or more conditions, found an empty list");
    CHECK(complaint("web") == "expected a condition (a map), found \"web\"");
}

TEST_CASE("rules: nesting and size of a condition are bounded", "[config]") {
    std::string deep = "{field: source, equals: web}";
    for (std::size_t i = 1; i < events::condition_depth_max; ++i) deep = "{not: " + deep + "}";
    CHECK(complaint(deep).empty());
    CHECK(complaint("{not: " + deep + "}") == "conditions are nested more than 16 deep");
    std::string many = "any:\n";
    for (std::size_t i = 1; i < events::condition_nodes_max; ++i)
        many += "  - {field: source, equals: web}\n";
    CHECK(complaint(many).empty());
    CHECK(complaint(many + "  - {field: source, equals: web}\n") ==
          "the condition has 1001 parts, at most 1000; `in` tests many values in one part");
}

TEST_CASE("rules: an entry keeps its name, its file without folders, its line and its else",
          "[config]") {
    const Rules rules(
        "rules:\n"
        "  - name: large\n"
        "    when: {field: source, equals: web}\n"
        "    then: {user: ada}\n"
        "    else: {queue: rest}\n"
        "  - name: others\n"
        "    then: {do_not_assign: true}\n" +
        end);
    INFO(rules.said());
    REQUIRE(rules.ruleset.entries.size() == 2);
    const events::RulesetEntry& entry = rules.ruleset.entries[0];
    CHECK(entry.name == "large");
    CHECK(entry.file == "rules.yaml");
    CHECK(entry.place == events::SourcePlace{2, 5});
    CHECK(entry.action.kind == ActionKind::user);
    CHECK(entry.action.target == "ada");
    CHECK(entry.action.place.line == 4);
    REQUIRE(entry.otherwise.size() == 1);
    CHECK(entry.otherwise[0].kind == ActionKind::queue);
    CHECK(rules.ruleset.entries[1].condition.empty());
    CHECK(rules.ruleset.entries[1].action.kind == ActionKind::do_not_assign);
    CHECK(rules.ruleset.fallback.target == "rest");
}

TEST_CASE("rules: a rotation keeps the order and weights of its members", "[config]") {
    const Rules rules(
        "rules:\n"
        "  - name: turns\n"
        "    then:\n"
        "      rotate:\n"
        "        name: sellers\n"
        "        catch_up: true\n"
        "        users: [{id: ada, weight: 5}, bob, {id: eve, weight: 0}]\n" +
        end);
    INFO(rules.said());
    REQUIRE(rules.ruleset.entries.size() == 1);
    const events::Action& action = rules.ruleset.entries[0].action;
    CHECK(action.kind == ActionKind::rotate_users);
    CHECK(action.target == "sellers");
    CHECK(action.catch_up);
    REQUIRE(action.members.size() == 3);
    CHECK(action.members[0] == events::RotationMember{"ada", 5});
    CHECK(action.members[1] == events::RotationMember{"bob", 1});
    CHECK(action.members[2] == events::RotationMember{"eve", 0});
}

TEST_CASE("rules: actions with mistakes are said one by one, in one run", "[config]") {
    const KnownNames known{{"ada", "bob"}, {"emea", "rest"}};
    const Rules rules(
        "rules:\n"
        "  - name: a\n"
        "    when: {field: source, equals: a}\n"
        "    then: {qeue: emea}\n"
        "  - name: b\n"
        "    when: {field: source, equals: b}\n"
        "    then: {queue: emae}\n"
        "  - name: c\n"
        "    when: {field: source, equals: c}\n"
        "    then: {queue: emea, user: ada}\n"
        "  - name: d\n"
        "    when: {field: source, equals: d}\n"
        "    then: {rotate: {name: r, users: [ada, ada]}}\n"
        "  - name: e\n"
        "    when: {field: source, equals: e}\n"
        "    then: {rotate: {name: s, users: [{id: ada, weight: 0}]}}\n"
        "  - name: f\n"
        "    when: {field: source, equals: f}\n"
        "    then: {rotate: {name: t}}\n"
        "  - name: g\n"
        "    when: {field: source, equals: g}\n"
        "    then: {do_not_assign: true}\n"
        "    else: {queue: rest}\n"
        "  - name: g\n"
        "    when: {field: source, equals: h}\n"
        "    then: {}\n"
        "fallback: {do_not_assign: true}\n",
        &known);
    CHECK(
        rules.said() ==
        "a/b/rules.yaml:4:12: error: unknown key \"qeue\"; expected one of: queue, user, offer, "
        "rotate, "
        "least_loaded, do_not_assign; did you mean \"queue\"?\n"
        "    4 |     then: {qeue: emea}\n"
        "      |            ^\n"
        "a/b/rules.yaml:7:19: error: unknown queue \"emae\"; expected one of: emea, rest; did you "
        "mean \"emea\"?\n"
        "    7 |     then: {queue: emae}\n"
        "      |                   ^\n"
        "a/b/rules.yaml:10:11: error: expected one of: queue, user, offer, rotate, least_loaded, "
        "do_not_assign; found queue, user\n"
        "   10 |     then: {queue: emea, user: ada}\n"
        "      |           ^\n"
        "a/b/rules.yaml:13:43: error: \"ada\" is in this rotation already; give it a weight "
        "instead\n"
        "   13 |     then: {rotate: {name: r, users: [ada, ada]}}\n"
        "      |                                           ^\n"
        "a/b/rules.yaml:16:37: error: every member has weight 0, so none would ever be chosen\n"
        "   16 |     then: {rotate: {name: s, users: [{id: ada, weight: 0}]}}\n"
        "      |                                     ^\n"
        "a/b/rules.yaml:19:20: error: expected one of: users, partners, queues\n"
        "   19 |     then: {rotate: {name: t}}\n"
        "      |                    ^\n"
        "a/b/rules.yaml:23:11: error: do_not_assign looks for nobody, so `else` is never used\n"
        "   23 |     else: {queue: rest}\n"
        "      |           ^\n"
        "a/b/rules.yaml:24:11: error: the rule at line 20 is called \"g\" too; explanations and "
        "tests name rules, so each has a name of its own\n"
        "   24 |   - name: g\n"
        "      |           ^\n"
        "a/b/rules.yaml:26:11: error: expected one of: queue, user, offer, rotate, least_loaded, "
        "do_not_assign\n   26 |     then: {}\n"
        "      |           ^\n"
        "a/b/rules.yaml:27:12: error: unknown key \"do_not_assign\"; expected one of: queue, user\n"
        "   27 | fallback: {do_not_assign: true}\n"
        "      |            ^\n");
}

TEST_CASE("rules: a rule that no lead can reach is a mistake, with the reason", "[config]") {
    const Rules after_always(
        "rules:\n"
        "  - {name: all of them, then: {queue: rest}}\n"
        "  - {name: never, when: {field: source, equals: web}, then: {queue: rest}}\n"
        "  - {name: never again, when: {field: source, equals: fax}, then: {queue: rest}}\n" +
        end);
    CHECK(after_always.diagnostics.errors() == 1);
    CHECK(after_always.said().find("rules.yaml:3:5: error: this rule is never reached, nor is any "
                                   "after it: the rule at line 2 has no `when` and decides every "
                                   "lead\n") != std::string::npos);
    const Rules same(
        "rules:\n"
        "  - {name: a, when: {field: source, in: [x, y]}, then: {queue: rest}}\n"
        "  - {name: b, when: {field: source, in: [x]}, then: {queue: rest}}\n"
        "  - {name: c, when: {field: source, in: [x, y]}, then: {queue: other}}\n" +
        end);
    CHECK(same.diagnostics.errors() == 1);
    CHECK(same.said().find("rules.yaml:4:5: error: this rule is never reached: the rule at line 2 "
                           "has the same condition and comes first\n") != std::string::npos);
}

TEST_CASE("rules: two rules share a rotation only when they mean the same one", "[config]") {
    const auto with = [](const std::string& members) {
        return Rules(
                   "rules:\n"
                   "  - name: a\n"
                   "    when: {field: source, equals: a}\n"
                   "    then: {rotate: {name: r, users: [ada, bob]}}\n"
                   "  - name: b\n"
                   "    then: {rotate: {name: r, " +
                   members + "}}\n" + end)
            .said();
    };
    CHECK(with("users: [ada, bob]").empty());
    for (const char* other :
         {"users: [bob, ada]", "users: [ada]", "queues: [ada, bob]",
          "users: [{id: ada, weight: 2}, bob]", "users: [ada, bob], catch_up: true"}) {
        INFO(other);
        CHECK(with(other).find("rules.yaml:6:20: error: the rotation \"r\" stands at line 4 with "
                               "other members; ") != std::string::npos);
    }
}

TEST_CASE("rules: rules and fallback are both required", "[config]") {
    const Rules rules("rule: []\n");
    CHECK(rules.said().find("missing key \"fallback\"") != std::string::npos);
    CHECK(rules.said().find("unknown key \"rule\"; did you mean \"rules\", which is missing?") !=
          std::string::npos);
    CHECK(Rules("rules: []\n" + end).diagnostics.ok());
}
