// Conditions: what each comparison of a field means.
#include "engine/core/routing/condition.hpp"

#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::LeadFacts;

LeadFacts example() {
    static const std::vector<Text> products{"router", "switch"};
    static const std::vector<CustomField> custom{{"tier", CustomType::string, "gold", 0, {}},
                                                 {"score", CustomType::integer, {}, 70, {}},
                                                 {"ratio", CustomType::decimal, "0.50", 0, {}},
                                                 {"since", CustomType::date, "2026-01-31", 0, {}},
                                                 {"vip", CustomType::boolean, {}, 1, {}}};
    LeadFacts facts;
    facts.lead = {"L1"};
    facts.details.company = "Example Ltd";
    facts.details.products = products;
    facts.details.source = "web";
    facts.details.revenue = Money{"1000", "EUR", 100'000};
    facts.details.employees = 120;
    facts.details.priority = -2;
    facts.person.contact.email = "erika@example.org";
    facts.person.custom.fields = custom;
    return facts;
}

bool holds(const std::vector<ConditionNode>& nodes) {
    const engine::Surroundings nothing;
    const auto condition = engine::compile(List<ConditionNode>(nodes), nothing);
    REQUIRE(condition.has_value());
    const LeadFacts facts = example();
    engine::Inquiry asked(facts, nothing);
    return engine::holds(*condition, asked);
}

bool holds(Text field, ConditionOp op, std::vector<Text> values = {}) {
    return holds({test_of(field, op, std::move(values))});
}

TEST_CASE("Condition: text compares as bytes, by equality, part, prefix and pattern", "[engine]") {
    CHECK(holds("source", ConditionOp::equals, {"web"}));
    CHECK_FALSE(holds("source", ConditionOp::equals, {"Web"}));
    CHECK(holds("source", ConditionOp::in, {"fair", "web"}));
    CHECK_FALSE(holds("source", ConditionOp::in, {"fair"}));
    CHECK(holds("company", ConditionOp::contains, {"ple L"}));
    CHECK(holds("company", ConditionOp::prefix, {"Exam"}));
    CHECK_FALSE(holds("company", ConditionOp::prefix, {"xam"}));
    CHECK(holds("contact.email", ConditionOp::matches, {"@example\\.(org|net)$"}));
    CHECK_FALSE(holds("contact.email", ConditionOp::matches, {"@example\\.com$"}));
}

TEST_CASE("Condition: numbers compare by value, money only in its own currency", "[engine]") {
    CHECK(holds("employees", ConditionOp::greater, {"99"}));
    CHECK_FALSE(holds("employees", ConditionOp::greater, {"120"}));
    CHECK(holds("employees", ConditionOp::greater_or_equal, {"120"}));
    CHECK(holds("employees", ConditionOp::between, {"100", "120"}));
    CHECK(holds("employees", ConditionOp::equals, {"120.0"}));
    CHECK(holds("priority", ConditionOp::less, {"0"}));
    CHECK(holds("revenue", ConditionOp::equals, {"1000.00 EUR"}));
    CHECK(holds("revenue", ConditionOp::less_or_equal, {"1000.01 EUR"}));
    CHECK_FALSE(holds("revenue", ConditionOp::less, {"2000 USD"}));
    CHECK_FALSE(holds("revenue", ConditionOp::greater, {"1 USD"}));
}

TEST_CASE("Condition: lists contain, custom fields compare by their type", "[engine]") {
    CHECK(holds("products", ConditionOp::contains, {"switch"}));
    CHECK_FALSE(holds("products", ConditionOp::contains, {"swit"}));
    CHECK(holds("custom.tier", ConditionOp::equals, {"gold"}));
    CHECK(holds("custom.score", ConditionOp::greater, {"69.5"}));
    CHECK(holds("custom.ratio", ConditionOp::between, {"0.5", "0.50"}));
    CHECK(holds("custom.since", ConditionOp::less, {"2026-02-01"}));
    CHECK(holds("custom.vip", ConditionOp::equals, {"true"}));
}

TEST_CASE("Condition: a field that is not there holds for nothing but `not`", "[engine]") {
    CHECK_FALSE(holds("campaign", ConditionOp::exists));
    CHECK(holds("source", ConditionOp::exists));
    CHECK_FALSE(holds("campaign", ConditionOp::less, {"z"}));
    CHECK(holds({group(ConditionOp::not_, 1), test_of("campaign", ConditionOp::exists)}));
    CHECK_FALSE(holds("custom.none", ConditionOp::equals, {"x"}));
}

TEST_CASE("Condition: all, any and not, nested", "[engine]") {
    const ConditionNode yes = test_of("source", ConditionOp::equals, {"web"});
    const ConditionNode no = test_of("source", ConditionOp::equals, {"fair"});
    CHECK(holds(std::vector<ConditionNode>{}));
    CHECK(holds({group(ConditionOp::all, 0)}));
    CHECK_FALSE(holds({group(ConditionOp::any, 0)}));
    CHECK(holds({group(ConditionOp::any, 2), no, yes}));
    CHECK_FALSE(holds({group(ConditionOp::all, 2), yes, no}));
    CHECK(holds({group(ConditionOp::all, 2), yes, group(ConditionOp::not_, 1), no}));
    CHECK_FALSE(holds({group(ConditionOp::not_, 1), group(ConditionOp::any, 2), no, yes}));
}

TEST_CASE("Condition: each part is asked on its own, whatever the others have decided",
          "[engine]") {
    const std::vector<ConditionNode> nodes{
        group(ConditionOp::any, 3), test_of("source", ConditionOp::equals, {"web"}),
        test_of("company", ConditionOp::prefix, {"Exam"}), group(ConditionOp::not_, 1),
        test_of("employees", ConditionOp::less, {"120"})};
    const engine::Surroundings nothing;
    const auto condition = engine::compile(List<ConditionNode>(nodes), nothing);
    REQUIRE(condition.has_value());
    const LeadFacts facts = example();
    engine::Inquiry asked(facts, nothing);
    std::vector<bool> held;
    for (std::uint32_t part = 0; part < nodes.size(); ++part)
        held.push_back(engine::part_holds(*condition, part, asked));
    CHECK(held == std::vector<bool>{true, true, true, true, false});
}

TEST_CASE("Condition: what is no tree, no field or no pattern does not compile", "[engine]") {
    const auto fails = [](const std::vector<ConditionNode>& nodes) {
        return !engine::compile(List<ConditionNode>(nodes), {}).has_value();
    };
    const ConditionNode yes = test_of("source", ConditionOp::exists);
    CHECK(fails({yes, yes}));
    CHECK(fails({group(ConditionOp::all, 2), yes}));
    CHECK(fails({group(ConditionOp::not_, 2), yes, yes}));
    CHECK(fails({test_of("sauce", ConditionOp::exists)}));
    CHECK(fails({test_of("custom.", ConditionOp::exists)}));
    CHECK(fails({test_of("source", ConditionOp::equals, {})}));
    CHECK(fails({test_of("source", ConditionOp::between, {"a"})}));
    CHECK(fails({test_of("source", ConditionOp::matches, {"("})}));
    std::vector<ConditionNode> deep(condition_depth_max + 1, group(ConditionOp::not_, 1));
    deep.push_back(yes);
    CHECK(fails(deep));
}

TEST_CASE("compare_decimals: of any length, with signs and zeros", "[engine]") {
    CHECK(engine::compare_decimals("007", "7.000") == 0);
    CHECK(engine::compare_decimals("-0", "0") == 0);
    CHECK(engine::compare_decimals("-2", "-10") == 1);
    CHECK(engine::compare_decimals("0.1", "0.09") == 1);
    CHECK(engine::compare_decimals("99999999999999999999", "100000000000000000000") == -1);
    CHECK_FALSE(engine::compare_decimals("1e3", "1").has_value());
    CHECK_FALSE(engine::compare_decimals("", "1").has_value());
    CHECK_FALSE(engine::compare_decimals("1.", "1").has_value());
}

}  // namespace
}  // namespace leadline::tests
