// Protections: extended from their present end, cancelled, won, and ended with their partner.
#include <catch2/catch.hpp>

#include "tests/support/deals.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::DealStatus;

const Detail no_detail{};

// sam has the customer "shop" for routers, protected until the answer.
Time protect(Given& world, Text id = "d1") {
    world.given({user("sam", deal(id, router)), approve(id)});
    return world.now() + protection_default;
}

Detail until(Text id, Text by, Time end, bool is_visible = true) {
    Detail detail = the_deal(id, by, is_visible);
    detail.frees_at = end;
    return detail;
}

TEST_CASE("ExtendDeal: prolongs the window from its present end, by 30 days unless it is said",
          "[engine]") {
    Given world = given(two_partners());
    const Time end = protect(world);
    const Time later = end + deal_extension_default;
    world.when(user("sam", extend("d1"))).then({DealExtended{extend("d1"), later}});
    CHECK(world.program().deals.find("d1")->protected_until == later);
    world.when(at({later.us - 1}, user("tom", deal("d2", router))))
        .then({DealRegistered{
            deal("d2", router), {"south"}, "account:shop", router, std::vector<DealId>{{"d1"}}}});
    world.when(at(later, approve("d2")))
        .then_first({DealProtectionEnded{{"d1"}}})
        .then({DealApproved{{{"d2"}, {}}, later + protection_default}});
}

TEST_CASE("ExtendDeal: by how long and how often is the ruleset's word, or the vendor's",
          "[engine]") {
    Given world = given(with_terms({{}, {7 * day.us}, 2, {}}));
    const Time end = protect(world);
    world.when(user("sam", extend("d1")))
        .then({DealExtended{extend("d1"), end + Duration{7 * day.us}}});
    const ExtendDeal chosen = extend("d1", hour);
    world.when(user("ada", chosen)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(manager(chosen)).then({DealExtended{chosen, end + Duration{7 * day.us + hour.us}}});
    Detail used = until("d1", "sam", end + Duration{7 * day.us + hour.us});
    used.used = 2;
    used.allowed = 2;
    world.when(manager(chosen)).then_refused(Reason::deal_extensions_used, used);
    CHECK(world.program().deals.find("d1")->extensions == 2);
}

TEST_CASE("ExtendDeal: once where no ruleset says how often, and never where it says 0",
          "[engine]") {
    Given world = given(two_partners());
    protect(world);
    world.given({user("sam", extend("d1"))});
    world.when(user("sam", extend("d1"))).then_refused(Reason::deal_extensions_used);
    Given never = given(with_terms({{}, day, 0, {}}));
    protect(never);
    never.when(manager(extend("d1"))).then_refused(Reason::deal_extensions_used);
}

TEST_CASE("ExtendDeal: a window cannot be prolonged beyond the end of time", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.given({at({time_max.us - 10}, manager(ApproveDeal{{"d1"}, {5}}))});
    world.when(at({time_max.us - 9}, user("sam", extend("d1"))))
        .then({DealExtended{extend("d1"), time_max}});
}

TEST_CASE("CancelDeal, WinDeal: the registration has ended, and the next may be approved",
          "[engine]") {
    const CancelDeal cancel{{"d1"}, {}};
    const WinDeal win{{"d1"}, Money{"48000", "EUR", 4'800'000}};
    for (const bool is_won : {false, true}) {
        Given world = given(two_partners());
        protect(world);
        world.given({user("tom", deal("d2", both))});
        if (is_won)
            world.when(user("sam", win)).then({DealWon{win}});
        else
            world.when(user("sam", cancel)).then({DealCancelled{cancel}});
        CHECK(status_of_deal(world, "d1") == (is_won ? DealStatus::won : DealStatus::cancelled));
        CHECK_FALSE(world.state().timers.next());
        world.when(approve("d2"))
            .then({DealApproved{{{"d2"}, {}}, world.now() + protection_default}});
    }
}

// What extending, cancelling and winning have in common.
template <class Command>
void by_the_owners_side_or_the_vendor(const Command& known, const Command& unknown) {
    Given().when(manager(known)).then_refused(Reason::unknown_program, no_detail);
    Given draft = given({manager(CreateProgram{})});
    draft.when(user("nobody", unknown)).then_refused(Reason::program_not_published, no_detail);
    for (const Asked& asked :
         {user("sam", known), user("moe", known), manager(known), upstream(known)}) {
        Given world = given(two_partners());
        protect(world);
        world.given({asked});
    }
    Given world = given(two_partners());
    const Time end = protect(world);
    world.when(user("nobody", unknown))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(asked_by({ActorKind::engine, {}}, unknown))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("sam", unknown)).then_refused(Reason::unknown_deal, the_deal("none"));
    world.when(user("sue", known)).then_refused(Reason::not_your_deal, until("d1", "sam", end));
    world.when(user("tom", known))
        .then_refused(Reason::not_your_deal, until("d1", "sam", end, false));
    world.given({manager(DeactivateUser{{"sam"}, {}})});
    world.when(user("sam", known))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    world.when(user("moe", known))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.given({upstream(known)});
}

TEST_CASE("ExtendDeal: refused by program, user, actor, deal, owner, status, then eligibility",
          "[engine]") {
    by_the_owners_side_or_the_vendor(extend("d1"), extend("none"));
    Given world = given(two_partners());
    world
        .when(user("sam", extend("none", day)))  // the actor is asked for before the deal
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("CancelDeal: refused by program, user, actor, deal, owner, status, then eligibility",
          "[engine]") {
    by_the_owners_side_or_the_vendor(CancelDeal{{"d1"}, {}}, CancelDeal{{"none"}, {}});
}

TEST_CASE("WinDeal: refused by program, user, actor, deal, owner, status, then eligibility",
          "[engine]") {
    by_the_owners_side_or_the_vendor(WinDeal{{"d1"}, {}}, WinDeal{{"none"}, {}});
}

TEST_CASE("DeactivatePartner: protections end with the partner where the command says cancel",
          "[engine]") {
    const DeactivatePartner command{{"north"}, {}, true};
    Given world = given(two_partners());
    protect(world, "kept");
    world.given({user("sue", deal("waits", phone)), user("moe", deal("gone", phone)),
                 user("moe", WithdrawDeal{{"gone"}, {}}),
                 user("sue", deal("too", both, {{"bank"}, {}})), approve("too"),
                 user("tom", deal("theirs", router))});
    world.when(manager(command))
        .then({PartnerDeactivated{command, 0, 1, 2}, ApprovedDealCancelled{{"kept"}},
               PendingDealWithdrawn{{"waits"}}, ApprovedDealCancelled{{"too"}}});
    CHECK(status_of_deal(world, "kept") == DealStatus::cancelled);
    CHECK(status_of_deal(world, "too") == DealStatus::cancelled);
    CHECK_FALSE(world.state().timers.next());
    world.given({approve("theirs")});
}

TEST_CASE("DeactivatePartner: a window that is kept can be extended and ended by the vendor",
          "[engine]") {
    Given world = given(two_partners());
    protect(world);
    world.given({manager(DeactivatePartner{{"north"}, {}}), manager(extend("d1"))});
    world.when(user("sam", CancelDeal{{"d1"}, {}}))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
    world.given({manager(CancelDeal{{"d1"}, {}})});
}

}  // namespace
}  // namespace leadline::tests
