// Least loaded: who of a pool gets the next lead, and what is on record about it.
#include <rapidcheck/catch.h>

#include <catch2/catch.hpp>
#include <map>

#include "events/codec/json_rules.hpp"
#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

// Queue "rest", and a pool that gets every lead.
std::vector<Asked> with_pool(const std::vector<Seat>& seats, Text version = "r1") {
    return two_partners() + manager(DefineQueue{{"rest"}, {}, true, {}, {}, {}, {}}) +
           rules(version, {{"all", {}, least_loaded("field sales", seats), {}}}, to_queue("rest"));
}

Asked arrives(Text lead) { return upstream(CreateLead{{lead}, {}}); }
Asked closes(Text lead) { return manager(ChangeLeadStatus{{lead}, "unqualified", {}}); }
Asked to(Text lead, Text user) {
    return manager(ReassignLead{{lead}, {}, {{user}, {}, false}, {}});
}

std::string owner_of(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    return lead.place == Place::user ? world.program().users.at(lead.owner).id : "nobody";
}

// So many leads arrive one after the other; who got them.
std::string owners(Given& world, Text prefix, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        const std::string id = std::string(prefix) + std::to_string(i);
        world.given({arrives(id)});
        all += (all.empty() ? "" : " ") + owner_of(world, id);
    }
    return all;
}

TEST_CASE("Least loaded: fewest open leads, then longest without one, then the id", "[engine]") {
    Given world = given(with_pool({{"tom"}, {"sam"}, {"ada"}}));
    CHECK(owners(world, "l", 6) == "ada sam tom ada sam tom");
    world.given({closes("l1"), closes("l4")});  // sam has none, the others two each
    CHECK(owners(world, "m", 3) == "sam sam ada");
}

TEST_CASE("Least loaded: open leads are divided by the weight", "[engine]") {
    Given world = given(with_pool({{"sam", 2}, {"tom", 1}}));
    CHECK(owners(world, "l", 6) == "sam tom sam tom sam sam");
    CHECK(world.program().users.find("sam")->open_leads == 4);
    CHECK(world.program().users.find("tom")->open_leads == 2);
}

TEST_CASE("Least loaded: every open lead counts, however its owner came by it", "[engine]") {
    Given world = given(with_pool({{"sam"}, {"tom"}}));
    world.given({arrives("a"), arrives("b")});  // sam, tom
    world.given({manager(ReassignLead{{"b"}, {}, {{}, {"rest"}, false}, {}}),
                 user("sam", ClaimLead{{"b"}, {}})});
    CHECK(world.program().users.find("sam")->open_leads == 2);
    CHECK(owners(world, "l", 2) == "tom tom");
    world.given({user("sam", ReleaseLead{{"b"}, {}}), to("a", "tom")});
    CHECK(world.program().users.find("sam")->open_leads == 0);
    CHECK(world.program().users.find("tom")->open_leads == 3);
    CHECK(owners(world, "m", 3) == "sam sam sam");
    world.given(
        {user("sam", ConvertLead{{"m0"}, {}, {}, {}}), manager(DeactivateUser{{"tom"}, {}})});
    CHECK(world.program().users.find("sam")->open_leads == 2);
    CHECK(world.program().users.find("tom")->open_leads == 0);
}

TEST_CASE("Least loaded: a lead that leaves its owner is not counted as theirs", "[engine]") {
    Given world = given(with_pool({{"sam"}, {"tom"}}));
    world.given({arrives("a"), arrives("b")});  // sam, tom
    world.given({manager(ReassignLead{{"b"}, {}, {{}, {}, true}, {}})});
    CHECK(world.program().users.find("sam")->open_leads == 1);
    CHECK(world.program().users.find("tom")->open_leads == 1);
}

TEST_CASE("Least loaded: weight 0 and who may not take it are passed over, each with its reason",
          "[engine]") {
    Given world = given(with_pool({{"sam"}, {"sue", 0}, {"tom", 3}}) +
                        manager(SuspendPartner{{"south"}, {}}));
    world.given({arrives("a")});
    const auto outcome = world.when(arrives("b"));
    Explanation why;
    why.ruleset_version = 1;
    why.by = RoutedBy::entry;
    why.entry_name = "all";
    why.file = "rules.yaml";
    why.place = {10, 5};
    why.action = ActionKind::least_loaded;
    const std::vector<CandidateRun> candidates{
        {PassedOver::no, 1}, {PassedOver::weight_zero, 1}, {PassedOver::partner_not_active, 1}};
    why.candidates = candidates;
    const std::vector<std::uint32_t> loads{1, 0, 0};
    why.loads = loads;
    const std::vector<RotationTurn> turn{{"field sales", {}, 0}};
    why.turn = turn;
    REQUIRE(outcome.told.size() == 2);
    CHECK(outcome.told[1] == Told(LeadAssigned{{"b"}, {"sam"}, {"north"}, why}));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    CHECK(owners(world, "l", 1) == "nobody");
}

TEST_CASE("Least loaded: who has just had one is remembered by the pool's name, across versions",
          "[engine]") {
    Given world = given(with_pool({{"ada"}, {"sam"}}));
    CHECK(owners(world, "l", 2) == "ada sam");
    world.given({closes("l0"), closes("l1")});
    world.given(rules("r2",
                      {{"all", {}, least_loaded("field sales", {{"sam"}, {"ada"}, {"tom"}}), {}}},
                      to_queue("rest")));
    CHECK(owners(world, "m", 3) == "tom ada sam");
    world.given({closes("m0"), closes("m1"), closes("m2")});
    // A rotation of that name is another thing: nobody has credit from the pool.
    world.given(rules("r3", {{"all", {}, rotate_users("field sales", {{"sam"}, {"ada"}}), {}}},
                      to_queue("rest")));
    CHECK(owners(world, "n", 2) == "sam ada");
}

TEST_CASE("Least loaded: a ruleset in which a rotation has the pool's name is refused",
          "[engine]") {
    Given world = given(with_pool({{"ada"}}));
    const std::vector<ConditionNode> web{test_of("source", ConditionOp::equals, {"web"})};
    const std::vector<Asked> story =
        rules("r2",
              {{"turns", web, rotate_users("field sales", {{"ada"}}), {}},
               {"all", {}, least_loaded("field sales", {{"ada"}}), {}}},
              to_queue("rest"));
    world.given({story[0]});
    world.when(story[1]).then_refused(Reason::ruleset_invalid);
}

TEST_CASE("Least loaded: the items of a list see what the ones before them were given",
          "[engine]") {
    Given world = given(with_pool({{"ada"}, {"sam"}, {"tom"}}));
    world.given(
        {arrives("a"), arrives("b"), arrives("c"), to("a", "sue"), to("b", "sue"), to("c", "sue")});
    const std::vector<LeadId> leads{{"a"}, {"b"}, {"c"}};
    world.given({manager(ReassignLead{{}, leads, {{}, {}, true}, {}})});
    CHECK(owner_of(world, "a") == "ada");
    CHECK(owner_of(world, "b") == "sam");
    CHECK(owner_of(world, "c") == "tom");
}

TEST_CASE("Least loaded: of too many members the explanation tells the best", "[engine]") {
    std::vector<std::string> names;
    std::vector<Asked> people = two_partners();
    std::vector<Seat> team;
    for (int i = 0; i < 250; ++i) names.push_back("u" + std::to_string(1000 + i));
    for (const std::string& name : names) {
        people.push_back(manager(InviteUser{{name}, {"north"}, Role::seller, {}}));
        // Every other one has never logged in.
        if (team.size() % 2 == 1) people.push_back(user(name, RecordLogin{{name}}));
        team.push_back({name});
    }
    Given world =
        given(people + manager(DefineQueue{{"rest"}, {}, true, {}, {}, {}, {}}) +
              rules("r1", {{"all", {}, least_loaded("many", team), {}}}, to_queue("rest")));
    world.given({arrives("a")});
    CHECK(owner_of(world, "a") == "u1001");
    const Outcome outcome = world.ask(arrives("b"));
    LeadAssigned assigned;
    Arena arena;
    REQUIRE(read_body(outcome.told.back().body, arena, assigned));
    const Explanation& why = assigned.why;
    CHECK(assigned.user == UserId{"u1003"});
    CHECK(why.shortened);
    CHECK(why.loads.size() == explanation_credits_max);
    REQUIRE(why.credited.size() == explanation_credits_max);
    // u1001 has one, and of the 124 that have none the lesser ids come first.
    CHECK(why.credited[0] == 3);
    CHECK(why.credited[99] == 201);
}

// What a person would do with a list of who has what, and of who was given one when.
TEST_CASE("law: the least loaded by the list gets it, with any weights and whatever is closed",
          "[engine]") {
    rc::prop("choice == model", [] {
        const std::vector<Text> people{"ada", "sam", "tom"};
        std::map<Text, std::uint32_t> weight;
        std::vector<Seat> seats;
        for (const Text id : people) {
            weight[id] = *rc::gen::inRange<std::uint32_t>(1, 5);
            seats.push_back({id, weight[id]});
        }
        Given world = given(with_pool(seats));
        std::map<Text, std::vector<std::string>> has;
        std::map<Text, int> last;
        const auto leads = *rc::gen::inRange(1, 30);
        for (int i = 1; i <= leads; ++i) {
            Text best = people[0];
            for (const Text id : people) {
                const auto mine = has[id].size() * weight[best];
                const auto theirs = has[best].size() * weight[id];
                if (std::tuple(mine, last[id], id) < std::tuple(theirs, last[best], best))
                    best = id;
            }
            const std::string lead = "l" + std::to_string(i);
            world.given({arrives(lead)});
            RC_ASSERT(owner_of(world, lead) == best);
            has[best].push_back(lead);
            last[best] = i;
            std::vector<std::string>& some = has[people[*rc::gen::inRange<std::size_t>(0, 3)]];
            if (some.empty() || *rc::gen::arbitrary<bool>()) continue;
            world.given({closes(some.back())});
            some.pop_back();
        }
        for (const Text id : people)
            RC_ASSERT(world.program().users.find(id)->open_leads == has[id].size());
    });
}

}  // namespace
}  // namespace leadline::tests
