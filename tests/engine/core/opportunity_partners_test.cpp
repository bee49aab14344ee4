// Whose an opportunity is: how it is delivered, answered, approved, assigned and shared, and what
// becomes of it when somebody goes (SPEC 3 and 10).
#include <catch2/catch.hpp>

#include "tests/support/opportunities.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using enum OpportunityStatus;

const Detail no_detail{};

Asked declines(Text who, Text id) { return user(who, DeclineOpportunity{{id}, {}}); }
Asked delivers(Text id, Text partner, Duration within = {}) {
    return manager(DeliverOpportunity{{id}, {partner}, within, {}});
}
AssignOpportunity assigns(Text id, Text who) { return {{id}, {who}, {}}; }

// ---- Delivered and answered.

TEST_CASE("DeliverOpportunity: the partner is to answer, and whoever had it has it no longer",
          "[engine]") {
    Given world = given(three_partners() + gives_new("o1", "sam"));
    const DeliverOpportunity first{{"o1"}, {"south"}, hour, words("o1", "They are nearer.")};
    world.when(upstream(first)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("ada", first)).then_refused(Reason::actor_not_allowed, no_detail);
    const Outcome moved = world.when(manager(first));
    moved.then({OpportunityDelivered{first, world.now() + hour, {"sam"}, {"north"}}});
    CHECK(holder(world, "o1") == "for south");
    CHECK(world.program().users.find("sam")->opportunities.items().empty());
    world.when(delivers("o1", "south")).then_nothing_changed();
    const Duration two_hours{2 * hour.us};
    const DeliverOpportunity longer{{"o1"}, {"south"}, two_hours, {}};
    const Outcome prolonged = world.when(manager(longer));
    prolonged.then({OpportunityDelivered{longer, world.now() + two_hours, {}, {"south"}}});
    CHECK(opportunity(world, "o1").due == world.now() + two_hours);
    CHECK(world.program().partners.find("south")->opportunities == 1);
    const DeliverOpportunity second{{"o1"}, {"west"}, {}, {}};
    world.when(manager(second)).then({OpportunityDelivered{second, {}, {}, {"south"}}});
    CHECK(holder(world, "o1") == "for west");
    CHECK_FALSE(world.state().timers.next().has_value());
    CHECK(world.program().partners.find("south")->deliveries.items().empty());
}

TEST_CASE("DeliverOpportunity: what came to nothing goes on to the next, what is over does not",
          "[engine]") {
    Given world = given(three_partners() + delivers_new("o1", "north") + declines("moe", "o1"));
    const DeliverOpportunity next{{"o1"}, {"south"}, {}, {}};
    world.when(manager(next)).then({OpportunityDelivered{next, {}, {}, {}}});
    world.given({accepts("tom", "o1"), user("tom", to("o1", returned)), delivers("o1", "west")});
    CHECK(holder(world, "o1") == "for west");
    for (const OpportunityStatus end : {lost, purchased}) {
        world.given({accepts("wim", "o1"), user("wim", to("o1", end))});
        world.when(delivers("o1", "north"))
            .then_refused(Reason::opportunity_closed, the_opportunity("o1", "wim"));
        world.given({manager(ReopenOpportunity{{"o1"}, {}}), delivers("o1", "west")});
    }
}

TEST_CASE("DeliverOpportunity: not the partner's own, and not to whom may have no work",
          "[engine]") {
    Given world = given(two_partners() + user("sam", opens("o1")) + manager(opens("o2")));
    world.when(delivers("o1", "south"))
        .then_refused(Reason::status_not_allowed,
                      with_statuses(the_opportunity("o1"), {"lost", "cancelled"}));
    world.given({user("sam", to("o1", cancelled))});
    world.when(delivers("o1", "south"))
        .then_refused(Reason::status_not_allowed, the_opportunity("o1"));
    world.when(delivers("o2", "nowhere"))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, "nowhere"));
    world.given({manager(SuspendPartner{{"south"}, {}})});
    world.when(delivers("o2", "south"))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "south"));
}

TEST_CASE("AcceptOpportunity: sellers take it for themselves, managers and the vendor for others",
          "[engine]") {
    Given world = given(two_partners() + manager(InviteUser{{"ned"}, {"north"}, Role::seller, {}}) +
                        delivers_new("o1", "north", hour) + delivers_new("o2", "north") +
                        delivers_new("o3", "north"));
    const auto taken = [](const AcceptOpportunity& c, Text who) {
        return OpportunityAccepted{c, {who}, {"north"}};
    };
    const AcceptOpportunity for_sue{{"o1"}, {"sue"}};
    world.when(user("sam", for_sue)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("tom", for_sue)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("moe", AcceptOpportunity{{"o1"}, {"ned"}}))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "ned"));
    world.when(user("moe", AcceptOpportunity{{"o1"}, {"tom"}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(AcceptOpportunity{{"o1"}, {"tom"}}))
        .then_refused(Reason::not_your_opportunity, the_opportunity("o1"));
    world.when(manager(AcceptOpportunity{{"o1"}, {}}))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("moe", for_sue)).then({taken(for_sue, "sue")});
    CHECK(status_of(world, "o1") == "accepted");
    CHECK(holder(world, "o1") == "sue");
    CHECK_FALSE(world.state().timers.next().has_value());
    world.when(accepts("sam", "o2")).then({taken({{"o2"}, {}}, "sam")});
    const AcceptOpportunity for_sam{{"o3"}, {"sam"}};
    world.when(upstream(for_sam)).then({taken(for_sam, "sam")});
}

TEST_CASE("Opportunities: what was answered is not answered again", "[engine]") {
    Given world = given(two_partners() + delivers_new("o1", "north") + accepts("sam", "o1") +
                        delivers_new("o2", "north") + manager(opens("o3")));
    for (const Asked& asked : {accepts("sue", "o1"), declines("moe", "o1")})
        world.when(asked).then_refused(Reason::opportunity_not_delivered,
                                       the_opportunity("o1", "sam"));
    const DeclineOpportunity no{{"o2"}, words("o2", "No room before May.")};
    world.when(user("moe", no)).then({OpportunityDeclined{no, {"north"}}});
    for (const Asked& asked :
         {accepts("sue", "o2"), declines("moe", "o2"), manager(DeclineOpportunity{{"o2"}, {}})})
        world.when(asked).then_refused(Reason::opportunity_not_delivered, the_opportunity("o2"));
    for (const Asked& asked : {accepts("sue", "o3"), declines("moe", "o3")})
        world.when(asked).then_refused(Reason::not_your_opportunity, the_opportunity("o3"));
}

TEST_CASE("DeclineOpportunity: the partner's word, which its sellers do not give", "[engine]") {
    Given world = given(two_partners() + delivers_new("o1", "north"));
    for (const Asked& asked :
         {declines("sam", "o1"), declines("tom", "o1"), upstream(DeclineOpportunity{{"o1"}, {}})})
        world.when(asked).then_refused(Reason::actor_not_allowed, no_detail);
    world.given({manager(SuspendPartner{{"north"}, {}}), manager(DeactivateUser{{"moe"}, {}})});
    world.when(accepts("sam", "o1"))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.when(declines("moe", "o1"))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "moe"));
    world.given({declines("ada", "o1")});
    CHECK(status_of(world, "o1") == "declined");
    CHECK(holder(world, "o1") == "for north");
}

TEST_CASE("Opportunities: an answer comes in time until the moment at which the time is over",
          "[engine]") {
    Given world = given(two_partners() + delivers_new("o1", "north", hour));
    const Time first = world.now() + hour;
    world.given({delivers_new("o2", "north", hour)});
    world.when(at({first.us - 1}, accepts("sam", "o1"))).then_first({});
    CHECK(holder(world, "o1") == "sam");
    const Time second = opportunity(world, "o2").due;
    const Outcome late = world.when(at(second, accepts("sam", "o2")));
    late.then_first({OpportunityExpired{{"o2"}, {"north"}}});
    late.then_refused(Reason::opportunity_not_delivered, the_opportunity("o2"));
    CHECK(status_of(world, "o2") == "expired");
    CHECK(holder(world, "o1") == "sam");
}

// ---- The partner's own.

TEST_CASE("ApproveOpportunity: what a partner made is accepted, once", "[engine]") {
    Given world = given(two_partners() + user("sam", opens("o1")) + user("sue", opens("o2")) +
                        gives_new("o3", "sam") + manager(opens("o4")));
    const ApproveOpportunity yes{{"o1"}, {}};
    for (const Asked& asked : {user("ada", yes), user("sam", yes), upstream(yes)})
        world.when(asked).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("sam", to("o1", in_progress))).then_refused(Reason::status_not_allowed);
    world.when(manager(yes)).then({OpportunityApproved{yes, {"sam"}, {"north"}}});
    CHECK(status_of(world, "o1") == "accepted");
    world.when(manager(yes))
        .then_refused(Reason::opportunity_not_waiting, the_opportunity("o1", "sam"));
    world.when(manager(ApproveOpportunity{{"o3"}, {}}))
        .then_refused(Reason::opportunity_not_waiting, the_opportunity("o3", "sam"));
    world.when(manager(ApproveOpportunity{{"o4"}, {}}))
        .then_refused(Reason::opportunity_not_waiting, the_opportunity("o4"));
    const DeclineOpportunity no{{"o2"}, {}};
    world.when(user("moe", no))
        .then_refused(Reason::opportunity_not_delivered, the_opportunity("o2", "sue"));
    world.when(manager(no)).then({OpportunityDeclined{no, {"north"}}});
}

TEST_CASE("ApproveOpportunity: what waits and is nobody's any more is assigned first", "[engine]") {
    Given world =
        given(two_partners() + user("sam", opens("o1")) + manager(DeactivateUser{{"sam"}, {}}));
    const ApproveOpportunity yes{{"o1"}, {}};
    world.when(manager(yes)).then_refused(Reason::opportunity_not_owned, the_opportunity("o1"));
    world.given({manager(assigns("o1", "sue"))});
    CHECK(status_of(world, "o1") == "new");
    world.when(manager(yes)).then({OpportunityApproved{yes, {"sue"}, {"north"}}});
}

// ---- Assigned.

TEST_CASE("AssignOpportunity: partners give to their own users only, and sellers to nobody",
          "[engine]") {
    Given world = given(two_partners() + gives_new("o1", "sam") + gives_new("o2", "tom") +
                        user("sam", to("o1", on_hold)) +
                        manager(InviteUser{{"ned"}, {"north"}, Role::seller, {}}));
    world.when(user("moe", assigns("o1", "ghost")))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "ghost"));
    for (const Asked& asked : {user("sam", assigns("o1", "sue")), user("moe", assigns("o1", "tom")),
                               user("moe", assigns("o2", "tom")), upstream(assigns("o1", "sue"))})
        world.when(asked).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("moe", assigns("o2", "sue")))
        .then_refused(Reason::not_your_opportunity, the_opportunity("o2", "tom", false));
    world.when(user("moe", assigns("o1", "ned")))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "ned"));
    world.when(user("moe", assigns("o1", "sam"))).then_nothing_changed();
    world.when(user("moe", assigns("o1", "sue")))
        .then({OpportunityAssigned{assigns("o1", "sue"), on_hold, {"north"}, {"sam"}, {"north"}}});
    CHECK(holder(world, "o1") == "sue");
    world.given({user("sue", to("o1", lost))});
    world.when(manager(assigns("o1", "sam")))
        .then_refused(Reason::opportunity_closed, the_opportunity("o1", "sue"));
}

TEST_CASE("AssignOpportunity: another partner begins anew, and a delivery is over", "[engine]") {
    Given world =
        given(two_partners() + gives_new("o1", "sam") + user("sam", to("o1", in_progress)) +
              delivers_new("o2", "north", hour) + manager(opens("o3")));
    const auto assigned_to = [](Text id, Text who, Text partner, UserId from, PartnerId of) {
        return OpportunityAssigned{assigns(id, who), accepted, {partner}, from, of};
    };
    world.when(manager(assigns("o1", "tom")))
        .then({assigned_to("o1", "tom", "south", {"sam"}, {"north"})});
    world.when(user("moe", assigns("o2", "sue")))
        .then_refused(Reason::opportunity_not_owned, the_opportunity("o2"));
    world.when(manager(assigns("o2", "sue")))
        .then({assigned_to("o2", "sue", "north", {}, {"north"})});
    CHECK_FALSE(world.state().timers.next().has_value());
    world.when(accepts("sam", "o2")).then_refused(Reason::opportunity_not_delivered);
    world.when(manager(assigns("o3", "sam"))).then({assigned_to("o3", "sam", "north", {}, {})});
}

// ---- When somebody goes.

TEST_CASE("DeactivateUser: open opportunities are nobody's, closed ones stay as they are",
          "[engine]") {
    Given world = given(two_partners() + gives_new("o1", "sam") + user("sam", opens("o2")) +
                        gives_new("o3", "sam") + gives_new("o4", "sue") +
                        user("sam", to("o1", on_hold)) + user("sam", to("o3", purchased)));
    const DeactivateUser gone{{"sam"}, {}};
    world.when(manager(gone))
        .then({UserDeactivated{gone, 0, 2},
               OpportunityReturned{{"o1"}, on_hold, {"sam"}, {"north"}},
               OpportunityReturned{{"o2"}, new_, {"sam"}, {"north"}}});
    CHECK(status_of(world, "o1") == "new");
    CHECK(holder(world, "o1").empty());
    CHECK(holder(world, "o2").empty());
    CHECK(holder(world, "o3") == "sam");
    CHECK(holder(world, "o4") == "sue");
    CHECK(world.program().partners.find("north")->opportunities == 1);
}

TEST_CASE("DeactivatePartner: what its users have and what it is to answer is nobody's",
          "[engine]") {
    Given world =
        given(two_partners() + delivers_new("o1", "north", hour) + gives_new("o2", "sue") +
              delivers_new("o3", "south") + user("sam", opens("o4")) + delivers_new("o5", "north") +
              declines("moe", "o5"));
    const DeactivatePartner gone{{"north"}, {}};
    world.when(manager(gone))
        .then({PartnerDeactivated{gone, 0, 0, 0, 3},
               OpportunityReturned{{"o1"}, delivered, {}, {"north"}},
               OpportunityReturned{{"o2"}, accepted, {"sue"}, {"north"}},
               OpportunityReturned{{"o4"}, new_, {"sam"}, {"north"}}});
    for (const Text id : {"o1", "o2", "o4"}) CHECK(holder(world, id).empty());
    CHECK(holder(world, "o3") == "for south");
    CHECK(status_of(world, "o5") == "declined");
    CHECK_FALSE(world.state().timers.next().has_value());
    CHECK(world.program().partners.find("north")->opportunities == 0);
}

// ---- What hangs on them.

TEST_CASE("RegisterDeal: on an opportunity only when somebody works on it", "[engine]") {
    Given world = given(two_partners() + delivers_new("o1", "north"));
    RegisterDeal command;
    command.deal = {"d1"};
    command.opportunity = {"o1"};
    world.when(user("sam", command))
        .then_refused(Reason::unknown_opportunity, the_opportunity("o1"));
    world.when(manager(command)).then_refused(Reason::unknown_partner);
    world.given({accepts("sam", "o1")});
    world.when(user("tom", command))
        .then_refused(Reason::unknown_opportunity, the_opportunity("o1"));
    CHECK_FALSE(world.when(user("sam", command)).refusal);
    command.deal = {"d2"};
    world.when(user("sue", command))
        .then_refused(Reason::unknown_opportunity, the_opportunity("o1"));  // it is sam's
    CHECK_FALSE(world.when(manager(command)).refusal);
    CHECK(world.program().deals.find("d2")->partner ==
          world.program().partners.find("north")->index);
    command.deal = {"d3"};
    world.given({user("sam", to("o1", lost))});
    world.when(user("sam", command))
        .then_refused(Reason::opportunity_closed, the_opportunity("o1", "sam"));
}

// By another name the same customer would be given away twice.
TEST_CASE("RegisterDeal: on an opportunity it is for that one's account and products", "[engine]") {
    CreateOpportunity fleet = opens("o1");
    fleet.user = {"sam"};
    const std::vector<Text> products{"router", "phone", "router"};
    fleet.products = products;
    CreateOpportunity other = fleet;
    other.opportunity = {"o2"};
    other.user = {"tom"};
    Given world = given(two_partners() + manager(fleet) + manager(other));
    const auto on = [](Text id, Text opportunity, const Customer& customer) {
        return RegisterDeal{{id}, {}, {opportunity}, customer, {}, {}, {}};
    };
    world.given({user("sam", on("d1", "o1", {})), manager(ApproveDeal{{"d1"}, {}})});
    CHECK(world.program().deals.find("d1")->customer_key == "account:account-o1");
    CHECK(world.program().deals.find("d1")->products ==
          std::vector<std::string>{"phone", "router"});
    const std::vector<std::pair<Text, Customer>> disguises{{"d2", {}},
                                                           {"d3", {{}, "Somebody else"}},
                                                           {"d4", {{"another"}, {}}},
                                                           {"d5", {{}, {}, "deich.example"}}};
    for (const auto& [id, disguise] : disguises) {
        world.given({user("tom", on(id, "o2", disguise))});
        CHECK(world.program().deals.find(id)->customer_key == "account:account-o1");
        world.when(manager(ApproveDeal{{id}, {}})).then_refused(Reason::deal_conflict);
    }
    const CheckCustomer asks{{{"account-o1"}, {}}, products};
    world.when(user("tom", asks)).then({CustomerFoundTaken{asks}});
}

}  // namespace
}  // namespace leadline::tests
