// explain, to the letter, on a few stories.
#include "projections/explain.hpp"

#include <catch2/catch.hpp>

#include "tests/projections/view_world.hpp"
#include "tests/support/deals.hpp"
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
              rules("r",
                    {{"social leads",
                      {test_of("source", ConditionOp::equals, {"social"})},
                      to_queue("inbound"),
                      {}}},
                    to_queue("inbound")) +
              from("l1", "social", "spring") + user("sam", events::ClaimLead{{"l1"}, {}}) +
              user("tom", events::ClaimLead{{"l1"}, {}}) +
              user("sam", events::ConvertLead{{"l1"}, {"a1"}, {}, {}}));
    CHECK(story_of(world, "l1") ==
          R"(lead l1: converted; with user sam of partner north since 2026-01-02T03:04:26Z
2026-01-02T03:04:25Z  created by system crm (source social, campaign spring)
                      ruleset 1, rule "social leads" (rules.yaml:10) matched: source = "social"
                      -> queue inbound
2026-01-02T03:04:26Z  claimed by user sam of partner north from queue inbound (1 other tried later)
2026-01-02T03:04:27Z  claim by user tom refused: lead already claimed )"
          R"((by user sam, since 2026-01-02T03:04:26Z)
2026-01-02T03:04:28Z  converted by user sam: account a1
                      account a1 created
)");
}

TEST_CASE("explain: a rotation names who was passed over, and the credits that it saw",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + manager(events::DeactivateUser{{"sue"}, {}}) +
              rules("r",
                    {{"all",
                      {},
                      rotate_users("team", {{"sam", 2}, {"sue", 1}, {"tom", 0}, {"ada", 1}}),
                      {}}},
                    to_queue("inbound")) +
              from("l1", "web") + from("l2", "web"));
    CHECK(story_of(world, "l2") ==
          R"(lead l2: new; with user ada of partner north since 2026-01-02T03:04:27Z
2026-01-02T03:04:27Z  created by system crm (source web)
                      ruleset 1, rule "all" (rules.yaml:10) matched: always
                      rotation "team" over users: ada is next
                      credits before: sam -1, sue 0, tom 0, ada 1
                      passed over: sue (user not active), tom (weight zero)
                      -> user ada of partner north
)");
}

TEST_CASE("explain: of a pool it tells what each had", "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + manager(events::DeactivateUser{{"sue"}, {}}) +
              rules("r",
                    {{"all",
                      {},
                      least_loaded("field sales", {{"sam", 2}, {"sue"}, {"tom", 0}, {"ada"}}),
                      {}}},
                    to_queue("inbound")) +
              from("l1", "web") + from("l2", "web"));
    CHECK(story_of(world, "l2") ==
          R"(lead l2: new; with user sam of partner north since 2026-01-02T03:04:27Z
2026-01-02T03:04:27Z  created by system crm (source web)
                      ruleset 1, rule "all" (rules.yaml:10) matched: always
                      least loaded of "field sales": sam
                      open leads before: sam 0 (weight 2), sue 0, tom 0 (weight 0), ada 1
                      passed over: sue (user not active), tom (weight zero)
                      -> user sam of partner north
)");
}

TEST_CASE("explain: what no rule matched goes to the fallback, and an else says why it was needed",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + manager(events::DeactivateUser{{"sue"}, {}}) +
              rules("r",
                    {{"for sue",
                      {test_of("source", ConditionOp::in, {"web", "fair"})},
                      to_user("sue"),
                      {to_queue("inbound")}}},
                    to_user("tom")) +
              from("l1", "web") + from("l2", "mail"));
    CHECK(story_of(world, "l1") ==
          R"(lead l1: new; in queue inbound since 2026-01-02T03:04:26Z
2026-01-02T03:04:26Z  created by system crm (source web)
                      ruleset 1, rule "for sue" (rules.yaml:10) matched: source in ("web", "fair")
                      user sue could not take it: user not active
                      so its "else" decided
                      -> queue inbound
)");
    CHECK(story_of(world, "l2") ==
          R"(lead l2: new; with user tom of partner south since 2026-01-02T03:04:27Z
2026-01-02T03:04:27Z  created by system crm (source mail)
                      ruleset 1: no rule matched: fallback
                      rule "for sue" (rules.yaml:10) came nearest: only source in ("web", "fair") )"
          R"(did not hold: the lead has "mail"
                      -> user tom of partner south
)");
}

TEST_CASE("explain: whose customer a lead is of, and why that decided or did not",
          "[projections]") {
    const auto mail = [](Text lead) {
        static events::Arena arena;
        events::CreateLead create{{lead}, {}};
        create.details.source = lead;
        create.details.person = {
            lead, events::Sealing::plain, 0,
            events::body_in(arena, events::LeadPerson{{{}, "eva@hafen.example", {}}, {}, {}, {}})};
        return upstream(create);
    };
    Around around;
    around.duplicates = {duplicates({{events::MatchField::email}}, events::DuplicateAction::flag)};
    around.returning_customers = {{{3, 1}, {}}};
    ViewWorld world;
    world.ask(
        open_queue() +
        rules("r", {{"first", {test_of("source", ConditionOp::equals, {"a"})}, to_user("tom"), {}}},
              to_queue("inbound"), {}, around) +
        mail("a") + mail("b") + manager(events::SuspendPartner{{"south"}, {}}) + mail("c"));
    CHECK_THAT(
        story_of(world, "b"),
        Catch::Contains("ruleset 1, returning customers: the customer is partner south's\n") &&
            Catch::Contains("-> offered to partner south"));
    CHECK_THAT(
        story_of(world, "c"),
        Catch::Contains("the customer is partner south's, which was passed over (partner not "
                        "active)\n"));
}

TEST_CASE("explain: what a person wrote is shown while it is plain, and erased when it is sealed",
          "[projections]") {
    ViewWorld world;
    const Sample sample{"Muster GmbH", {"Erika Muster", "erika@example.org", ""}, {}};
    world.ask(claimed("l1", "sam", sample));
    events::Arena arena;
    events::AddLeadNote note{
        {"l1"},
        {"l1", events::Sealing::plain, 0, events::body_in(arena, events::Remark{"call back"})}};
    const events::Actor sam{events::ActorKind::partner_user, "sam"};
    world.put(sam, events::LeadNoteAdded{note, true});
    note.note.sealing = events::Sealing{1};
    world.put(sam, events::LeadNoteAdded{note, false});
    const std::string steps = R"(2026-01-02T03:04:23Z  created by system crm
                      no ruleset was in force
                      so it waits until one is
                      -> waits
2026-01-02T03:04:24Z  reassigned by manager maria
                      -> queue inbound
2026-01-02T03:04:25Z  claimed by user sam of partner north from queue inbound
2026-01-02T03:04:26Z  note by user sam: "call back"
2026-01-02T03:04:27Z  note by user sam: (erased)
)";
    const std::string head =
        "lead l1, Muster GmbH: new; with user sam of partner north since 2026-01-02T03:04:25Z\n";
    CHECK(story_of(world, "l1") == head + "contact Erika Muster, erika@example.org\n" + steps);
    events::LeadDetailsChanged changed;
    changed.asked.lead = {"l1"};
    changed.person = {"l1", events::Sealing{1}, 1, events::as_bytes("sealed")};
    world.put({events::ActorKind::upstream_system, "crm"}, changed);
    CHECK(story_of(world, "l1") ==
          head + "contact (erased)\n" + steps +
              "2026-01-02T03:04:28Z  updated by system crm: personal data\n");
}

TEST_CASE("explain: a claim that lapses, a release, a reassignment, a status", "[projections]") {
    ViewWorld world;
    events::DefineQueue queue{{"inbound"}, "Inbound", true, {}, {}, {}, {}};
    queue.policy.touch_within = events::hour;
    queue.policy.no_reclaim = events::day;
    world.ask(two_partners() + manager(queue) + captured("l1") + queued("l1") +
              user("sam", events::ClaimLead{{"l1"}, {}}));
    world.ask(at(world.state().time + events::Duration{2 * events::hour.us},
                 user("sue", events::ClaimLead{{"l1"}, {}})));
    world.ask({user("tom", events::ClaimNext{{"inbound"}, {}}),
               user("tom", events::ChangeLeadStatus{{"l1"}, "working", {}}),
               manager(events::ReassignLead{{"l1"}, {}, {{"ada"}, {}, false}, {}}),
               manager(events::ReleaseLead{{"l1"}, {}})});
    CHECK(story_of(world, "l1") ==
          R"(lead l1: working; in queue inbound since 2026-01-02T05:04:29Z
2026-01-02T03:04:23Z  created by system crm
                      no ruleset was in force
                      so it waits until one is
                      -> waits
2026-01-02T03:04:24Z  reassigned by manager maria
                      -> queue inbound
2026-01-02T03:04:25Z  claimed by user sam of partner north from queue inbound
                      to be touched before 2026-01-02T04:04:25Z
2026-01-02T04:04:25Z  the claim of user sam of partner north lapsed: not touched in time
                      partner north may not claim it again before 2026-01-03T04:04:25Z
                      -> queue inbound
2026-01-02T05:04:25Z  claim by user sue refused: released recently (frees at 2026-01-03T04:04:25Z)
2026-01-02T05:04:26Z  claimed by user tom of partner south from queue inbound, as the next one
                      to be touched before 2026-01-02T06:04:26Z
2026-01-02T05:04:27Z  status new -> working by user tom
2026-01-02T05:04:28Z  reassigned by manager maria
                      from user tom
                      -> user ada of partner north
2026-01-02T05:04:29Z  released by manager maria, who took it from user ada of partner north
                      partner north may not claim it again before 2026-01-03T05:04:29Z
                      -> queue inbound
)");
}

TEST_CASE("explain: what had no effect was asked all the same", "[projections]") {
    ViewWorld world;
    events::Arena arena;
    const events::Part<events::Remark> again{"l1", events::Sealing::plain, 0,
                                             events::body_in(arena, events::Remark{"again"})};
    const auto status = [&](const events::Part<events::Remark>& remark) {
        return user("sam", events::ChangeLeadStatus{{"l1"}, "working", remark});
    };
    world.ask(open_queue() + from("l1", "web") + queued("l1") +
              user("sam", events::ClaimLead{{"l1"}, {}}) + status({}) + status(again) +
              manager(events::ReassignLead{{"l1"}, {}, {{"sam"}, {}, false}, {}}));
    const std::string story = story_of(world, "l1");
    INFO(story);
    CHECK_THAT(story, Catch::EndsWith(
                          R"(2026-01-02T03:04:26Z  status new -> working by user sam
2026-01-02T03:04:27Z  status change by user sam changed nothing: "again"
2026-01-02T03:04:28Z  reassignment by manager maria changed nothing
)"));
}

TEST_CASE("explain: a deal's registration and what became of it stand where they happened",
          "[projections]") {
    ViewWorld world;
    events::Arena arena;
    const events::Part<events::Remark> late{"d3", events::Sealing::plain, 0,
                                            events::body_in(arena, events::Remark{"too late"})};
    const events::Customer shop{{"shop"}, {}};
    world.ask(claimed("l1", "sam") + user("sam", events::ConvertLead{{"l1"}, {"shop"}, {}, {}}) +
              user("sam", deal("d1", router, shop)) + user("sam", deal("d2", phone, shop)) +
              user("tom", deal("d3", router, shop)) + user("tom", deal("d4", phone, shop)) +
              manager(events::ApproveDeal{{"d1"}, events::minute}) +
              user("sam", events::WithdrawDeal{{"d2"}, {}}) +
              manager(events::RejectDeal{{"d3"}, late}));
    world.ask(
        at(world.state().time + events::hour, manager(events::DeactivatePartner{{"south"}, {}})));
    const std::string story = story_of(world, "l1");
    INFO(story);
    CHECK_THAT(story, Catch::EndsWith(
                          R"(
2026-01-02T03:04:27Z  deal d1 registered by user sam for partner north (products router)
2026-01-02T03:04:28Z  deal d2 registered by user sam for partner north (products phone)
2026-01-02T03:04:29Z  deal d3 registered by user tom for partner south (products router)
                      earlier registrations stood in its way: d1
2026-01-02T03:04:30Z  deal d4 registered by user tom for partner south (products phone)
                      earlier registrations stood in its way: d2
2026-01-02T03:04:31Z  deal d1 approved by manager maria, protected until 2026-01-02T03:05:31Z
2026-01-02T03:04:32Z  deal d2 withdrawn by user sam
2026-01-02T03:04:33Z  deal d3 rejected by manager maria: "too late"
2026-01-02T03:05:31Z  deal d1 expired: its protection ended
2026-01-02T04:04:33Z  deal d4 withdrawn: partner south was deactivated by manager maria
)"));
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().lead(acme, {"l1"}));
    CHECK_THAT(explain_json(answer.value),
               Catch::Contains(R"("kind":"DealRejected","actor_kind":"manager","actor":"maria",)"
                               R"("asked":"RejectDeal","partner":"south","remark":"too late",)"
                               R"("deal":"d3")"));
}

TEST_CASE("explain: as JSON, the steps carry their fields and the same words", "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + from("l1", "web"));
    Grown grown(world.log());
    CHECK(
        explain_json(must(grown.catch_up().query().lead(acme, {"l1"})).value) ==
        R"({"lead":"l1","status":"new","status_category":"open","place":"waiting","claimed":false,)"
        R"("since":"2026-01-02T03:04:23.000000Z","created":"2026-01-02T03:04:23.000000Z",)"
        R"("created_position":18,"source":"web","priority":0,"duplicates":0,)"
        R"("inquiries":0,"position":19,"steps":2,"story":[)"
        R"({"position":18,"time":"2026-01-02T03:04:23.000000Z","kind":"LeadCreated",)"
        R"("actor_kind":"system","actor":"crm","asked":"CreateLead","status":"new",)"
        R"j("source":"web","text":["created by system crm (source web)"]},)j"
        R"({"position":19,"time":"2026-01-02T03:04:23.000000Z","kind":"LeadLeftWaiting",)"
        R"("actor_kind":"system","actor":"crm","asked":"CreateLead","why":[)"
        R"({"ruleset_version":0,"by":"nothing","entry":0,"place":{"line":0,"column":0},)"
        R"("action":"do_not_assign","shortened":false,"offers":0}],)"
        R"("text":["no ruleset was in force","so it waits until one is","-> waits"]}]})");
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
    const auto said = [](const events::ConditionNode& node) {
        return condition_text(std::vector<events::ConditionNode>{node}, "Europe/Berlin");
    };
    CHECK(said(in_territory({"benelux", "munich"})) == "in territory benelux, munich");
    CHECK(said(within_km({50, {48'140'000, 11'570'000}, "DE 80331"})) ==
          "within 50 km of DE 80331");
    CHECK(said(within({0x1F, 540, 1'020, {}, {}})) == "Mon-Fri 09:00-17:00 Europe/Berlin");
    CHECK(said(within({0x65, 0, 1'440, "2026-12-24", "2027-01-02"})) ==
          "Mon, Wed, Sat, Sun from 2026-12-24 to 2027-01-02 Europe/Berlin");
    CHECK(said(within({0x7F, 1'320, 360, {}, {}})) == "22:00-06:00 Europe/Berlin");
}
