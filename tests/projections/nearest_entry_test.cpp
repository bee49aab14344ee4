// explain: the entry that came nearest before the one that decided, and by what it failed; of what
// was known at the decision, whatever became of the lead since.
#include <catch2/catch.hpp>

#include "projections/explain.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/stories.hpp"
#include "tests/support/zones.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::ConditionNode;
using events::ConditionOp;

constexpr events::ProgramId acme{"acme"};
using Nodes = std::vector<ConditionNode>;

// What the story says of nearest entries, a line each.
std::string nearest_of(ViewWorld& world, Text lead) {
    Grown grown(world.log());
    const std::string story = explain_text(must(grown.catch_up().query().lead(acme, {lead})).value);
    std::string found;
    bool is_of_it = false;
    for (std::size_t at = 0; at < story.size();) {
        const std::size_t end = story.find('\n', at);
        const std::string line = story.substr(at, end - at);
        at = end + 1;
        const std::size_t begin = line.find("rule \"");
        is_of_it = (is_of_it && line.substr(22).starts_with("  ")) ||
                   line.find("came nearest") != std::string::npos;
        if (is_of_it) found += line.substr(begin == std::string::npos ? 22 : begin) + "\n";
    }
    return found;
}

events::CreateLead example(Text lead) {
    static const std::vector<Text> products{"router", "switch"};
    events::CreateLead create{{lead}, {}};
    create.details.source = "web";
    create.details.company = "Hafen KG";
    create.details.address = {"FR", "Bretagne", {}, "35000"};
    create.details.products = products;
    create.details.revenue = events::Money{"1200.50", "EUR", 120'050};
    create.details.employees = 80;
    return create;
}

// What is said where a rule with this condition stands before one that holds for every lead.
std::string nearest_with(const Nodes& condition, const Scoring& scoring = {},
                         const Around& around = {}) {
    ViewWorld world;
    world.ask(open_queue() +
              rules("r", {{"gold", condition, to_user("sam"), {}}, {"all", {}, to_user("tom"), {}}},
                    to_queue("inbound"), scoring, around) +
              upstream(example("l1")));
    return nearest_of(world, "l1");
}

std::string only(const std::string& part, const std::string& has) {
    return "rule \"gold\" (rules.yaml:10) came nearest: only " + part + " did not hold: " + has +
           "\n";
}

}  // namespace

TEST_CASE("explain: the nearest entry says which comparison failed, and what the lead has",
          "[projections]") {
    CHECK(nearest_with({test_of("address.country", ConditionOp::in, {"DE", "AT"})}) ==
          only("address.country in (\"DE\", \"AT\")", "the lead has \"FR\""));
    CHECK(nearest_with({test_of("campaign", ConditionOp::exists)}) ==
          only("campaign exists", "the lead has none"));
    CHECK(nearest_with({test_of("products", ConditionOp::contains, {"vision"})}) ==
          only("products contains \"vision\"", "the lead has \"router\", \"switch\""));
    CHECK(nearest_with({test_of("revenue", ConditionOp::greater, {"5000.00 EUR"})}) ==
          only("revenue > \"5000.00 EUR\"", "the lead has 1200.50 EUR"));
    CHECK(nearest_with({test_of("employees", ConditionOp::between, {"100", "200"})}) ==
          only("employees between \"100\" and \"200\"", "the lead has 80"));
}

TEST_CASE("explain: of the nearest entry only what failed is told, beside what held",
          "[projections]") {
    CHECK(nearest_with({group(ConditionOp::all, 2), test_of("source", ConditionOp::equals, {"web"}),
                        group(ConditionOp::not_, 1),
                        test_of("company", ConditionOp::prefix, {"Hafen"})}) ==
          only("not(company prefix \"Hafen\")", "the lead has \"Hafen KG\""));
}

TEST_CASE("explain: where several comparisons failed each has its line", "[projections]") {
    CHECK(nearest_with({group(ConditionOp::all, 3), test_of("source", ConditionOp::equals, {"web"}),
                        test_of("employees", ConditionOp::greater, {"100"}),
                        test_of("campaign", ConditionOp::equals, {"spring"})}) ==
          "rule \"gold\" (rules.yaml:10) came nearest: 2 comparisons did not hold\n"
          "  employees > \"100\": the lead has 80\n"
          "  campaign = \"spring\": the lead has none\n");
    Nodes many{group(ConditionOp::all, 7)};
    for (int i = 0; i < 7; ++i) many.push_back(test_of("source", ConditionOp::equals, {"fair"}));
    CHECK(
        nearest_with(many).ends_with("  source = \"fair\": the lead has \"web\"\n"
                                     "  and 2 more\n"));
}

TEST_CASE("explain: where the lead is, how far away, and what the clocks showed", "[projections]") {
    Around around;
    around.territories = {territory("benelux", {{"BE", {}, {}}, {"NL", {}, {}}})};
    CHECK(nearest_with({in_territory({"benelux"})}, {}, around) ==
          only("in territory benelux", "the lead is in FR 35000 Bretagne"));
    const ZoneValue zone = berlin();
    around.zone = {zone.zone()};
    events::TimeWindow office;
    office.weekdays = 0x1F;
    office.from_min = 9 * 60;
    office.to_min = 17 * 60;
    // It is 03:04:26 of a Friday, UTC, when the lead comes.
    CHECK(nearest_with({within(office)}, {}, around) ==
          only("Mon-Fri 09:00-17:00 Europe/Berlin", "it was Fri 2026-01-02 04:04 Europe/Berlin"));
    const std::string near =
        nearest_with({within_km({50, {48'137'000, 11'575'000}, "DE 80331"})}, {}, around);
    CHECK(near.find("within 50 km of DE 80331 did not hold: the lead is ") != std::string::npos);
    CHECK(near.ends_with(" km away\n"));
}

TEST_CASE("explain: what the score was then counts for the nearest entry", "[projections]") {
    Scoring scoring;
    scoring.rules = {{"from the web", {test_of("source", ConditionOp::equals, {"web"})}, 30}};
    scoring.grades = {{"A", 50}, {"B", 20}};
    CHECK(nearest_with({test_of("grade", ConditionOp::equals, {"A"})}, scoring) ==
          only("grade = \"A\"", "the lead has \"B\""));
    CHECK(nearest_with({test_of("score", ConditionOp::greater, {"49"})}, scoring) ==
          only("score > \"49\"", "the lead has 30"));
}

TEST_CASE("explain: an update afterwards does not change what came nearest before",
          "[projections]") {
    ViewWorld world;
    world.ask(
        open_queue() +
        rules("r",
              {{"gold",
                {test_of("address.country", ConditionOp::equals, {"DE"})},
                to_user("sam"),
                {}},
               {"fairs", {test_of("source", ConditionOp::equals, {"fair"})}, to_user("sam"), {}}},
              to_queue("inbound")) +
        upstream(example("l1")));
    const std::string first =
        "rule \"fairs\" (rules.yaml:20) came nearest: only source = \"fair\" did not hold: the "
        "lead has \"web\"\n";
    CHECK(nearest_of(world, "l1") == first);
    events::UpdateLead update;
    update.lead = {"l1"};
    update.source = "mail";
    world.ask(upstream(update));
    CHECK(nearest_of(world, "l1") == first);
    update.source = "post";
    update.route_again = true;
    world.ask(upstream(update));
    std::string second = first;
    second.replace(second.find("\"web\""), 5, "\"post\"");
    CHECK(nearest_of(world, "l1") == first + second);
}

TEST_CASE("explain: a later ruleset is asked for its own decisions only", "[projections]") {
    ViewWorld world;
    const auto before_all = [](Text name, Text source) {
        return rules(
            name,
            {{"gold", {test_of("source", ConditionOp::equals, {source})}, to_user("sam"), {}}},
            to_queue("inbound"));
    };
    world.ask(open_queue() + before_all("r1", "fair") + upstream(example("l1")) +
              before_all("r2", "phone"));
    CHECK(nearest_of(world, "l1") == only("source = \"fair\"", "the lead has \"web\""));
    events::ReassignLead again;
    again.lead = {"l1"};
    again.to.rules = true;
    world.ask(manager(again));
    CHECK(nearest_of(world, "l1") == only("source = \"fair\"", "the lead has \"web\"") +
                                         only("source = \"phone\"", "the lead has \"web\""));
}

TEST_CASE("explain: whether it was a duplicate is what was known when the rules were asked",
          "[projections]") {
    const Nodes is_duplicate{test_of("duplicate", ConditionOp::equals, {"true"})};
    Around around;
    around.duplicates = {
        duplicates({{events::MatchField::company}}, events::DuplicateAction::flag)};
    ViewWorld world;
    world.ask(open_queue() +
              rules("r",
                    {{"gold", is_duplicate, to_user("sam"), {}}, {"all", {}, to_user("tom"), {}}},
                    to_queue("inbound"), {}, around) +
              upstream(example("l1")) + upstream(example("l2")));
    CHECK(nearest_of(world, "l1") == only("duplicate = \"true\"", "the lead has \"false\""));
    CHECK(nearest_of(world, "l2").empty());  // it was the first rule that decided
}

TEST_CASE("explain: a lead that is tried again by the rule that it waited for has no nearest then",
          "[projections]") {
    ViewWorld world;
    world.ask(
        open_queue() + manager(events::DeactivateUser{{"sam"}, {}}) +
        rules("r",
              {{"gold", {test_of("source", ConditionOp::equals, {"fair"})}, to_user("tom"), {}},
               {"web", {test_of("source", ConditionOp::equals, {"web"})}, to_user("sam"), {}}},
              to_queue("inbound")) +
        upstream(example("l1")));
    const std::string first = only("source = \"fair\"", "the lead has \"web\"");
    CHECK(nearest_of(world, "l1") == first);
    events::UpdateLead update;
    update.lead = {"l1"};
    update.source = "post";  // for which the rule would not hold
    world.ask(upstream(update));
    world.ask(manager(events::ReactivateUser{{"sam"}}));
    world.wait(events::Duration{60'000'000}).ask(upstream(example("l2")));
    Grown grown(world.log());
    const auto lead = must(grown.catch_up().query().lead(acme, {"l1"}));
    CHECK(lead.value.story.row.owner.text == "sam");
    CHECK(nearest_of(world, "l1") == first);
}

TEST_CASE("explain: the nearest entry stands in JSON with its places", "[projections]") {
    ViewWorld world;
    world.ask(
        open_queue() +
        rules("r",
              {{"gold", {test_of("source", ConditionOp::equals, {"fair"})}, to_user("sam"), {}}},
              to_queue("inbound")) +
        upstream(example("l1")));
    Grown grown(world.log());
    const std::string json = explain_json(must(grown.catch_up().query().lead(acme, {"l1"})).value);
    const std::size_t at = json.find("\"nearest\":");
    REQUIRE(at != std::string::npos);
    CHECK(json.substr(at).starts_with(
        R"("nearest":{"entry":0,"entry_name":"gold","file":"rules.yaml","line":10,"column":)"));
    CHECK(json.find(R"("part":"source = \"fair\"","has":"the lead has \"web\"")", at) !=
          std::string::npos);
    CHECK(json.find(R"("looked_at":1,"is_cut":false)", at) != std::string::npos);
}
