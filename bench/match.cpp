// What finding a lead's rule costs against how many rules there are: rules that each ask for a
// territory, for a beginning of the postal code, for a country, or for something that no index
// finds; and what one condition on distance or time costs.
//   bench_match [--benchmark_filter=REGEX]
#include <benchmark/benchmark.h>

#include <deque>
#include <string>
#include <vector>

#include "engine/core/routing/compiled_ruleset.hpp"
#include "events/base/ensure.hpp"
#include "events/codec/body.hpp"

namespace leadline::bench {
namespace {

using events::ConditionNode;
using events::ConditionOp;
using events::Text;

template <class T>
events::List<T> one(const T& item) {
    return events::List<T>(std::span<const T>(&item, 1));
}

// A ruleset of entries with one comparison each, every one to a queue.
class Rules {
public:
    void territory(Text name, Text postal_prefix) {
        areas_.push_back({"DE", "", postal_prefix});
        territories_.push_back({name, {}, one(areas_.back())});
    }
    void add(ConditionNode node) {
        nodes_.push_back(node);
        entries_.push_back({"rule", "bench.yaml", {}, one(nodes_.back()), queue_, {}});
    }
    void add(ConditionOp op, Text field, Text value) {
        values_.push_back(value);
        ConditionNode node;
        node.op = op;
        node.field_name = field;
        node.values = one(values_.back());
        add(node);
    }
    [[nodiscard]] std::shared_ptr<const engine::CompiledRuleset> compiled() const {
        events::RulesetPart part;
        part.entries = entries_;
        part.fallback = one(queue_);
        part.territories = territories_;
        std::vector<events::Bytes> parts(1);
        events::write_body(parts[0], part);
        auto ruleset = engine::CompiledRuleset::compile(1, parts);
        ENSURE(ruleset.has_value());
        return *ruleset;
    }

private:
    const events::Action queue_{events::ActionKind::queue, "q", {}, false, {}};
    std::deque<events::Territory> areas_;
    std::deque<ConditionNode> nodes_;
    std::deque<Text> values_;
    std::vector<events::NamedTerritory> territories_;
    std::vector<events::RulesetEntry> entries_;
};

// Postal prefixes, none of which begins with another: five digits, spread over the country.
const std::string& prefix(std::size_t i) {
    static std::deque<std::string> all;
    while (all.size() <= i) all.push_back(std::to_string(10'000 + all.size() * 7 % 89'999));
    return all[i];
}

// Leads from all over the country, all of whom some rule of 10,000 asks for.
void match_all(benchmark::State& state, const engine::CompiledRuleset& ruleset) {
    engine::LeadFacts facts;
    facts.details.company = "Halden Robotics";
    std::size_t i = 0;
    for (auto _ : state) {
        facts.details.address = {"DE", "Bayern", "", prefix(i++ * 37 % 10'000)};
        benchmark::DoNotOptimize(ruleset.match(facts));
    }
}

void by_territory(benchmark::State& state) {
    Rules rules;
    for (std::size_t i = 0; i < static_cast<std::size_t>(state.range(0)); ++i) {
        rules.territory(prefix(i), prefix(i));
        rules.add(ConditionOp::territory, {}, prefix(i));
    }
    match_all(state, *rules.compiled());
}
BENCHMARK(by_territory)->ArgName("rules")->Arg(10)->Arg(10'000);

void by_field(benchmark::State& state, ConditionOp op) {
    Rules rules;
    for (std::size_t i = 0; i < static_cast<std::size_t>(state.range(0)); ++i)
        rules.add(op, "address.postal_code", prefix(i));
    match_all(state, *rules.compiled());
}
BENCHMARK_CAPTURE(by_field, equals, ConditionOp::equals)->ArgName("rules")->Arg(10)->Arg(10'000);
BENCHMARK_CAPTURE(by_field, prefix, ConditionOp::prefix)->ArgName("rules")->Arg(10)->Arg(10'000);
BENCHMARK_CAPTURE(by_field, contains, ConditionOp::contains)
    ->ArgName("rules")
    ->Arg(10)
    ->Arg(10'000);

// So many places, none of them near: the lead is placed once, and each distance is measured.
void by_distance(benchmark::State& state) {
    std::deque<events::Nearness> near;
    Rules rules;
    for (std::int32_t i = 0; i < state.range(0); ++i) {
        near.push_back({5, {-40'000'000 + i * 1'000, 150'000'000}, "far"});
        ConditionNode node;
        node.op = ConditionOp::within_km;
        node.near = one(near.back());
        rules.add(node);
    }
    match_all(state, *rules.compiled());
}
BENCHMARK(by_distance)->ArgName("rules")->Arg(1)->Arg(10)->Arg(100);

}  // namespace
}  // namespace leadline::bench

BENCHMARK_MAIN();
