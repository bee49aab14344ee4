// Qualification: what a lead is worth, what that is called, and what is not routed for it.
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>

#include "events/codec/json_rules.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

// Queues "inbox" and "nurture", and users of two partners.
std::vector<Asked> queues() {
    std::vector<Asked> story = two_partners();
    for (const Text queue : {"inbox", "nurture"})
        story.push_back(manager(DefineQueue{{queue}, {}, true, {}, {}, {}, {}}));
    return story;
}

ConditionNode is_large() { return test_of("employees", ConditionOp::greater_or_equal, {"100"}); }
ConditionNode is_test() { return test_of("source", ConditionOp::equals, {"test"}); }
ConditionNode wants(Text product) { return test_of("products", ConditionOp::contains, {product}); }

// 30 for a large company, 20 for who wants robots, 50 less for a test; A from 50, B from 20.
Scoring points(std::vector<Qualification> qualification = {}) {
    return {{{"large", {is_large()}, 30},
             {"robots", {wants("robots")}, 20},
             {"test", {is_test()}, -50}},
            {{"A", 50}, {"B", 20}},
            std::move(qualification)};
}

CreateLead lead(Text id, std::uint32_t employees, Text source = "web") {
    CreateLead create{{id}, {}};
    create.details.employees = employees;
    create.details.source = source;
    return create;
}

std::string place_of(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    if (lead.place == Place::queue) return world.program().queues.at(lead.queue).id;
    return lead.place == Place::user ? "user" : "waiting";
}

UpdateLead employees_of(Text id, std::uint32_t employees) {
    UpdateLead update;
    update.lead = {id};
    update.employees = employees;
    return update;
}

TEST_CASE("Scoring: the points of all rules that hold add up, and the score has a name",
          "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points()));
    const std::vector<Text> robots{"robots"};
    CreateLead create = lead("a", 250);
    create.details.products = robots;
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::fallback;
    why.action = ActionKind::queue;
    const std::vector<std::uint32_t> both{0, 1};
    world.when(upstream(create))
        .then({LeadCreated{create}, LeadScored{{"a"}, 50, "A", 1, both},
               LeadQueued{{"a"}, {"inbox"}, why}});
    const CreateLead tested = lead("b", 5, "test");
    const std::vector<std::uint32_t> third{2};
    world.when(upstream(tested))
        .then({LeadCreated{tested}, LeadScored{{"b"}, -50, "", 1, third},
               LeadQueued{{"b"}, {"inbox"}, why}});
}

TEST_CASE("Scoring: rules may ask for score and grade", "[engine]") {
    Given world = given(
        queues() +
        rules("r",
              {{"hot", {test_of("grade", ConditionOp::equals, {"A"})}, to_user("sam"), {}},
               {"warm", {test_of("score", ConditionOp::greater, {"10"})}, to_queue("inbox"), {}}},
              to_queue("nurture"), points()));
    const std::vector<Text> robots{"robots"};
    CreateLead hot = lead("hot", 100);
    hot.details.products = robots;
    world.given({upstream(hot), upstream(lead("warm", 100)), upstream(lead("cold", 99))});
    CHECK(place_of(world, "hot") == "user");
    CHECK(place_of(world, "warm") == "inbox");
    CHECK(place_of(world, "cold") == "nurture");
}

TEST_CASE("Scoring: below the minimum a lead waits in the nurture queue, until an update lifts it",
          "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points({{20, "nurture"}})));
    const CreateLead create = lead("a", 10);
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::nurture;
    why.action = ActionKind::queue;
    world.when(upstream(create))
        .then({LeadCreated{create}, LeadScored{{"a"}, 0, "", 1, {}},
               LeadQueued{{"a"}, {"nurture"}, why}});
    world.given({upstream(employees_of("a", 99))});
    CHECK(place_of(world, "a") == "nurture");
    Explanation lifted = why;
    lifted.by = RoutedBy::fallback;
    const UpdateLead update = employees_of("a", 100);
    const std::vector<std::uint32_t> first{0};
    world.when(upstream(update))
        .then({LeadDetailsChanged{update, {}}, LeadScored{{"a"}, 30, "B", 1, first},
               LeadQueued{{"a"}, {"inbox"}, lifted}});
    // It is routed once: what falls again stays where it is, and so does what has an owner.
    world.given({upstream(employees_of("a", 1))});
    CHECK(place_of(world, "a") == "inbox");
}

TEST_CASE("Scoring: without a nurture queue such a lead waits", "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points({{20, ""}})));
    world.given({upstream(lead("a", 10))});
    CHECK(place_of(world, "a") == "waiting");
    world.given({upstream(employees_of("a", 100))});
    CHECK(place_of(world, "a") == "inbox");
}

TEST_CASE("Scoring: a lead that somebody put elsewhere is not taken away by an update",
          "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points({{20, "nurture"}})));
    world.given({upstream(lead("a", 10)), upstream(lead("b", 10))});
    ReassignLead to_sam;
    to_sam.lead = {"a"};
    to_sam.to.user = {"sam"};
    world.given({manager(to_sam), upstream(employees_of("a", 100))});
    CHECK(place_of(world, "a") == "user");
}

TEST_CASE("Scoring: what was nurtured is lifted by any update that finds it good enough",
          "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points({{50, "nurture"}})));
    world.given({upstream(lead("a", 100)), upstream(lead("b", 100))});
    CHECK(place_of(world, "a") == "nurture");
    // Another version has a lower minimum, and another queue; it routes nothing by itself.
    world.given(rules("s", {}, to_queue("inbox"), points({{30, ""}})));
    CHECK(place_of(world, "a") == "nurture");
    world.given({upstream(employees_of("a", 101))});
    CHECK(place_of(world, "a") == "inbox");
    world.given(rules("t", {}, to_queue("inbox")));  // scores nothing
    world.given({upstream(employees_of("b", 101))});
    CHECK(place_of(world, "b") == "inbox");
}

TEST_CASE("Scoring: only what was nurtured is lifted, not what a rule put there", "[engine]") {
    Given world = given(queues() + rules("r",
                                         {{"robots",
                                           {test_of("products", ConditionOp::contains, {"robots"})},
                                           to_queue("nurture"),
                                           {}}},
                                         to_queue("inbox"), points({{30, "nurture"}})));
    const std::vector<Text> robots{"robots"};
    CreateLead create = lead("a", 100);
    create.details.products = robots;
    world.given({upstream(create)});
    CHECK(place_of(world, "a") == "nurture");
    UpdateLead other = employees_of("a", 1);
    other.products = List<Text>{};
    world.given({upstream(other), upstream(employees_of("a", 100))});
    CHECK(place_of(world, "a") == "nurture");
}

TEST_CASE("Scoring: an update says a score anew only when other rules hold", "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points()));
    world.given({upstream(lead("a", 100))});
    const UpdateLead more = employees_of("a", 200);
    world.when(upstream(more)).then({LeadDetailsChanged{more, {}}});
    const UpdateLead fewer = employees_of("a", 9);
    world.when(upstream(fewer))
        .then({LeadDetailsChanged{fewer, {}}, LeadScored{{"a"}, 0, "", 1, {}}});
}

TEST_CASE("Scoring: another ruleset scores anew what it sees, by an update or a reassignment",
          "[engine]") {
    Given world = given(queues() + rules("r", {}, to_queue("inbox"), points()));
    world.given({upstream(lead("a", 100)), upstream(lead("b", 100))});
    world.given(rules("s", {}, to_queue("inbox"), {{{"large", {is_large()}, 7}}, {}, {}}));
    const std::vector<std::uint32_t> first{0};
    const UpdateLead update = employees_of("a", 200);
    world.when(upstream(update))
        .then({LeadDetailsChanged{update, {}}, LeadScored{{"a"}, 7, "", 2, first}});
    ReassignLead again;
    again.lead = {"b"};
    again.to.rules = true;
    const Outcome outcome = world.when(manager(again));
    REQUIRE(outcome.told.size() == 3);
    CHECK(outcome.told[1] == Told(LeadScored{{"b"}, 7, "", 2, first}));
}

TEST_CASE("PublishRuleset: scoring that cannot be is refused", "[engine]") {
    const auto reason_of = [](const Scoring& scoring) {
        Given world = given(queues());
        const std::vector<Asked> both = rules("r", {}, to_queue("inbox"), scoring);
        world.given({both[0]});
        const Outcome outcome = world.when(both[1]);
        return outcome.refusal ? outcome.refusal->reason : Reason::none;
    };
    const Points large{"large", {is_large()}, 30};
    CHECK(reason_of({{large}, {{"A", 20}}, {{10, "nurture"}}}) == Reason::none);
    CHECK(reason_of({{{"none", {is_large()}, 0}}, {}, {}}) == Reason::ruleset_invalid);
    CHECK(reason_of({{{"much", {is_large()}, 1'000'001}}, {}, {}}) == Reason::ruleset_invalid);
    CHECK(reason_of({{{"itself", {test_of("score", ConditionOp::less, {"1"})}, 1}}, {}, {}}) ==
          Reason::ruleset_invalid);
    CHECK(reason_of({{{"status", {test_of("status", ConditionOp::equals, {"new"})}, 1}}, {}, {}}) ==
          Reason::ruleset_invalid);
    CHECK(reason_of({{large}, {{"B", 10}, {"A", 20}}, {}}) == Reason::ruleset_invalid);
    CHECK(reason_of({{large}, {}, {{10, "nowhere"}}}) == Reason::ruleset_invalid);
    CHECK(reason_of({{}, {}, {{10, ""}}}) == Reason::ruleset_invalid);
}

TEST_CASE("Scoring: the sum is that of the rules that hold, whatever they are", "[engine]") {
    rc::prop("score == sum of points", [](const std::vector<std::uint8_t>& thresholds) {
        RC_PRE(!thresholds.empty() && thresholds.size() <= 50);
        std::vector<std::string> texts;
        for (const std::uint8_t least : thresholds) texts.push_back(std::to_string(least));
        Scoring scoring;
        const auto employees = *rc::gen::arbitrary<std::uint8_t>();
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const auto gain =
                *rc::gen::suchThat(rc::gen::inRange(-score_points_max, score_points_max + 1),
                                   [](std::int32_t each) { return each != 0; });
            scoring.rules.push_back(
                {"rule", {test_of("employees", ConditionOp::greater_or_equal, {texts[i]})}, gain});
            if (employees >= thresholds[i]) sum += gain;
        }
        Given world = given(queues() + rules("r", {}, to_queue("inbox"), scoring));
        const Outcome outcome = world.when(upstream(lead("a", employees)));
        RC_ASSERT(outcome.told.size() == 3U);
        Arena arena;
        LeadScored scored;
        RC_ASSERT(read_body(BytesView(outcome.told[1].body), arena, scored));
        RC_ASSERT(scored.score == sum);
    });
}

}  // namespace
}  // namespace leadline::tests
