// RegisterDeal: who the customer is, whose the registration, and what stands in its way.
#include <catch2/catch.hpp>

#include "engine/core/match.hpp"
#include "tests/support/deals.hpp"

namespace leadline::tests {
namespace {

using namespace events;

const Detail no_detail{};

RegisterDeal on_opportunity(Text id, Text opportunity) {
    return {{id}, {}, {opportunity}, {}, {}, {}, {}};
}

Told registered(const RegisterDeal& command, Text partner,
                const std::vector<DealId>& conflicts = {}, Text customer = "account:shop") {
    return DealRegistered{command, {partner}, customer, each_once(command.products), conflicts};
}

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
    CHECK(made.status == engine::DealStatus::pending);
    CHECK(world.program().users.at(made.registered_by).id == "sam");
    CHECK(made.products == std::vector<std::string>{"phone", "router"});
}

TEST_CASE("RegisterDeal: the vendor names the partner, or an opportunity that has one",
          "[engine]") {
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

TEST_CASE(
    "RegisterDeal: the customer is the account, else the name, else the opportunity's account",
    "[engine]") {
    Arena arena;
    const std::string name_key =
        "name:" + engine::match_key_hex(engine::match_key(
                      {"acme"}, {engine::MatchField::company, "blue sky"}, arena));
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

TEST_CASE("RegisterDeal: behind the account comes the web domain, which no free mail's is",
          "[engine]") {
    Arena arena;
    const std::string domain_key =
        "domain:" + engine::match_key_hex(engine::match_key(
                        {"acme"}, {engine::MatchField::web_domain, "blue-sky.co.uk"}, arena));
    Given world = given(converted());
    const RegisterDeal by_site =
        deal("d1", router, {{}, "Blue Sky", "https://shop.blue-sky.co.uk/cart"});
    world.when(user("sam", by_site)).then({registered(by_site, "north", {}, domain_key)});
    const RegisterDeal by_mail = deal("d2", router, {{}, "Other", "Ana@BLUE-SKY.co.uk"});
    world.when(user("tom", by_mail)).then({registered(by_mail, "south", {{"d1"}}, domain_key)});
    const RegisterDeal by_account = deal("d3", router, {{"shop"}, {}, "blue-sky.co.uk"});
    world.when(user("tom", by_account)).then({registered(by_account, "south")});
    world.given({user("sam", deal("d4", phone, {{}, "Blue Sky"}))});
    const std::string name_key = world.program().deals.find("d4")->customer_key;
    const RegisterDeal free_mail = deal("d5", phone, {{}, "Blue Sky", "blue.sky@gmail.com"});
    world.when(user("tom", free_mail)).then({registered(free_mail, "south", {{"d4"}}, name_key)});
    RegisterDeal nobody = on_opportunity("d6", "fleet");
    nobody.customer.domain = "gmail.com";
    world.when(user("sam", nobody)).then({registered(nobody, "north")});
}

TEST_CASE("RegisterDeal: a customer is the same without its legal form", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router, {{}, "Blue Sky GmbH"})));
    const std::string key = world.program().deals.find("d1")->customer_key;
    const RegisterDeal same = deal("d2", router, {{}, "BLUE-SKY"});
    world.when(user("tom", same)).then({registered(same, "south", {{"d1"}}, key)});
    const RegisterDeal nobody = deal("d4", router, {{}, "-"});
    world.when(user("tom", nobody)).then({registered(nobody, "south", {}, "")});
    const RegisterDeal other = deal("d3", router, {{}, "Blue Skies"});
    CHECK(world.when(user("tom", other)).told.size() == 1);
    CHECK(world.program().deals.find("d3")->customer_key != key);
}

TEST_CASE("RegisterDeal: earlier registrations that stand are listed in log order", "[engine]") {
    Given world = given(two_partners());
    world.given({user("sam", deal("z", router)), user("tom", deal("gone", router)),
                 user("tom", WithdrawDeal{{"gone"}, {}}), user("sue", deal("other", phone)),
                 user("tom", deal("a", both)),
                 user("sue", deal("m", router, {{"elsewhere"}, {}}))});
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

RegisterDeal for_north(RegisterDeal command) {
    command.partner = {"north"};
    return command;
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
        .then_refused(Reason::unknown_opportunity, fleet);  // it is nobody's now
    world.when(user("sam", deal("d1", router)))
        .then_refused(Reason::deal_already_exists, the_deal("d1"));
    world.when(user("sam", deal("d2", router)))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    for (const Asked& asked :
         {user("sam", deal("d2", router)), manager(for_north(deal("d2", router)))})
        world.when(asked).then_refused(Reason::partner_not_eligible,
                                       about(SubjectKind::partner, "north"));
}

}  // namespace
}  // namespace leadline::tests
