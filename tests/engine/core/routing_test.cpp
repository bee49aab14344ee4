// Routing: which entry decides, where the lead goes, and what is on record about it.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "events/codec/json_rules.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

// A world with queues "emea", "apac" and "rest".
std::vector<Asked> three_queues() {
    std::vector<Asked> story = two_partners();
    for (const Text queue : {"emea", "apac", "rest"})
        story.push_back(manager(DefineQueue{{queue}, {}, true, {}, {}, {}, {}}));
    return story;
}

Asked from(Text lead, Text source, Text country = {}) {
    CreateLead create{{lead}, {}};
    create.details.source = source;
    create.details.address.country = country;
    return upstream(create);
}

// Where a lead stands: "queue:ID", "user:ID" or "waiting".
std::string place_of(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    if (lead.place == Place::queue) return "queue:" + world.program().queues.at(lead.queue).id;
    if (lead.place == Place::user) return "user:" + world.program().users.at(lead.owner).id;
    return "waiting";
}

// Creates leads one after the other and tells who got them.
std::string owners(Given& world, Text prefix, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        const std::string id = std::string(prefix) + std::to_string(i);
        world.given({from(id, "web")});
        const std::string place = place_of(world, id);
        all += (all.empty() ? "" : " ") + place.substr(place.find(':') + 1);
    }
    return all;
}

TEST_CASE("Routing: the first entry whose condition holds decides", "[engine]") {
    Given world = given(
        three_queues() +
        rules("r1",
              {{"german web",
                {group(ConditionOp::all, 2), test_of("source", ConditionOp::equals, {"web"}),
                 test_of("address.country", ConditionOp::in, {"DE", "AT"})},
                to_queue("emea"),
                {}},
               {"web", {test_of("source", ConditionOp::equals, {"web"})}, to_queue("apac"), {}}},
              to_queue("rest")));
    world.given({from("a", "web", "AT"), from("b", "web", "FR"), from("c", "fair", "DE")});
    CHECK(place_of(world, "a") == "queue:emea");
    CHECK(place_of(world, "b") == "queue:apac");
    CHECK(place_of(world, "c") == "queue:rest");
}

TEST_CASE("Routing: the decision names version, entry, file and line", "[engine]") {
    Given world = given(
        three_queues() +
        rules("r1",
              {{"web", {test_of("source", ConditionOp::equals, {"web"})}, to_queue("apac"), {}}},
              to_queue("rest")));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::entry;
    why.entry_name = "web";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::queue;
    CreateLead create{{"a"}, {}};
    create.details.source = "web";
    world.when(upstream(create)).then({LeadCreated{create}, LeadQueued{{"a"}, {"apac"}, why}});
    CreateLead other{{"b"}, {}};
    Explanation fallback;
    fallback.ruleset_version = 1;
    fallback.by = RoutedBy::fallback;
    fallback.action = ActionKind::queue;
    world.when(upstream(other)).then({LeadCreated{other}, LeadQueued{{"b"}, {"rest"}, fallback}});
}

TEST_CASE("Routing: before publication, and without a ruleset, leads wait", "[engine]") {
    Given draft = given({manager(CreateProgram{})});
    CreateLead create{{"a"}, {}};
    draft.when(upstream(create)).then({LeadCreated{create}});
    draft.when(manager(PublishProgram{})).then({ProgramPublished{}});
    CHECK(place_of(draft, "a") == "waiting");  // publishing routes nothing by itself
    CreateLead next{{"b"}, {}};
    draft.when(upstream(next)).then({LeadCreated{next}, LeadLeftWaiting{{"b"}, {}}});
}

TEST_CASE("Routing: an action that finds nobody hands over to its `else`, or the lead waits",
          "[engine]") {
    Given world = given(
        three_queues() + manager(DeactivateUser{{"tom"}, {}}) +
        rules("r1",
              {{"with else",
                {test_of("source", ConditionOp::equals, {"web"})},
                to_user("tom"),
                {to_queue("emea")}},
               {"without", {test_of("source", ConditionOp::equals, {"fair"})}, to_user("tom"), {}},
               {"on purpose",
                {test_of("source", ConditionOp::equals, {"spam"})},
                do_not_assign(),
                {}}},
              to_queue("rest")));
    world.given({from("a", "web"), from("b", "fair"), from("c", "spam")});
    CHECK(place_of(world, "a") == "queue:emea");
    CHECK(place_of(world, "b") == "waiting");
    CHECK(place_of(world, "c") == "waiting");
}

// Scenario 43.
TEST_CASE("Rotation: weights 5, 1, 1 give a a b a c a a", "[engine]") {
    Given world =
        given(three_queues() +
              rules("r1", {{"all", {}, rotate_users("team", {{"ada", 5}, {"sam"}, {"tom"}}), {}}},
                    to_queue("rest")));
    CHECK(owners(world, "l", 7) == "ada ada sam ada tom ada ada");
    CHECK(owners(world, "m", 7) == "ada ada sam ada tom ada ada");
}

// Scenario 9.
TEST_CASE("Rotation: two equal members take turns", "[engine]") {
    Given world = given(
        three_queues() +
        rules("r1", {{"all", {}, rotate_users("team", {{"sam"}, {"tom"}}), {}}}, to_queue("rest")));
    CHECK(owners(world, "l", 6) == "sam tom sam tom sam tom");
}

TEST_CASE("Rotation: who may not take it is passed over and gains nothing", "[engine]") {
    Given world =
        given(three_queues() +
              rules("r1", {{"all", {}, rotate_users("team", {{"sam"}, {"sue", 0}, {"tom"}}), {}}},
                    to_queue("rest")));
    CHECK(owners(world, "l", 2) == "sam tom");
    world.given({manager(SuspendPartner{{"south"}, {}})});
    CHECK(owners(world, "m", 3) == "sam sam sam");
    world.given({manager(ActivatePartner{{"south"}})});
    CHECK(owners(world, "n", 4) == "sam tom sam tom");
}

// Scenario 41.
TEST_CASE("Rotation: with catch_up an absence is repaid", "[engine]") {
    std::vector<Asked> story = two_partners();
    for (const Text id : {"A", "B", "C", "D", "E"}) {
        story.push_back(manager(InviteUser{{id}, {"north"}, Role::seller, {}}));
        story.push_back(user(id, RecordLogin{{id}}));
    }
    story.push_back(manager(DefineQueue{{"rest"}, {}, true, {}, {}, {}, {}}));
    Given world = given(
        story + manager(DeactivateUser{{"C"}, {}}) +
        rules("r1",
              {{"all", {}, rotate_users("team", {{"A"}, {"B"}, {"C"}, {"D"}, {"E"}}, true), {}}},
              to_queue("rest")));
    CHECK(owners(world, "l", 8) == "A B D E A B D E");
    world.given({manager(ReactivateUser{{"C"}})});
    CHECK(owners(world, "m", 8) == "C C A B C D E A");
}

TEST_CASE("Rotation: over queues", "[engine]") {
    Given world =
        given(three_queues() +
              rules("r1", {{"all", {}, rotate_queues("spread", {{"emea", 2}, {"apac"}}), {}}},
                    to_queue("rest")));
    CHECK(owners(world, "l", 6) == "emea apac emea emea apac emea");
}

TEST_CASE("Rotation: credit lives across versions; joining and leaving resets nobody", "[engine]") {
    Given world =
        given(three_queues() +
              rules("r1", {{"all", {}, rotate_users("team", {{"ada", 5}, {"sam"}, {"tom"}}), {}}},
                    to_queue("rest")));
    CHECK(owners(world, "l", 3) == "ada ada sam");
    world.given(rules(
        "r2", {{"all", {}, rotate_users("team", {{"ada", 5}, {"sam"}, {"tom"}, {"sue"}}), {}}},
        to_queue("rest")));
    const engine::Rotation& team = *world.program().rotations.find("team");
    REQUIRE(team.seats.size() == 4);
    CHECK(team.seats[0].credit == 1);
    CHECK(team.seats[1].credit == -4);
    CHECK(team.seats[2].credit == 3);
    CHECK(team.seats[3].credit == 0);  // a new member begins at 0
    world.given(rules("r3", {{"all", {}, rotate_users("team", {{"sam"}, {"ada", 5}}), {}}},
                      to_queue("rest")));
    CHECK(team.seats[0].credit == -4);
    CHECK(team.seats[1].credit == 1);
}

TEST_CASE("Rotation: manual assignments do not move it, and a list through the rules does",
          "[engine]") {
    Given world = given(three_queues() + rules("r1",
                                               {{"web",
                                                 {test_of("source", ConditionOp::equals, {"web"})},
                                                 rotate_users("team", {{"sam"}, {"tom"}}),
                                                 {}}},
                                               to_queue("rest")));
    world.given({from("x", "fair"), assigned("x", "sam")});
    CHECK(owners(world, "l", 1) == "sam");
    for (const Text id : {"a", "b", "c"}) world.given({from(id, "fair")});
    world.given(
        rules("r2", {{"all", {}, rotate_users("team", {{"sam"}, {"tom"}}), {}}}, to_queue("rest")));
    const std::vector<LeadId> items{{"a"}, {"b"}, {"c"}};
    world.given({manager(ReassignLead{{}, items, {{}, {}, true}, {}})});
    CHECK(place_of(world, "a") == "user:tom");
    CHECK(place_of(world, "b") == "user:sam");
    CHECK(place_of(world, "c") == "user:tom");
}

TEST_CASE("Routing: every candidate passed over has its reason", "[engine]") {
    Given world =
        given(three_queues() + manager(SuspendPartner{{"south"}, {}}) +
              rules("r1", {{"all", {}, rotate_users("team", {{"sam"}, {"sue", 0}, {"tom"}}), {}}},
                    to_queue("rest")));
    const auto outcome = world.when(from("a", "web"));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::entry;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::rotate_users;
    const std::vector<CandidateRun> candidates{
        {PassedOver::no, 1}, {PassedOver::weight_zero, 1}, {PassedOver::partner_not_active, 1}};
    why.candidates = candidates;
    const std::vector<std::int64_t> credits{0, 0, 0};
    why.credits = credits;
    const std::vector<std::uint32_t> gained{0, 1, 2};
    const std::vector<RotationTurn> turn{{"team", gained, 0}};
    why.turn = turn;
    REQUIRE(outcome.told.size() == 2);
    CHECK(outcome.told[1] == Told(LeadAssigned{{"a"}, {"sam"}, {"north"}, why}));
}

TEST_CASE("Rotation: of too many members the explanation tells the best, in 64 KiB at the worst",
          "[engine]") {
    Given world = given(three_queues());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < rotation_members_max; ++i) names.push_back(fmt::format("u{}", i));
    std::vector<Seat> team;
    for (const std::string& name : names) {
        world.ask(manager(InviteUser{{name}, {"north"}, Role::seller, {}}));
        // Every other one has never logged in: no two neighbours make one run.
        if (team.size() % 2 == 1) world.ask(user(name, RecordLogin{{name}}));
        team.push_back({name});
    }
    for (const Asked& part :
         rules("r1", {{"all", {}, rotate_users("team", team), {}}}, to_queue("rest")))
        world.ask(part);
    for (const Text id : {"a", "b", "c"}) world.ask(from(id, "web"));
    const Outcome outcome = world.ask(from("d", "web"));

    LeadAssigned assigned;
    Arena arena;
    REQUIRE(read_body(outcome.told.back().body, arena, assigned));
    const Explanation& why = assigned.why;
    REQUIRE(why.turn.size() == 1);
    CHECK(why.turn[0].chosen == 7);
    CHECK(why.candidates.size() == rotation_members_max);
    CHECK(why.shortened);
    std::vector<std::uint32_t> next;  // those that come next, in member order
    while (next.size() < explanation_credits_max)
        next.push_back(7 + 2 * static_cast<std::uint32_t>(next.size()));
    CHECK(std::vector<std::uint32_t>(why.credited.begin(), why.credited.end()) == next);
    CHECK(std::vector<std::int64_t>(why.credits.begin(), why.credits.end()) ==
          std::vector<std::int64_t>(explanation_credits_max, 3));
    const std::size_t texts = 3 * text_bytes_max;  // the longest names of entry, file and rotation
    CHECK(outcome.told.back().body.size() + texts <= explanation_bytes_max);
}

TEST_CASE(
    "PublishRuleset: refused when it is not whole, not the one meant, or names what is not there",
    "[engine]") {
    Given world = given(three_queues());
    world.when(manager(PublishRuleset{"r1", "00"})).then_refused(Reason::ruleset_incomplete);
    std::vector<Asked> story = rules("r1", {}, to_queue("rest"));
    world.given({story[0]});
    world.when(manager(PublishRuleset{"r2", "00"})).then_refused(Reason::ruleset_incomplete);
    world.when(manager(PublishRuleset{"r1", "00"})).then_refused(Reason::ruleset_mismatch);
    world.when(user("ada", PublishRuleset{"r1", "00"})).then_refused(Reason::actor_not_allowed);
    world.given({story[1]});
    CHECK(world.program().ruleset.version == 1);
    story = rules("r2", {{"x", {}, to_user("nobody"), {}}}, to_queue("rest"));
    world.given({story[0]});
    world.when(story[1]).then_refused(Reason::ruleset_invalid, about(SubjectKind::user, "nobody"));
    story = rules("r3", {{"x", {test_of("no.such", ConditionOp::exists)}, to_queue("rest"), {}}},
                  to_queue("rest"));
    world.given({story[0]});
    world.when(story[1]).then_refused(Reason::ruleset_invalid);
    CHECK(world.program().ruleset.version == 1);  // the old one stays in force
}

}  // namespace
}  // namespace leadline::tests
