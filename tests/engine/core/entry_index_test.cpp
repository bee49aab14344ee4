// EntryIndex: for any ruleset and lead it finds the entry that a walk over all entries finds, and
// it does not look at entries of other territories, values and beginnings.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <deque>

#include "engine/core/routing/compiled_ruleset.hpp"
#include "events/codec/body.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Condition;
using engine::EntryIndex;
using engine::LeadFacts;

const std::vector<Text> values{"a", "b", "ab", "abc", "7", "70"};
const std::vector<Text> codes{"1", "10", "101", "1012", "2", "20"};
const std::vector<Text> countries{"BE", "DE", "FR"};
const std::vector<Text> names{"one", "two", "three", "four"};

Text any(Random& random, const std::vector<Text>& of) { return of[random.below(of.size())]; }

std::vector<NamedTerritory> arbitrary_territories(Random& random) {
    std::vector<NamedTerritory> territories;
    for (const Text name : names) {
        std::vector<Territory> areas;
        for (std::uint64_t i = 1 + random.below(3); i > 0; --i)
            areas.push_back({any(random, countries),
                             random.one_in(4) ? any(random, values) : Text(),
                             random.one_in(2) ? any(random, codes) : Text()});
        territories.push_back(territory(name, std::move(areas)));
    }
    return territories;
}

ConditionNode arbitrary_comparison(Random& random) {
    const std::vector<Text> fields{"source", "campaign", "address.postal_code", "custom.tier",
                                   "custom.area"};
    const Text field = any(random, fields);
    const std::vector<Text>& of = field == "address.postal_code" ? codes : values;
    switch (random.below(6)) {
        case 0:
            return test_of(field, ConditionOp::in, {any(random, of), any(random, of)});
        case 1:
            return test_of(field, ConditionOp::prefix, {any(random, of)});
        case 2:
            return in_territory({any(random, names)});
        case 3:
            return in_territory({any(random, names), any(random, names)});
        case 4:
            return test_of(field, ConditionOp::contains, {any(random, of)});
        default:
            return test_of(field, ConditionOp::equals, {any(random, of)});
    }
}

std::vector<ConditionNode> arbitrary_condition(Random& random) {
    if (random.one_in(3)) return {arbitrary_comparison(random)};
    const ConditionOp ops[] = {ConditionOp::all, ConditionOp::all, ConditionOp::any};
    const auto children = static_cast<std::uint16_t>(random.below(4));
    std::vector<ConditionNode> nodes{group(ops[random.below(3)], children)};
    for (std::uint16_t child = 0; child < children; ++child) {
        if (random.one_in(5)) nodes.push_back(group(ConditionOp::not_, 1));
        nodes.push_back(arbitrary_comparison(random));
    }
    return nodes;
}

LeadFacts arbitrary_lead(Random& random, std::vector<CustomField>& custom) {
    const auto some = [&](const std::vector<Text>& of) {
        return random.one_in(4) ? Text() : any(random, of);
    };
    LeadFacts facts;
    facts.details.source = some(values);
    facts.details.campaign = some(values);
    facts.details.address = {some(countries), some(values), {}, some(codes)};
    custom = {{"tier", CustomType::string, any(random, values), 0, {}},
              {"area", CustomType::integer, {}, random.one_in(2) ? 7 : 70, {}}};
    facts.person.custom.fields = custom;
    return facts;
}

TEST_CASE("EntryIndex: finds the entry that a walk over all entries finds", "[engine]") {
    CHECK(rc::check([] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const std::vector<NamedTerritory> territories = arbitrary_territories(random);
        engine::Surroundings around;
        for (const NamedTerritory& each : territories) RC_ASSERT(around.add(each).has_value());
        std::deque<std::vector<ConditionNode>> nodes;
        std::vector<Condition> conditions;
        std::vector<RulesetEntry> entries;
        for (std::uint64_t i = 1 + random.below(40); i > 0; --i) {
            nodes.push_back(arbitrary_condition(random));
            const List<ConditionNode> condition(nodes.back());
            conditions.push_back(*engine::compile(condition, around));
            entries.push_back({"n", "f", {}, condition, to_queue("q"), {}});
        }
        const std::vector<Action> fallback{to_queue("q")};
        std::vector<Bytes> parts(1);
        write_body(parts[0], RulesetPart{entries, fallback, {}, {}, {}, territories, {}});
        const auto ruleset = engine::CompiledRuleset::compile(1, parts);
        RC_ASSERT(ruleset.has_value());
        for (int lead = 0; lead < 20; ++lead) {
            std::vector<CustomField> custom;
            const LeadFacts facts = arbitrary_lead(random, custom);
            engine::Inquiry asked(facts, around);
            std::optional<std::uint32_t> walked;
            for (std::uint32_t i = 0; i < conditions.size() && !walked; ++i)
                if (engine::holds(conditions[i], asked)) walked = i;
            RC_ASSERT((*ruleset)->match(facts) == walked);
        }
    }));
}

// Of 10,000 entries, those that `asks` makes, how many are looked at.
template <class Asks>
std::size_t looked_at(const engine::Surroundings& around, const LeadFacts& facts, Asks&& asks) {
    std::vector<Condition> conditions;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
        const std::vector<ConditionNode> nodes{asks(i)};
        conditions.push_back(*engine::compile(nodes, around));
    }
    EntryIndex index;
    index.build(conditions);
    engine::Inquiry asked(facts, around);
    std::size_t count = 0;
    const auto none = index.first(asked, [&](std::uint32_t) {
        ++count;
        return false;
    });
    CHECK_FALSE(none.has_value());
    return count;
}

TEST_CASE("EntryIndex: of 10,000 entries only those are looked at that may hold", "[engine]") {
    static std::deque<std::string> texts;
    for (std::uint32_t i = 0; i < 10'000; ++i) texts.push_back(std::to_string(10'000 + i));
    engine::Surroundings around;
    for (const std::string& code : texts) REQUIRE(around.add(territory(code, {{"DE", "", code}})));
    LeadFacts facts;
    facts.details.address = {"DE", {}, {}, "12345"};
    facts.details.source = "12345-67";
    CHECK(looked_at(around, facts, [](std::uint32_t i) { return in_territory({texts[i]}); }) == 1);
    CHECK(looked_at(around, facts, [](std::uint32_t i) {
              return test_of("address.postal_code", ConditionOp::equals, {texts[i]});
          }) == 1);
    CHECK(looked_at(around, facts, [](std::uint32_t i) {
              return test_of("source", ConditionOp::prefix, {texts[i]});
          }) == 1);
    CHECK(looked_at(around, facts, [](std::uint32_t i) {
              return test_of("source", ConditionOp::contains, {texts[i]});
          }) == 10'000);
}

TEST_CASE("EntryIndex: beginnings longer than it keeps are found all the same", "[engine]") {
    const std::string long_text(200, 'x');
    std::string other(101, 'x');
    other.back() = 'y';
    const engine::Surroundings around;
    const std::vector<ConditionNode> first{test_of("source", ConditionOp::prefix, {other})};
    const std::vector<ConditionNode> second{test_of("source", ConditionOp::prefix, {long_text})};
    std::vector<Condition> conditions;
    conditions.push_back(*engine::compile(first, around));
    conditions.push_back(*engine::compile(second, around));
    EntryIndex index;
    index.build(conditions);
    LeadFacts facts;
    const std::string source(201, 'x');
    facts.details.source = source;
    engine::Inquiry asked(facts, around);
    CHECK(index.first(asked, [&](std::uint32_t entry) {
        return engine::holds(conditions[entry], asked);
    }) == 1U);
}

}  // namespace
}  // namespace leadline::tests
