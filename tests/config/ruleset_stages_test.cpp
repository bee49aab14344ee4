// The stages of opportunities, from YAML: what they become, and in which part they travel. Mistakes
// are in mistakes.txt.
#include <catch2/catch.hpp>

#include "config/ruleset_parts.hpp"
#include "events/codec/body.hpp"
#include "tests/config/support.hpp"

namespace leadline::tests {
namespace {

using namespace config;

const std::string rest = "rules: [{name: all, then: {queue: inbox}}]\nfallback: {queue: inbox}\n";

}  // namespace

TEST_CASE("opportunity stages: in their order, and whether one may go back", "[config]") {
    const ReadRules read("opportunity_stages: {names: [demo, offer], may_go_back: true}\n" + rest);
    REQUIRE(read.diagnostics.ok());
    REQUIRE(read.ruleset.opportunity_stages.size() == 1);
    const events::OpportunityStages& made = read.ruleset.opportunity_stages[0];
    CHECK(std::vector<events::Text>(made.names.begin(), made.names.end()) ==
          std::vector<events::Text>{"demo", "offer"});
    CHECK(made.may_go_back);
    const ReadRules strict("opportunity_stages: {names: [demo]}\n" + rest);
    REQUIRE(strict.diagnostics.ok());
    CHECK_FALSE(strict.ruleset.opportunity_stages[0].may_go_back);
    const ReadRules silent(rest);
    CHECK(silent.ruleset.opportunity_stages.empty());
}

TEST_CASE("opportunity stages: at most fifty", "[config]") {
    const auto with = [](std::size_t count) {
        std::string names;
        for (std::size_t i = 0; i < count; ++i) names += (i == 0 ? "s" : ", s") + std::to_string(i);
        return ReadRules("opportunity_stages: {names: [" + names + "]}\n" + rest).diagnostics.ok();
    };
    CHECK(with(events::opportunity_stages_max));
    CHECK_FALSE(with(events::opportunity_stages_max + 1));
}

}  // namespace leadline::tests
