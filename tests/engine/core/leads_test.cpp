// Decisions on a lead's content and status, and on reassignment.
#include <catch2/catch.hpp>

#include "tests/support/rules.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

const Detail no_detail{};
const Part<Remark> no_remark;

TEST_CASE("CreateLead: by the vendor only, once per id", "[engine]") {
    Given().when(captured("l1")).then_refused(Reason::unknown_program, no_detail);
    Given world = given(open_queue() + captured("l1"));
    world.when(user("ghost", CreateLead{{"l2"}, {}}))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "ghost"));
    world.when(user("ada", CreateLead{{"l1"}, {}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(captured("l1"))
        .then_refused(Reason::lead_already_exists, about(SubjectKind::lead, "l1"));
}

TEST_CASE("UpdateLead: changes what it names, keeps the rest, and sets custom fields one by one",
          "[engine]") {
    Arena arena;
    const std::vector<CustomField> before{{"a", CustomType::string, "1", 0, {}},
                                          {"b", CustomType::string, "2", 0, {}}};
    LeadPerson person{{"Erika", "erika@example.org", ""}, "Street 1", "", {before}};
    CreateLead create{{"l1"}, {}};
    create.details.company = "Old Ltd";
    create.details.source = "web";
    create.details.person = {"l1", Sealing::plain, 0, body_in(arena, person)};
    Given world = given(open_queue() + upstream(create));

    const std::vector<CustomField> change{{"b", CustomType::integer, {}, 3, {}},
                                          {"c", CustomType::string, "4", 0, {}}};
    UpdateLead update;
    update.lead = {"l1"};
    update.company = "New Ltd";
    update.person = {"l1", Sealing::plain, 0,
                     body_in(arena, LeadPersonChanges{{}, "Street 2", {}, {change}})};
    const std::vector<CustomField> after{{"a", CustomType::string, "1", 0, {}},
                                         {"b", CustomType::integer, {}, 3, {}},
                                         {"c", CustomType::string, "4", 0, {}}};
    person.street = "Street 2";
    person.custom.fields = after;
    const Part<LeadPerson> whole{"l1", Sealing::plain, 0, body_in(arena, person)};
    world.when(upstream(update)).then({LeadDetailsChanged{update, whole}});
    world.when(upstream(update)).then_nothing_changed();

    LeadDetails now;
    REQUIRE(read_body(world.program().leads.find("l1")->details.view(), arena, now));
    CHECK(now.company == "New Ltd");
    CHECK(now.source == "web");
    CHECK(now.person == whole);
}

TEST_CASE("UpdateLead: refused for an unknown lead, a closed one, and one that is another's",
          "[engine]") {
    UpdateLead update, of_none;
    update.lead = {"l1"};
    update.company = "Deich AG";
    of_none.lead = {"none"};
    Given().when(upstream(update)).then_refused(Reason::unknown_program, no_detail);
    Given world = given(claimed("l1", "sam"));
    world.when(upstream(of_none))
        .then_refused(Reason::unknown_lead, about(SubjectKind::lead, "none"));
    world.when(user("tom", update)).then_refused(Reason::not_your_lead);
    world.given({upstream(ChangeLeadStatus{{"l1"}, "unqualified", {}})});
    world.when(upstream(update)).then_refused(Reason::lead_closed);
}

TEST_CASE("UpdateLead: routes again only when asked, and only a lead without an owner",
          "[engine]") {
    Given world = given(
        open_queue() +
        rules("r1",
              {{"fair", {test_of("source", ConditionOp::equals, {"fair"})}, to_user("sam"), {}}},
              to_queue("inbound")) +
        captured("l1"));
    UpdateLead update;
    update.lead = {"l1"};
    update.source = "fair";
    const auto place = [&world] { return world.program().leads.find("l1")->place; };
    world.given({upstream(update)});
    CHECK(place() == Place::queue);
    update.route_again = true;
    world.given({upstream(update)});
    CHECK(place() == Place::user);
    world.when(upstream(update)).then_nothing_changed();
}

TEST_CASE("UpdateLead: a new priority moves the lead within its queue", "[engine]") {
    Given world =
        given(open_queue() + captured("l1") + queued("l1") + captured("l2") + queued("l2"));
    UpdateLead update;
    update.lead = {"l2"};
    update.priority = 1;
    world.given({upstream(update), user("sam", ClaimNext{{"inbound"}, {}})});
    CHECK(world.program().leads.find("l2")->place == Place::user);
}

TEST_CASE("ChangeLeadStatus: any change but out of the last two, and never to converted",
          "[engine]") {
    Given world = given(claimed("l1", "sam"));
    const auto change = [](Text status) {
        return user("sam", ChangeLeadStatus{{"l1"}, status, no_remark});
    };
    world.when(change("working"))
        .then({LeadStatusChanged{
            {{"l1"}, "working", {}}, LeadStatus::new_, StatusCategory::working, true}});
    world.when(change("working")).then_nothing_changed();
    world.when(change("new"))
        .then({LeadStatusChanged{
            {{"l1"}, "new", {}}, LeadStatus::working, StatusCategory::open, true}});
    world.when(change("converted")).then_refused(Reason::status_not_allowed);
    world.given({change("unqualified")});
    world.when(change("working")).then_refused(Reason::lead_closed);
}

TEST_CASE("ChangeLeadStatus: the status asked for counts before who may take it", "[engine]") {
    Given world = given(claimed("l1", "sam") + manager(SuspendPartner{{"north"}, {}}));
    world.when(user("sam", ChangeLeadStatus{{"l1"}, "converted", {}}))
        .then_refused(Reason::status_not_allowed);
    world.when(user("sam", ChangeLeadStatus{{"l1"}, "working", {}}))
        .then_refused(Reason::partner_not_eligible);
}

TEST_CASE("Work on a lead: the owner's, their administrator's and manager's, or the vendor's",
          "[engine]") {
    Given world = given(claimed("l1", "sam") + captured("l2"));
    const auto note = [](Text lead) { return AddLeadNote{{lead}, no_remark}; };
    world.when(user("sam", note("l1"))).then({LeadNoteAdded{note("l1"), true}});
    world.when(user("moe", note("l1"))).then({LeadNoteAdded{note("l1"), true}});
    world.when(manager(note("l1"))).then({LeadNoteAdded{note("l1"), false}});
    world.when(user("sue", note("l1"))).then_refused(Reason::not_your_lead);
    world.when(user("tom", note("l1"))).then_refused(Reason::not_your_lead);
    world.when(user("tom", note("l2"))).then_refused(Reason::lead_not_owned);
    world.when(user("tom", note("none")))
        .then_refused(Reason::unknown_lead, about(SubjectKind::lead, "none"));
}

TEST_CASE("ReassignLead: the channel manager's, to somebody eligible or to a queue", "[engine]") {
    Given world = given(claimed("l1", "sam"));
    world.when(upstream(ReassignLead{{"l1"}, {}, {{"tom"}, {}, false}, {}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(assigned("l1", "ghost"))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "ghost"));
    world.when(assigned("none", "tom"))
        .then_refused(Reason::unknown_lead, about(SubjectKind::lead, "none"));
    world.when(manager(ReassignLead{{"l1"}, {}, {{}, {"none"}, false}, {}}))
        .then_refused(Reason::unknown_queue, about(SubjectKind::queue, "none"));
    const ReassignLead to_tom{{"l1"}, {}, {{"tom"}, {}, false}, {}};
    world.when(manager(to_tom))
        .then({LeadsReassigned{to_tom, 1, 0},
               LeadReassigned{{"l1"}, {"sam"}, {"tom"}, {"south"}, {}, {}, {}}});
    world.when(manager(to_tom)).then_nothing_changed();  // scenario 31: assigned twice, once
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(assigned("l1", "sam")).then_refused(Reason::partner_not_eligible);
}

TEST_CASE("ReassignLead: a list is accepted when it was decided, each item with its own event",
          "[engine]") {
    Given world = given(open_queue() + captured("l1") + captured("l2") + assigned("l2", "tom") +
                        captured("l3"));
    world.given({upstream(ChangeLeadStatus{{"l3"}, "unqualified", {}})});
    const std::vector<LeadId> items{{"l1"}, {"l2"}, {"l3"}, {"none"}, {"l1"}};
    const ReassignLead list{{}, items, {{"tom"}, {}, false}, {}};
    const auto outcome = world.when(manager(list));
    REQUIRE(outcome.told.size() == 6);
    CHECK(outcome.told[0] == Told(LeadsReassigned{list, 1, 4}));
    CHECK(outcome.told[1] == Told(LeadReassigned{{"l1"}, {}, {"tom"}, {"south"}, {}, {}, {}}));
    const Reason reasons[]{Reason::lead_already_assigned, Reason::lead_closed, Reason::unknown_lead,
                           Reason::lead_already_assigned};
    for (std::size_t i = 2; i < 6; ++i) {
        REQUIRE(outcome.told[i].kind == LeadReassignmentRefused::kind);
        Arena arena;
        LeadReassignmentRefused refused;
        REQUIRE(read_body(outcome.told[i].body, arena, refused));
        CHECK(refused.lead == items[i - 1]);
        CHECK(refused.why.reason == reasons[i - 2]);
    }
}

TEST_CASE("Timers: what is due fires in order of due time, then program and id, before the command",
          "[engine]") {
    ClaimPolicy policy;
    policy.touch_within = hour;
    Given world =
        given(two_partners() + manager(DefineQueue{{"inbound"}, {}, true, {}, {}, {}, policy}) +
              captured("b") + queued("b") + captured("a") + queued("a"));
    const Time start = world.now() + minute;
    world.given({at(start, user("sam", ClaimLead{{"b"}, {}})),
                 at(start, user("tom", ClaimLead{{"a"}, {}}))});
    world.when(at(start + day, captured("c")))
        .then_first({ClaimLapsed{{"a"}, {"inbound"}, {"tom"}, {"south"}, {}},
                     ClaimLapsed{{"b"}, {"inbound"}, {"sam"}, {"north"}, {}}});
}

}  // namespace
}  // namespace leadline::tests
