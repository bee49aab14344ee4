// Opportunities: what is known of them, where they stand, and how they end (SPEC 10).
#include "tests/support/opportunities.hpp"

#include <catch2/catch.hpp>

namespace leadline::tests {
namespace {

using namespace events;
using enum OpportunityStatus;

const Detail no_detail{};

// "o1" is sam's and worked on; the account is there.
std::vector<Asked> in_work() {
    return three_partners() + gives_new("o1", "sam") + user("sam", to("o1", in_progress));
}

// ---- What is known of them.

TEST_CASE("UpdateOpportunity: what is there changes, and the rest stays", "[engine]") {
    Given world = given(in_work());
    UpdateOpportunity first{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
    first.topic = "Forty routers";
    first.stage = "propose";
    first.amount = Money{"1200.50", "EUR", 120'050};
    world.when(user("sam", first)).then({OpportunityUpdated{first, "qualify"}});
    UpdateOpportunity second{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
    static const std::vector<Text> products{"router"};
    second.products = products;
    second.expected_close = Time{1'800'000'000'000'000};
    world.when(user("moe", second)).then({OpportunityUpdated{second, "propose"}});
    const engine::Opportunity& it = opportunity(world, "o1");
    CHECK(it.topic == "Forty routers");
    CHECK(it.stage == "propose");
    CHECK(it.amount_minor == 120'050);
    CHECK(it.products == std::vector<std::string>{"router"});
    CHECK(status_of(world, "o1") == "in_progress");
    for (const UpdateOpportunity& again : {first, second})
        world.when(upstream(again)).then_nothing_changed();
}

TEST_CASE("UpdateOpportunity: what people write is said anew each time", "[engine]") {
    Given world = given(in_work());
    Arena arena;
    UpdateOpportunity texts{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
    const OpportunityTexts what{"They move.", {}, {}};
    texts.texts = {"o1", Sealing::plain, 0, body_in(arena, what)};
    for (int i = 0; i < 2; ++i)
        world.when(user("sam", texts)).then({OpportunityUpdated{texts, "qualify"}});
}

TEST_CASE("UpdateOpportunity: stages go forward only, and may be passed over", "[engine]") {
    Given world = given(in_work());
    const auto stage = [](Text name) {
        UpdateOpportunity command{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
        command.stage = name;
        return command;
    };
    world.given({user("sam", stage("develop"))});
    world.when(user("sam", stage("develop"))).then_nothing_changed();
    world.given({user("sam", stage("close"))});
    for (const Text back : {"qualify", "develop", "propose"})
        for (const Asked& asked : {user("sam", stage(back)), manager(stage(back))})
            world.when(asked).then_refused(Reason::stage_not_allowed,
                                           with_statuses({}, usual_stages));
    world.when(user("sam", stage("none")))
        .then_refused(Reason::unknown_stage, with_statuses({}, usual_stages));
    CHECK(opportunity(world, "o1").stage == "close");
}

TEST_CASE("UpdateOpportunity: the stages are those of the rules in force, and may go back by them",
          "[engine]") {
    static const std::vector<Text> names{"demo", "offer"};
    Around around;
    around.opportunity_stages = {{{}, names, true}};
    Given world = given(two_partners() + gives_new("o1", "sam"));
    const auto stage = [](Text name) {
        UpdateOpportunity command;
        command.opportunity = {"o1"};
        command.stage = name;
        return user("sam", command);
    };
    world.given({stage("propose")});
    world.given(rules("r1", {}, to_user("sam"), {}, around));
    world.when(stage("close")).then_refused(Reason::unknown_stage, with_statuses({}, names));
    world.given({stage("offer"), stage("demo"), gives_new("o2", "sam")});
    CHECK(opportunity(world, "o1").stage == "demo");
    CHECK(opportunity(world, "o2").stage == "demo");
    around.opportunity_stages[0].may_go_back = false;
    world.given(rules("r2", {}, to_user("sam"), {}, around));
    world.given({stage("offer")});
    world.when(stage("demo")).then_refused(Reason::stage_not_allowed);
}

TEST_CASE("UpdateOpportunity: refused by stage, contact, whose it is, then by where it stands",
          "[engine]") {
    Given world = given(in_work());
    UpdateOpportunity wrong{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
    wrong.stage = "none";
    wrong.contact = ContactId{"ghost"};
    world.given({user("sam", [] {
        UpdateOpportunity command{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
        command.stage = "close";
        return command;
    }())});
    world.when(user("tom", wrong)).then_refused(Reason::unknown_stage);
    wrong.stage = "qualify";
    world.when(user("tom", wrong))
        .then_refused(Reason::unknown_contact, about(SubjectKind::contact, "ghost"));
    wrong.contact = {};
    world.when(user("tom", wrong))
        .then_refused(Reason::not_your_opportunity, the_opportunity("o1", "sam", false));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("sam", wrong)).then_refused(Reason::stage_not_allowed);
    wrong.stage = "close";
    world.when(user("sam", wrong)).then_refused(Reason::partner_not_eligible);
    world.given({manager(to("o1", lost))});
    wrong.stage = "qualify";
    world.when(user("sam", wrong))
        .then_refused(Reason::opportunity_closed, the_opportunity("o1", "sam"));
}

TEST_CASE("UpdateOpportunity: while it is delivered its details are the vendor's", "[engine]") {
    Given world = given(two_partners() + delivers_new("o1", "north"));
    UpdateOpportunity command{{"o1"}, {}, {}, {}, {}, {}, {}, {}};
    command.topic = "Forty routers";
    for (const Text who : {"sam", "moe"})
        world.when(user(who, command))
            .then_refused(Reason::opportunity_not_owned, the_opportunity("o1"));
    world.when(user("tom", command))
        .then_refused(Reason::not_your_opportunity, the_opportunity("o1"));
    world.when(manager(command)).then({OpportunityUpdated{command, "qualify"}});
}

// ---- Where they stand.

TEST_CASE("ChangeOpportunityStatus: work begins, rests, goes on, and ends", "[engine]") {
    Given world = given(two_partners() + gives_new("o1", "sam"));
    const auto changed = [](const ChangeOpportunityStatus& c, OpportunityStatus from) {
        return OpportunityStatusChanged{c, from, {"sam"}, {"north"}};
    };
    world.when(user("sam", to("o1", on_hold))).then({changed(to("o1", on_hold), accepted)});
    world.when(user("moe", to("o1", in_progress))).then({changed(to("o1", in_progress), on_hold)});
    world.when(upstream(to("o1", in_progress))).then_nothing_changed();
    world.when(user("sam", to("o1", accepted)))
        .then_refused(
            Reason::status_not_allowed,
            with_statuses(the_opportunity("o1"), {"on_hold", "purchased", "lost", "returned"}));
    ChangeOpportunityStatus won = to("o1", purchased);
    won.amount = Money{"990", "EUR", 99'000};
    won.remark = words("o1", "They bought.");
    world.when(user("sam", won)).then({changed(won, in_progress)});
    CHECK(opportunity(world, "o1").amount_minor == 99'000);
    CHECK(holder(world, "o1") == "sam");
    for (const Asked& asked :
         {user("sam", won), manager(to("o1", lost)), user("sam", to("o1", in_progress))})
        world.when(asked).then_refused(Reason::opportunity_closed, the_opportunity("o1", "sam"));
}

TEST_CASE("ChangeOpportunityStatus: a partner cancels its own, and returns what is not",
          "[engine]") {
    Given world = given(two_partners() + gives_new("o1", "sam") + user("sam", opens("o2")));
    world.when(user("sam", to("o1", cancelled)))
        .then_refused(Reason::status_not_allowed,
                      with_statuses(the_opportunity("o1"),
                                    {"in_progress", "on_hold", "purchased", "lost", "returned"}));
    world.when(user("sam", to("o2", returned)))
        .then_refused(Reason::status_not_allowed,
                      with_statuses(the_opportunity("o2"), {"lost", "cancelled"}));
    ChangeOpportunityStatus back = to("o1", returned);
    back.remark = words("o1", "Outside our area.");
    world.when(user("sam", back))
        .then({OpportunityStatusChanged{back, accepted, {"sam"}, {"north"}}});
    const ChangeOpportunityStatus off = to("o2", cancelled);
    world.when(user("sam", off)).then({OpportunityStatusChanged{off, new_, {"sam"}, {"north"}}});
    CHECK(status_of(world, "o1") == "returned");
    CHECK(status_of(world, "o2") == "cancelled");
}

TEST_CASE("ChangeOpportunityStatus: the vendor gives up what nobody has, or has answered",
          "[engine]") {
    Given world = given(two_partners() + manager(opens("o1")) + delivers_new("o2", "north", hour));
    for (const Text who : {"sam", "moe"}) {
        world.when(user(who, to("o1", lost)))
            .then_refused(Reason::not_your_opportunity, the_opportunity("o1"));
        world.when(user(who, to("o2", lost)))
            .then_refused(Reason::opportunity_not_owned, the_opportunity("o2"));
    }
    world.when(manager(to("o1", lost)))
        .then({OpportunityStatusChanged{to("o1", lost), new_, {}, {}}});
    world.when(manager(to("o2", lost)))
        .then({OpportunityStatusChanged{to("o2", lost), delivered, {}, {"north"}}});
    CHECK_FALSE(world.state().timers.next().has_value());
}

TEST_CASE("Opportunities: sellers work on their own, managers on what their partner has",
          "[engine]") {
    Given world = given(in_work());
    const ChangeOpportunityStatus hold = to("o1", on_hold);
    world.when(user("sue", hold))
        .then_refused(Reason::not_your_opportunity, the_opportunity("o1", "sam"));
    for (const Text who : {"tom", "wim"})
        world.when(user(who, hold))
            .then_refused(Reason::not_your_opportunity, the_opportunity("o1", "sam", false));
    world.given({user("ada", hold)});
    world.given({manager(DeactivateUser{{"moe"}, {}})});
    world.when(user("moe", to("o1", lost)))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "moe"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("sam", to("o1", lost)))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.given({manager(to("o1", lost))});
}

TEST_CASE("Opportunities: what nobody knows is refused before what may not be asked", "[engine]") {
    Given world = given(two_partners());
    const OpportunityId none{"none"};
    for (const Asked& asked :
         {manager(UpdateOpportunity{none, {}, {}, {}, {}, {}, {}, {}}),
          user("tom", to("none", lost)), manager(ReopenOpportunity{none, {}}),
          user("sam", AddOpportunityNote{none, {}}),
          manager(DeliverOpportunity{none, {"north"}, {}, {}}), accepts("sam", "none"),
          user("moe", DeclineOpportunity{none, {}}), manager(ApproveOpportunity{none, {}}),
          user("moe", AssignOpportunity{none, {"sam"}, {}}),
          manager(AddCollaborator{none, {"north"}}), manager(RemoveCollaborator{none, {"north"}})})
        world.when(asked).then_refused(Reason::unknown_opportunity, the_opportunity("none"));
    for (const Asked& asked : {user("nobody", to("none", lost)), accepts("nobody", "none"),
                               user("nobody", ReopenOpportunity{none, {}})})
        world.when(asked).then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
}

// ---- Again.

TEST_CASE("ReopenOpportunity: by the channel manager alone, with the owner who may have work",
          "[engine]") {
    Given world = given(in_work() + user("sam", to("o1", lost)));
    const ReopenOpportunity again{{"o1"}, words("o1", "They called back.")};
    for (const Asked& asked : {user("sam", again), user("ada", again), upstream(again)})
        world.when(asked).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(again))
        .then({OpportunityReopened{again, lost, accepted, {"sam"}, {"north"}}});
    CHECK(holder(world, "o1") == "sam");
    world.when(manager(again)).then_nothing_changed();
    world.given({user("sam", to("o1", purchased))});
    world.when(manager(again))
        .then({OpportunityReopened{again, purchased, accepted, {"sam"}, {"north"}}});
}

TEST_CASE("ReopenOpportunity: whose owner is gone, or never was, is nobody's", "[engine]") {
    Given world = given(in_work() + gives_new("o2", "tom") + delivers_new("o3", "south"));
    world.given({user("sam", to("o1", lost)), user("tom", to("o2", lost)), manager(to("o3", lost)),
                 manager(DeactivateUser{{"sam"}, {}}), manager(SuspendPartner{{"south"}, {}})});
    for (const Text id : {"o1", "o2", "o3"}) {
        const ReopenOpportunity again{{id}, {}};
        world.when(manager(again)).then({OpportunityReopened{again, lost, new_, {}, {}}});
        CHECK(status_of(world, id) == "new");
        CHECK(holder(world, id).empty());
    }
}

// ---- Notes.

TEST_CASE("AddOpportunityNote: by whoever works on it and the vendor, while it is open",
          "[engine]") {
    Given world = given(in_work() + delivers_new("o2", "north"));
    const AddOpportunityNote note{{"o1"}, words("o1", "Call again on Friday.")};
    for (const Asked& asked : {user("sam", note), user("moe", note), upstream(note), manager(note)})
        world.when(asked).then({OpportunityNoteAdded{note}});
    world.when(user("sue", note)).then_refused(Reason::not_your_opportunity);
    world.when(user("wim", note)).then_refused(Reason::not_your_opportunity);
    world.when(user("sam", AddOpportunityNote{{"o2"}, {}}))
        .then_refused(Reason::opportunity_not_owned, the_opportunity("o2"));
    world.given({user("sam", to("o1", purchased))});
    world.when(manager(note)).then_refused(Reason::opportunity_closed);
}

}  // namespace
}  // namespace leadline::tests
