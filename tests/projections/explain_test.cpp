// explain, to the letter, on a few stories.
#include <catch2/catch.hpp>

#include "projections/explain.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::ConditionOp;

constexpr events::ProgramId acme{"acme"};

std::string story_of(ViewWorld& world, Text lead) {
    Grown grown(world.log());
    return explain_text(must(grown.catch_up().query().lead(acme, {lead})).value);
}

Asked from(Text lead, Text source, Text campaign = {}) {
    events::CreateLead create{{lead}, {}};
    create.details.source = source;
    create.details.campaign = campaign;
    return upstream(create);
}

}  // namespace

TEST_CASE("explain: the rule that matched, the claim that won, and those that came too late",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() +
              rules("r", {{"social leads", {test_of("source", ConditionOp::equals, {"social"})},
                           to_queue("inbound"), {}}},
                    to_queue("inbound")) +
              from("l1", "social", "spring") + user("sam", events::ClaimLead{{"l1"}, {}}) +
              user("tom", events::ClaimLead{{"l1"}, {}}) +
              user("sam", events::ConvertLead{{"l1"}, {"a1"}, {}, {}}));
    CHECK(story_of(world, "l1") == "");
}

TEST_CASE("explain: a rotation names who was passed over, and the credits that it saw",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + manager(events::DeactivateUser{{"sue"}, {}}) +
              rules("r", {{"all", {}, rotate_users("team", {{"sam", 2}, {"sue", 1}, {"tom", 0}, {"ada", 1}}), {}}},
                    to_queue("inbound")) +
              from("l1", "web") + from("l2", "web"));
    CHECK(story_of(world, "l2") == "");
}

TEST_CASE("explain: what no rule matched goes to the fallback, and an else says why it was needed",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + manager(events::DeactivateUser{{"sue"}, {}}) +
              rules("r", {{"for sue", {test_of("source", ConditionOp::in, {"web", "fair"})}, to_user("sue"),
                           {to_queue("inbound")}}},
                    to_user("tom")) +
              from("l1", "web") + from("l2", "mail"));
    CHECK(story_of(world, "l1") == "");
    CHECK(story_of(world, "l2") == "");
}

TEST_CASE("explain: what a person wrote is shown while it is plain, and erased when it is sealed",
          "[projections]") {
    ViewWorld world;
    const Sample sample{"Muster GmbH", {"Erika Muster", "erika@example.org", ""}, {}};
    world.ask(claimed("l1", "sam", sample));
    events::Arena arena;
    events::AddLeadNote note{{"l1"}, {"l1", events::Sealing::plain, 0,
                                      events::body_in(arena, events::Remark{"call back"})}};
    const events::Actor sam{events::ActorKind::partner_user, "sam"};
    world.put(sam, events::LeadNoteAdded{note, true});
    note.note.sealing = events::Sealing{1};
    world.put(sam, events::LeadNoteAdded{note, false});
    CHECK(story_of(world, "l1") == "");
    events::LeadDetailsChanged changed;
    changed.asked.lead = {"l1"};
    changed.person = {"l1", events::Sealing{1}, 1, events::as_bytes("sealed")};
    world.put({events::ActorKind::upstream_system, "crm"}, changed);
    CHECK(story_of(world, "l1").find("Erika") == std::string::npos);
    CHECK(story_of(world, "l1") == "");
}

TEST_CASE("explain: a claim that lapses, a release, a reassignment, a status", "[projections]") {
    ViewWorld world;
    events::DefineQueue queue{{"inbound"}, "Inbound", true, {}, {}, {}};
    queue.policy.touch_within = events::hour;
    queue.policy.no_reclaim = events::day;
    world.ask(two_partners() + manager(queue) + captured("l1") + queued("l1") +
              user("sam", events::ClaimLead{{"l1"}, {}}));
    world.ask(at(world.state().time + events::Duration{2 * events::hour.us},
                 user("sue", events::ClaimLead{{"l1"}, {}})));
    world.ask({user("tom", events::ClaimNext{{"inbound"}, {}}),
               user("tom", events::ChangeLeadStatus{{"l1"}, events::LeadStatus::working, {}}),
               manager(events::ReassignLead{{"l1"}, {}, {{"ada"}, {}, false}, {}}),
               user("ada", events::ReleaseLead{{"l1"}, {}})});
    CHECK(story_of(world, "l1") == "");
}

TEST_CASE("explain: as JSON, the steps carry their fields and the same words", "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + from("l1", "web"));
    Grown grown(world.log());
    CHECK(explain_json(must(grown.catch_up().query().lead(acme, {"l1"})).value) == "");
}

TEST_CASE("explain: conditions are written on one line", "[projections]") {
    const std::vector<events::ConditionNode> tree{
        group(ConditionOp::all, 2), test_of("source", ConditionOp::in, {"web", "fair"}),
        group(ConditionOp::not_, 1), test_of("employees", ConditionOp::between, {"1", "10"})};
    CHECK(condition_text(tree) ==
          "all(source in (\"web\", \"fair\"), not(employees between \"1\" and \"10\"))");
    CHECK(condition_text({}) == "always");
    const std::vector<events::ConditionNode> exists{test_of("revenue", ConditionOp::exists)};
    CHECK(condition_text(exists) == "revenue exists");
}
