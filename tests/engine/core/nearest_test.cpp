// The nearest entry: which comparisons kept a condition from holding, and which entry needed the
// fewest of them.
#include "engine/core/routing/nearest.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <deque>

#include "events/codec/body.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Condition;
using engine::LeadFacts;
using Nodes = std::vector<ConditionNode>;
using Turns = std::optional<std::vector<std::uint32_t>>;

ConditionNode is(Text source) { return test_of("source", ConditionOp::equals, {source}); }

const ConditionNode yes = test_of("source", ConditionOp::equals, {"web"});
const ConditionNode no = test_of("source", ConditionOp::equals, {"fair"});

LeadFacts from_web() {
    LeadFacts facts;
    facts.lead = {"L1"};
    facts.details.source = "web";
    facts.details.address.country = "FR";
    return facts;
}

Turns these(std::vector<std::uint32_t> parts) { return parts; }

Turns turns(const Nodes& nodes) {
    const engine::Surroundings nothing;
    const auto condition = engine::compile(List<ConditionNode>(nodes), nothing);
    REQUIRE(condition.has_value());
    const LeadFacts facts = from_web();
    engine::Inquiry asked(facts, nothing);
    return engine::fewest_turns(*condition, asked);
}

std::shared_ptr<const engine::CompiledRuleset> ruleset_of(const std::deque<Nodes>& conditions) {
    std::vector<RulesetEntry> entries;
    for (const Nodes& nodes : conditions)
        entries.push_back({"n", "f", {}, List<ConditionNode>(nodes), to_queue("q"), {}});
    const std::vector<Action> fallback{to_queue("q")};
    std::vector<Bytes> parts(1);
    write_body(parts[0], RulesetPart{entries, fallback, {}, {}, {}, {}, {}});
    auto made = engine::CompiledRuleset::compile(1, parts);
    REQUIRE(made.has_value());
    return *made;
}

Nodes all_of(std::vector<Nodes> parts, ConditionOp op = ConditionOp::all) {
    Nodes nodes{group(op, static_cast<std::uint16_t>(parts.size()))};
    for (const Nodes& part : parts) nodes.insert(nodes.end(), part.begin(), part.end());
    return nodes;
}

// Whether the tree holds, when its comparisons turn out as `held` says.
bool holds(const Nodes& nodes, const std::vector<bool>& held, std::size_t& at) {
    const std::size_t self = at++;
    const ConditionNode& node = nodes[self];
    if (!is_group(node.op)) return held[self];
    std::size_t count = 0;
    for (std::uint16_t child = 0; child < node.children; ++child)
        count += holds(nodes, held, at) ? 1U : 0U;
    if (node.op == ConditionOp::not_) return count == 0;
    return node.op == ConditionOp::all ? count == node.children : count != 0;
}

Nodes arbitrary_tree(Random& random, std::size_t depth) {
    if (depth == 0 || random.one_in(3)) return {random.one_in(2) ? yes : no};
    if (random.one_in(4)) return all_of({arbitrary_tree(random, depth - 1)}, ConditionOp::not_);
    std::vector<Nodes> parts;
    for (std::uint64_t i = random.below(4); i > 0; --i)
        parts.push_back(arbitrary_tree(random, depth - 1));
    return all_of(parts, random.one_in(2) ? ConditionOp::all : ConditionOp::any);
}

}  // namespace

TEST_CASE("Nearest: a condition that holds needs nothing", "[engine]") {
    CHECK(turns({}) == these({}));
    CHECK(turns({yes}) == these({}));
    CHECK(turns(all_of({})) == these({}));
    CHECK(turns(all_of({{no}, {yes}}, ConditionOp::any)) == these({}));
}

TEST_CASE("Nearest: of an `all` every part that does not hold is needed", "[engine]") {
    CHECK(turns({no}) == these({0}));
    CHECK(turns(all_of({{yes}, {no}, {yes}, {no}})) == these({2, 4}));
}

TEST_CASE("Nearest: of an `any` the part that needs least is, the first of equals", "[engine]") {
    CHECK(turns(all_of({all_of({{no}, {no}}), {no}, {no}}, ConditionOp::any)) == these({4}));
    CHECK(turns(all_of({{yes}, all_of({{no}, {no}}, ConditionOp::any)})) == these({3}));
}

TEST_CASE("Nearest: below a `not` what holds must not, and the other way round", "[engine]") {
    CHECK(turns(all_of({{yes}}, ConditionOp::not_)) == these({1}));
    CHECK(turns(all_of({all_of({{yes}, {no}}, ConditionOp::any)}, ConditionOp::not_)) ==
          these({2}));
    CHECK(turns(all_of({all_of({{yes}, {yes}}, ConditionOp::any)}, ConditionOp::not_)) ==
          these({2, 3}));
    CHECK(turns(all_of({all_of({{yes}, {yes}})}, ConditionOp::not_)) == these({2}));
}

TEST_CASE("Nearest: nothing makes an `any` without parts hold, so the other branch is needed",
          "[engine]") {
    const Nodes never = all_of({}, ConditionOp::any);
    CHECK(turns(never) == std::nullopt);
    CHECK(turns(all_of({{no}, never})) == std::nullopt);
    CHECK(turns(all_of({all_of({})}, ConditionOp::not_)) == std::nullopt);
    CHECK(turns(all_of({never, all_of({{no}, {no}})}, ConditionOp::any)) == these({3, 4}));
}

TEST_CASE("Nearest: turning the named comparisons makes the condition hold, and no fewer do",
          "[engine]") {
    CHECK(rc::check([] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const Nodes nodes = arbitrary_tree(random, 4);
        const Turns needed = turns(nodes);
        std::vector<std::uint32_t> comparisons;
        std::vector<bool> held;
        for (std::uint32_t i = 0; i < nodes.size(); ++i) {
            held.push_back(nodes[i] == yes);
            if (!is_group(nodes[i].op)) comparisons.push_back(i);
        }
        RC_PRE(comparisons.size() <= 12U);
        const auto holds_with = [&](const std::vector<bool>& turned) {
            std::size_t at = 0;
            return holds(nodes, turned, at);
        };
        if (needed) {
            std::vector<bool> turned = held;
            for (const std::uint32_t part : *needed) {
                RC_ASSERT(!is_group(nodes[part].op));
                turned[part] = !turned[part];
            }
            RC_ASSERT(holds_with(turned));
        }
        // Every way to turn comparisons: none that works turns fewer.
        for (std::uint32_t way = 0; way < 1U << comparisons.size(); ++way) {
            std::vector<bool> turned = held;
            std::size_t count = 0;
            for (std::size_t i = 0; i < comparisons.size(); ++i) {
                if ((way >> i & 1U) == 0) continue;
                turned[comparisons[i]] = !turned[comparisons[i]];
                ++count;
            }
            if (holds_with(turned)) RC_ASSERT(needed && needed->size() <= count);
        }
    }));
}

TEST_CASE("Nearest: of the entries before it is the one that needs fewest, of equals the last",
          "[engine]") {
    const auto ruleset = ruleset_of(
        {{is("a")}, all_of({{yes}, {is("b")}}), all_of({{is("c")}, {is("d")}}), {yes}, {is("e")}});
    const LeadFacts facts = from_web();
    const engine::Nearest nearest = engine::nearest_before(*ruleset, 3, facts);
    REQUIRE(nearest.found.has_value());
    CHECK(nearest.found->entry == 1);
    CHECK(nearest.found->turns == std::vector<std::uint32_t>{2});
    CHECK(nearest.looked_at == 2);  // nothing can be nearer than the second
    CHECK_FALSE(nearest.is_cut);
    CHECK_FALSE(engine::nearest_before(*ruleset, 0, facts).found.has_value());
}

TEST_CASE("Nearest: only so many entries are looked at, and it says when that cuts", "[engine]") {
    std::deque<Nodes> conditions{{is("near")}};
    for (int i = 0; i < 20; ++i) conditions.push_back(all_of({{is("far")}, {is("farther")}}));
    const auto ruleset = ruleset_of(conditions);
    const LeadFacts facts = from_web();
    const engine::Nearest whole = engine::nearest_before(*ruleset, 21, facts);
    CHECK(whole.found->entry == 0);
    CHECK_FALSE(whole.is_cut);
    const engine::Nearest cut = engine::nearest_before(*ruleset, 21, facts, {20, 1'000});
    CHECK(cut.found->entry == 20);
    CHECK(cut.looked_at == 20);
    CHECK(cut.is_cut);
    const engine::Nearest by_parts = engine::nearest_before(*ruleset, 21, facts, {100, 8});
    CHECK(by_parts.looked_at == 2);  // of three parts each
    CHECK(by_parts.is_cut);
}

}  // namespace leadline::tests
