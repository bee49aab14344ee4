// Decisions on deal registrations: approved, rejected, withdrawn, and the end of protection.
#include "tests/support/deals.hpp"

#include <catch2/catch.hpp>

namespace leadline::tests {
namespace {

using namespace events;
using engine::DealStatus;

const Detail no_detail{};

TEST_CASE("ApproveDeal: opens the program's protection window, or the one asked for", "[engine]") {
    Given world =
        given(two_partners() + user("sam", deal("d1", router)) + user("sam", deal("d2", phone)));
    const Time when = world.now() + hour;
    world.when(at(when, approve("d1")))
        .then({DealApproved{{{"d1"}, {}}, when + protection_default}});
    CHECK(world.program().deals.find("d1")->protected_until == when + protection_default);
    world.when(at(when, manager(ApproveDeal{{"d2"}, day})))
        .then({DealApproved{{{"d2"}, day}, when + day}});
}

TEST_CASE("ApproveDeal: a window cannot reach beyond the end of time", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(at({time_max.us - 1}, approve("d1"))).then({DealApproved{{{"d1"}, {}}, time_max}});
}

// Scenario 49.
TEST_CASE(
    "ApproveDeal: of two registrations the first can be approved, the second when it has ended",
    "[engine]") {
    Given world = given(two_partners() + user("sam", deal("first", router)) +
                        user("tom", deal("second", both)));
    world.when(approve("second")).then_refused(Reason::deal_conflict, the_deal("first", "sam"));
    world.given({approve("first")});
    const Time end = world.now() + protection_default;
    Detail standing = the_deal("first", "sam");
    standing.frees_at = end;
    world.when(at({end.us - 1}, approve("second"))).then_refused(Reason::deal_conflict, standing);
    world.when(at(end, approve("second")))
        .then_first({DealProtectionEnded{{"first"}}})
        .then({DealApproved{{{"second"}, {}}, end + protection_default}});
    CHECK(status_of_deal(world, "first") == DealStatus::expired);
    CHECK(status_of_deal(world, "second") == DealStatus::approved);
}

TEST_CASE("ApproveDeal: a rejected or withdrawn registration frees the next", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)) +
                        user("sue", deal("d2", router)) + user("tom", deal("d3", router)));
    world.given({manager(RejectDeal{{"d1"}, {}})});
    world.when(approve("d3")).then_refused(Reason::deal_conflict, the_deal("d2", "sue"));
    world.given({user("sue", WithdrawDeal{{"d2"}, {}})});
    world.when(approve("d3")).then({DealApproved{{{"d3"}, {}}, world.now() + protection_default}});
}

TEST_CASE("ApproveDeal: the same partner's own earlier registration counts too", "[engine]") {
    given(two_partners() + user("sam", deal("d1", router)) + user("sam", deal("d2", router)))
        .when(approve("d2"))
        .then_refused(Reason::deal_conflict, the_deal("d1", "sam"));
}

// What approving and rejecting have in common.
template <class Command>
void only_a_pending_deal_by_the_channel_manager(const Command& unknown, const Command& known) {
    Given().when(manager(known)).then_refused(Reason::unknown_program, no_detail);
    Given draft = given({manager(CreateProgram{})});
    draft.when(user("nobody", unknown)).then_refused(Reason::program_not_published, no_detail);
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(user("nobody", unknown))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(user("ada", unknown)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(upstream(unknown)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(unknown)).then_refused(Reason::unknown_deal, the_deal("none"));
    world.given({manager(RejectDeal{{"d1"}, {}})});
    world.when(manager(known)).then_refused(Reason::deal_not_pending, the_deal("d1", "sam"));
}

TEST_CASE("ApproveDeal: refused by program, publication, user, actor, deal, then status",
          "[engine]") {
    only_a_pending_deal_by_the_channel_manager(ApproveDeal{{"none"}, {}}, ApproveDeal{{"d1"}, {}});
    // What is not pending is not compared with the others either.
    Given world = given(two_partners() + user("tom", deal("d0", router)) +
                        user("sam", deal("d1", router)) + manager(RejectDeal{{"d1"}, {}}));
    world.when(approve("d1")).then_refused(Reason::deal_not_pending, the_deal("d1", "sam"));
    world.given({approve("d0")});
    Detail approved = the_deal("d0", "tom");
    approved.frees_at = world.now() + protection_default;
    world.when(approve("d0")).then_refused(Reason::deal_not_pending, approved);
}

TEST_CASE("RejectDeal: a pending registration is rejected", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(manager(RejectDeal{{"d1"}, {}})).then({DealRejected{{{"d1"}, {}}}});
    CHECK(status_of_deal(world, "d1") == DealStatus::rejected);
}

TEST_CASE("RejectDeal: refused by program, publication, user, actor, deal, then status",
          "[engine]") {
    only_a_pending_deal_by_the_channel_manager(RejectDeal{{"none"}, {}}, RejectDeal{{"d1"}, {}});
}

TEST_CASE("WithdrawDeal: by whoever registered it, their managers, or the vendor", "[engine]") {
    const WithdrawDeal command{{"d1"}, {}};
    for (const Asked& asked : {user("sam", command), user("moe", command), user("ada", command),
                               manager(command), upstream(command)}) {
        Given world = given(two_partners() + user("sam", deal("d1", router)));
        world.when(asked).then({DealWithdrawn{command}});
        CHECK(status_of_deal(world, "d1") == DealStatus::withdrawn);
    }
}

TEST_CASE("WithdrawDeal: other sellers may not, and strangers do not learn whose it is",
          "[engine]") {
    const WithdrawDeal command{{"d1"}, {}};
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(user("sue", command)).then_refused(Reason::not_your_deal, the_deal("d1", "sam"));
    world.when(user("tom", command))
        .then_refused(Reason::not_your_deal, the_deal("d1", "sam", false));
    RegisterDeal by_vendor = deal("d2", phone);
    by_vendor.partner = {"north"};
    world.given({manager(by_vendor)});
    world.when(user("sam", WithdrawDeal{{"d2"}, {}}))
        .then_refused(Reason::not_your_deal, the_deal("d2"));
    world.when(user("moe", WithdrawDeal{{"d2"}, {}})).then({DealWithdrawn{{{"d2"}, {}}}});
}

TEST_CASE("WithdrawDeal: refused by program, publication, user, actor, then deal", "[engine]") {
    const WithdrawDeal command{{"none"}, {}};
    Given().when(manager(command)).then_refused(Reason::unknown_program, no_detail);
    Given draft = given({manager(CreateProgram{})});
    draft.when(user("nobody", command)).then_refused(Reason::program_not_published, no_detail);
    Given world = given(two_partners());
    world.when(user("nobody", command))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(asked_by({ActorKind::engine, {}}, command))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("sam", command)).then_refused(Reason::unknown_deal, the_deal("none"));
}

TEST_CASE("WithdrawDeal: then by owner, by status, and by eligibility", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)) +
                        user("sam", deal("d2", phone)) + approve("d1"));
    Detail closed = the_deal("d1", "sam");
    closed.frees_at = world.now() + protection_default;
    world.given({manager(DeactivateUser{{"sam"}, {}})});
    world.when(user("sue", WithdrawDeal{{"d1"}, {}})).then_refused(Reason::not_your_deal, closed);
    world.when(user("sam", WithdrawDeal{{"d1"}, {}})).then_refused(Reason::deal_closed, closed);
    world.when(manager(WithdrawDeal{{"d1"}, {}})).then_refused(Reason::deal_closed, closed);
    world.when(user("sam", WithdrawDeal{{"d2"}, {}}))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("sam", WithdrawDeal{{"d2"}, {}}))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.when(upstream(WithdrawDeal{{"d2"}, {}})).then({DealWithdrawn{{{"d2"}, {}}}});
}

}  // namespace
}  // namespace leadline::tests
