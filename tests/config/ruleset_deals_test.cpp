// What rules say of deals, from YAML: what it becomes, and in which part it travels. Mistakes are
// in mistakes.txt.
#include "config/ruleset_deals.hpp"

#include <catch2/catch.hpp>

#include "config/ruleset_parts.hpp"
#include "events/codec/body.hpp"
#include "tests/config/support.hpp"

namespace leadline::tests {
namespace {

using namespace config;

const std::string rest = "rules: [{name: all, then: {queue: inbox}}]\nfallback: {queue: inbox}\n";

std::vector<events::Text> texts(events::List<events::Text> list) {
    return {list.begin(), list.end()};
}

}  // namespace

TEST_CASE("deals: how long, how often, and what is approved at once", "[config]") {
    const ReadRules read(
        "deals:\n"
        "  extension: 45d\n"
        "  extensions: 2\n"
        "  auto_approve:\n"
        "    tiers: [gold, silver]\n"
        "    products: [crm]\n"
        "    amount_at_most: [50000 EUR, 60000.50 USD]\n" +
        rest);
    REQUIRE(read.diagnostics.ok());
    REQUIRE(read.ruleset.deals.size() == 1);
    const events::DealTerms& made = read.ruleset.deals[0];
    CHECK(made.extension == events::Duration{45 * events::day.us});
    CHECK(made.extensions == 2);
    REQUIRE(made.auto_approve.size() == 1);
    const events::AutoApproval& approval = made.auto_approve[0];
    CHECK(texts(approval.tiers) == std::vector<events::Text>{"gold", "silver"});
    CHECK(texts(approval.products) == std::vector<events::Text>{"crm"});
    REQUIRE(approval.amount_at_most.size() == 2);
    CHECK(approval.amount_at_most[0] == events::Money{"50000", "EUR", 5'000'000});
    CHECK(approval.amount_at_most[1] == events::Money{"60000.50", "USD", 6'000'050});
}

TEST_CASE("deals: what is left out has its default, and an empty approval asks for nothing",
          "[config]") {
    const ReadRules read("deals: {extensions: 3}\n" + rest);
    REQUIRE(read.diagnostics.ok());
    CHECK(read.ruleset.deals.at(0).extension == events::deal_extension_default);
    CHECK(read.ruleset.deals.at(0).auto_approve.empty());
    const ReadRules all("deals: {auto_approve: {}}\n" + rest);
    REQUIRE(all.diagnostics.ok());
    CHECK(all.ruleset.deals.at(0).extensions == events::deal_extensions_default);
    REQUIRE(all.ruleset.deals.at(0).auto_approve.size() == 1);
    CHECK(all.ruleset.deals.at(0).auto_approve[0] == events::AutoApproval{});
}

TEST_CASE("deals: the section travels in the last part, and one that is too large is named",
          "[config]") {
    const ReadRules read("deals: {auto_approve: {amount_at_most: [100 EUR]}}\n" + rest);
    const auto parts = cut_ruleset(read.ruleset);
    REQUIRE(parts);
    CHECK(parts->parts.back().deals.size() == 1);
    events::Arena arena;
    events::RulesetPart again;
    REQUIRE(events::read_body(events::BytesView(parts->bodies.back()), arena, again));
    CHECK(again == parts->parts.back());
    std::string products;
    for (int i = 0; i < 40; ++i)
        products += (i == 0 ? "" : ", ") + std::string(4'000, 'a') + std::to_string(i);
    const ReadRules large("deals: {auto_approve: {products: [" + products + "]}}\n" + rest);
    REQUIRE(large.diagnostics.ok());
    const auto refused = cut_ruleset(large.ruleset);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().message, Catch::Contains("`deals` at line 1 is too large"));
}

}  // namespace leadline::tests
