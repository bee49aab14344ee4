// Conditions and preferences of members of a rotation or a pool: who may take a lead, who takes it
// before others, and what is on record about it.
#include <catch2/catch.hpp>

#include "events/codec/json_rules.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

std::vector<ConditionNode> from(Text source) {
    return {test_of("source", ConditionOp::equals, {source})};
}

Given with(const Action& action, const Around& around = {}) {
    return given(open_queue() +
                 rules("r1", {{"all", {}, action, {}}}, to_queue("inbound"), {}, around));
}

Asked arrives(Text lead, Text source = {}) {
    LeadDetails details;
    details.source = source;
    return upstream(CreateLead{{lead}, details});
}

std::string owner_of(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    return lead.place == Place::user ? world.program().users.at(lead.owner).id : "waits";
}
std::string owners_of(const Given& world, std::initializer_list<Text> leads) {
    std::string all;
    for (const Text lead : leads) all += (all.empty() ? "" : " ") + owner_of(world, lead);
    return all;
}

TEST_CASE("Members: one with a condition gets only leads that it holds for", "[engine]") {
    Given world = with(rotate_users("team", {{"sam", 1, from("fair")}, {"tom"}}));
    world.given({arrives("a", "web"), arrives("b", "fair"), arrives("c", "web"), arrives("d")});
    CHECK(owners_of(world, {"a", "b", "c", "d"}) == "tom sam tom tom");
    Given pool = with(least_loaded("pool", {{"sam", 1, from("fair")}, {"tom"}}));
    pool.given({arrives("a", "web"), arrives("b", "web"), arrives("c", "fair")});
    CHECK(owners_of(pool, {"a", "b", "c"}) == "tom tom sam");
}

TEST_CASE("Members: who is passed over for its condition is told apart from who may not work",
          "[engine]") {
    Given world = with(rotate_users("team", {{"sam", 1, from("fair")}, {"sue", 0}, {"tom"}}));
    const Outcome outcome = world.when(arrives("a", "web"));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::entry;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::rotate_users;
    const std::vector<CandidateRun> candidates{
        {PassedOver::condition, 1}, {PassedOver::weight_zero, 1}, {PassedOver::no, 1}};
    why.candidates = candidates;
    const std::vector<std::int64_t> credits{0, 0, 0};
    why.credits = credits;
    const std::vector<std::uint32_t> gained{2, 1};
    const std::vector<RotationTurn> turn{{"team", gained, 2}};
    why.turn = turn;
    REQUIRE(outcome.told.size() == 2);
    CHECK(outcome.told[1] == Told(LeadAssigned{{"a"}, {"tom"}, {"south"}, why}));
}

TEST_CASE(
    "Members: one with a preference takes what it prefers, and other leads only for want of others",
    "[engine]") {
    Given world = with(rotate_users("team", {{"sam", 1, {}, from("fair")}, {"sue"}, {"tom"}}));
    world.given({arrives("a", "fair"), arrives("b", "fair"), arrives("c", "web"),
                 arrives("d", "web"), arrives("e", "web")});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e"}) == "sam sam sue tom sue");
    world.given({manager(DeactivateUser{{"sue"}, {}}), manager(SuspendPartner{{"south"}, {}}),
                 arrives("f", "web")});
    CHECK(owner_of(world, "f") == "sam");
}

TEST_CASE("Members: of several who prefer a lead it is their turns that count", "[engine]") {
    Given world = with(rotate_users(
        "team", {{"sam", 1, {}, from("fair")}, {"sue", 1, {}, from("fair")}, {"tom"}}));
    world.given(
        {arrives("a", "fair"), arrives("b", "fair"), arrives("c", "fair"), arrives("d", "web")});
    CHECK(owners_of(world, {"a", "b", "c", "d"}) == "sam sue sam tom");
}

TEST_CASE("Members: leads that wait for different members do not wait for each other", "[engine]") {
    Around around;
    around.caps = {rolling_cap_on(CapOn::user, {"tom"}, "tom's hour", 1, hour),
                   rolling_cap_on(CapOn::user, {"sam"}, "sam's day", 1, {24 * hour.us})};
    Given world =
        with(rotate_users("team", {{"sam", 1, from("fair")}, {"tom", 1, from("web")}}), around);
    world.given({arrives("a", "fair"), arrives("b", "web"), arrives("c", "fair"),
                 arrives("d", "web"), arrives("e", "web")});
    CHECK(owners_of(world, {"a", "b", "c", "d", "e"}) == "sam tom waits waits waits");
    const Time now = world.now();
    world.given({at(now + hour, arrives("f", "mail"))});
    CHECK(owners_of(world, {"c", "d", "e", "f"}) == "waits tom waits waits");
    world.given({at(now + Duration{25 * hour.us}, arrives("g", "mail"))});
    CHECK(owners_of(world, {"c", "e"}) == "sam tom");
}

TEST_CASE("Members: what was updated while it waited is routed by what it is now", "[engine]") {
    Around around;
    around.caps = {rolling_cap_on(CapOn::user, {"sam"}, "sam's hour", 1, hour)};
    Given world =
        with(rotate_users("team", {{"sam", 1, from("fair")}, {"tom", 1, from("web")}}), around);
    world.given({arrives("a", "fair"), arrives("b", "fair"), arrives("c", "fair")});
    UpdateLead update;
    update.lead = {"b"};
    update.source = "mail";  // nobody takes these
    world.given({upstream(update)});
    world.given({at(world.now() + hour, arrives("d", "mail"))});
    CHECK(owners_of(world, {"b", "c"}) == "waits sam");
}

TEST_CASE(
    "Members: a name stands for the same members in every entry, and their conditions compile",
    "[engine]") {
    const auto refused = [](const std::vector<Rule>& entries) {
        const std::vector<Asked> asked = rules("r1", entries, to_queue("inbound"));
        Given world = given(open_queue() + asked[0]);
        world.when(asked[1]).then_refused(Reason::ruleset_invalid);
    };
    refused({{"fair", from("fair"), rotate_users("team", {{"sam"}, {"tom"}}), {}},
             {"all", {}, rotate_users("team", {{"sam"}, {"tom", 1, from("web")}}), {}}});
    refused({{"all",
              {},
              rotate_users("team", {{"sam", 1, {test_of("sorce", ConditionOp::equals, {"web"})}}}),
              {}}});
    refused(
        {{"all",
          {},
          least_loaded("team", {{"sam", 1, {}, {test_of("company", ConditionOp::matches, {"("})}}}),
          {}}});
}

TEST_CASE("Members: an update after which others may take a waiting lead routes it at once",
          "[engine]") {
    Given world = with(rotate_users("team", {{"sam", 1, from("fair")}, {"tom", 1, from("web")}}));
    world.given({manager(DeactivateUser{{"sam"}, {}}), arrives("a", "fair"), arrives("b", "fair")});
    CHECK(owners_of(world, {"a", "b"}) == "waits waits");
    UpdateLead update;
    update.lead = {"b"};
    update.source = "web";
    world.given({upstream(update)});
    CHECK(owners_of(world, {"a", "b"}) == "waits tom");
    update.lead = {"a"};
    update.source = "mail";
    world.given({upstream(update), manager(ReactivateUser{{"sam"}}), arrives("c", "fair")});
    CHECK(owners_of(world, {"a", "c"}) == "waits sam");
}

TEST_CASE("Members: a condition that asks for the time is refused; hours are for that",
          "[engine]") {
    Given world = given(open_queue());
    const std::vector<Asked> asked = rules(
        "r1", {{"all", {}, rotate_users("team", {{"sam", 1, {within({1, 0, 60, {}, {}})}}}), {}}},
        to_queue("inbound"));
    world.given({asked[0]});
    world.when(asked[1]).then_refused(Reason::ruleset_invalid);
}

TEST_CASE("Members: a placed lead does not stir those that wait for others", "[engine]") {
    Given world = with(rotate_users("team", {{"sam", 1, from("fair")}, {"tom", 1, from("web")}}));
    world.given({manager(DeactivateUser{{"sam"}, {}}), arrives("a", "fair")});
    const Time before = world.now();
    world.given({arrives("b", "web")});
    const Outcome next = world.when(at(before + hour, upstream(CreateLead{{"c"}, {}})));
    CHECK(next.fired.empty());
}

}  // namespace
}  // namespace leadline::tests
