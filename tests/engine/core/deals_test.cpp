// Deal registrations: who was first, what protects, and what ends it.
#include <catch2/catch.hpp>

#include "engine/core/match.hpp"
#include "events/kinds.hpp"
#include "tests/support/stories.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::DealStatus;

const Detail no_detail{};

// A registration of the customer "shop"; `products` must outlive it.
RegisterDeal deal(Text id, const std::vector<Text>& products, const Customer& customer = {{"shop"}, {}}) {
    return {{id}, {}, {}, customer, products, {}, {}};
}

RegisterDeal on_opportunity(Text id, Text opportunity) {
    return {{id}, {}, {opportunity}, {}, {}, {}, {}};
}

const std::vector<Text> router{"router"};
const std::vector<Text> phone{"phone"};
const std::vector<Text> both{"router", "phone", "router"};
const std::vector<DealId> nothing;

Told registered(const RegisterDeal& command, Text partner, const std::vector<DealId>& conflicts = {},
                Text customer = "account:shop") {
    return DealRegistered{command, {partner}, customer, conflicts};
}

Detail the_deal(Text id, Text by = {}, bool is_visible = true) {
    Detail detail = about(SubjectKind::deal, id);
    detail.by = {by};
    detail.by_visible = !by.empty() && is_visible;
    return detail;
}

DealStatus status_of(const Given& world, Text id) { return world.program().deals.find(id)->status; }

Asked approve(Text id) { return manager(ApproveDeal{{id}, {}}); }

// sam has converted a lead into the opportunity "fleet" of the account "shop".
std::vector<Asked> converted() {
    ConvertLead command{{"l1"}, {"shop"}, {}, OpportunityDraft{}};
    command.opportunity->opportunity = {"fleet"};
    return claimed("l1", "sam") + user("sam", command);
}

TEST_CASE("RegisterDeal: the registration is pending, and the actor's partner's", "[engine]") {
    Given world = given(two_partners());
    const RegisterDeal command = deal("d1", both);
    world.when(user("sam", command)).then({registered(command, "north")});
    const engine::Deal& made = *world.program().deals.find("d1");
    CHECK(made.status == DealStatus::pending);
    CHECK(world.program().users.at(made.registered_by).id == "sam");
    CHECK(made.products == std::vector<std::string>{"phone", "router"});
}

TEST_CASE("RegisterDeal: the vendor names the partner, or an opportunity that has one", "[engine]") {
    Given world = given(converted());
    RegisterDeal named = deal("d1", router);
    named.partner = {"south"};
    world.when(upstream(named)).then({registered(named, "south")});
    CHECK(world.program().deals.find("d1")->registered_by == engine::no_index);
    world.when(manager(on_opportunity("d2", "fleet")))
        .then({registered(on_opportunity("d2", "fleet"), "north")});
    world.when(manager(deal("d3", router)))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, ""));
    world.when(manager(on_opportunity("d3", "none")))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, ""));
}

TEST_CASE("RegisterDeal: the customer is the account, else the name, else the opportunity's account",
          "[engine]") {
    Arena arena;
    const std::string name_key =
        "name:" + engine::match_key_hex(engine::match_key({"acme"}, "blue sky", arena));
    Given world = given(converted());
    const RegisterDeal by_account = deal("d1", router, {{"unheard-of"}, "Blue Sky"});
    world.when(user("sam", by_account))
        .then({registered(by_account, "north", {}, "account:unheard-of")});
    const RegisterDeal by_name = deal("d2", router, {{}, " Blue SKY"});
    world.when(user("sam", by_name)).then({registered(by_name, "north", {}, name_key)});
    world.when(user("sam", on_opportunity("d3", "fleet")))
        .then({registered(on_opportunity("d3", "fleet"), "north")});
    const RegisterDeal same_name = deal("d4", router, {{}, "BLUE sky "});
    world.when(user("tom", same_name)).then({registered(same_name, "south", {{"d2"}}, name_key)});
}

TEST_CASE("RegisterDeal: earlier registrations that stand are listed in log order", "[engine]") {
    Given world = given(two_partners());
    world.given({user("sam", deal("z", router)), user("tom", deal("gone", router)),
                 user("tom", WithdrawDeal{{"gone"}, {}}), user("sue", deal("other", phone)),
                 user("tom", deal("a", both)), user("sue", deal("m", router, {{"elsewhere"}, {}}))});
    const RegisterDeal command = deal("late", router);
    world.when(user("sam", command)).then({registered(command, "north", {{"z"}, {"a"}})});
}

TEST_CASE("RegisterDeal: no shared product, no conflict; no product, no conflict", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(user("tom", deal("d2", phone))).then({registered(deal("d2", phone), "south")});
    const std::vector<Text> none;
    world.when(user("tom", deal("d3", none))).then({registered(deal("d3", none), "south")});
    world.when(approve("d2")).then({DealApproved{{{"d2"}, {}}, world.now() + protection_default}});
}

TEST_CASE("RegisterDeal: a customer without a name conflicts with nobody", "[engine]") {
    const Customer nobody{{}, "  "};
    Given world = given(two_partners() + user("sam", deal("d1", router, nobody)));
    const RegisterDeal command = deal("d2", router, nobody);
    world.when(user("tom", command)).then({registered(command, "south", {}, "")});
    world.given({approve("d2")});
}

TEST_CASE("RegisterDeal: at most 500 conflicts are told, and all of them count", "[engine]") {
    Given world = given(two_partners());
    std::vector<DealId> first;
    std::vector<std::string> ids;
    for (int i = 0; i <= 501; ++i) ids.push_back("d" + std::to_string(i));
    for (const std::string& id : ids) {
        world.ask(user("sam", deal(id, router)));
        if (first.size() < 500) first.push_back({id});
    }
    world.when(user("tom", deal("late", router)))
        .then({registered(deal("late", router), "south", first)});
    for (const std::string& id : ids)
        if (id != "d501") world.ask(manager(RejectDeal{{id}, {}}));
    world.when(approve("late")).then_refused(Reason::deal_conflict, the_deal("d501", "sam"));
}

TEST_CASE("RegisterDeal: refused by program, publication, partner, user, then actor", "[engine]") {
    RegisterDeal nowhere = deal("d1", router);
    nowhere.partner = {"nowhere"};
    RegisterDeal south = deal("d1", router);
    south.partner = {"south"};
    Given().when(user("nobody", nowhere)).then_refused(Reason::unknown_program, no_detail);
    Given world = given({manager(CreateProgram{})});
    world.when(user("nobody", nowhere)).then_refused(Reason::program_not_published, no_detail);

    Given full = given(two_partners() + user("sam", deal("d1", router)));
    full.when(user("nobody", nowhere))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, "nowhere"));
    for (const RegisterDeal& command : {south, deal("d1", router)})
        full.when(user("nobody", command))
            .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    full.when(user("sam", south)).then_refused(Reason::actor_not_allowed, no_detail);
    full.when(user("ada", south)).then_refused(Reason::actor_not_allowed, no_detail);
    full.when(asked_by({ActorKind::engine, {}}, south))
        .then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("RegisterDeal: then by opportunity, then by id, then by eligibility", "[engine]") {
    Given world = given(converted() + user("sam", deal("d1", router)));
    const Detail fleet = about(SubjectKind::opportunity, "fleet");
    world.when(user("sam", on_opportunity("d1", "none")))
        .then_refused(Reason::unknown_opportunity, about(SubjectKind::opportunity, "none"));
    world.when(user("tom", on_opportunity("d1", "fleet")))
        .then_refused(Reason::unknown_opportunity, fleet);
    world.given({manager(DeactivateUser{{"sam"}, {}})});
    world.when(user("sam", on_opportunity("d1", "fleet")))
        .then_refused(Reason::deal_already_exists, the_deal("d1"));
    world.when(user("sam", on_opportunity("d2", "fleet")))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    for (const Asked& asked : {user("sam", on_opportunity("d2", "fleet")),
                               manager(on_opportunity("d2", "fleet"))})
        world.when(asked)
            .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "north"));
}

TEST_CASE("ApproveDeal: opens the program's protection window, or the one asked for", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)) +
                        user("sam", deal("d2", phone)));
    const Time when = world.now() + hour;
    world.when(at(when, approve("d1"))).then({DealApproved{{{"d1"}, {}}, when + protection_default}});
    CHECK(world.program().deals.find("d1")->protected_until == when + protection_default);
    world.when(at(when, manager(ApproveDeal{{"d2"}, day})))
        .then({DealApproved{{{"d2"}, day}, when + day}});
}

TEST_CASE("ApproveDeal: a window cannot reach beyond the end of time", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(at({time_max.us - 1}, approve("d1"))).then({DealApproved{{{"d1"}, {}}, time_max}});
}

// Scenario 49.
TEST_CASE("ApproveDeal: of two registrations the first can be approved, the second when it has ended",
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
    CHECK(status_of(world, "first") == DealStatus::expired);
    CHECK(status_of(world, "second") == DealStatus::approved);
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
        .when(approve("d2")).then_refused(Reason::deal_conflict, the_deal("d1", "sam"));
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

TEST_CASE("ApproveDeal: refused by program, publication, user, actor, deal, then status", "[engine]") {
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
    CHECK(status_of(world, "d1") == DealStatus::rejected);
}

TEST_CASE("RejectDeal: refused by program, publication, user, actor, deal, then status", "[engine]") {
    only_a_pending_deal_by_the_channel_manager(RejectDeal{{"none"}, {}}, RejectDeal{{"d1"}, {}});
}

TEST_CASE("WithdrawDeal: by whoever registered it, their managers, or the vendor", "[engine]") {
    const WithdrawDeal command{{"d1"}, {}};
    for (const Asked& asked : {user("sam", command), user("moe", command), user("ada", command),
                               manager(command), upstream(command)}) {
        Given world = given(two_partners() + user("sam", deal("d1", router)));
        world.when(asked).then({DealWithdrawn{command}});
        CHECK(status_of(world, "d1") == DealStatus::withdrawn);
    }
}

TEST_CASE("WithdrawDeal: other sellers may not, and strangers do not learn whose it is", "[engine]") {
    const WithdrawDeal command{{"d1"}, {}};
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    world.when(user("sue", command)).then_refused(Reason::not_your_deal, the_deal("d1", "sam"));
    world.when(user("tom", command)).then_refused(Reason::not_your_deal, the_deal("d1", "sam", false));
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
