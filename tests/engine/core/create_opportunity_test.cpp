// CreateOpportunity: whose it is, which account it is of, and why it is refused (SPEC 10).
#include <catch2/catch.hpp>

#include "engine/core/match.hpp"
#include "tests/support/opportunities.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using enum OpportunityStatus;

const Detail no_detail{};

Told account(Text id, Text title) {
    static Arena arena;
    return AccountCreated{
        {id}, title, engine::match_key({"acme"}, {engine::MatchField::company, title}, arena), {}};
}

// What the command makes, for nobody. It views the command.
OpportunityCreated made_of(const CreateOpportunity& c, Text account = "account-o1") {
    OpportunityCreated created;
    created.request = List<CreateOpportunity>({&c, 1});
    created.opportunity = c.opportunity;
    created.account = {account};
    created.contact = c.contact;
    created.status = new_;
    created.stage = c.stage.empty() ? "qualify" : c.stage;
    created.topic = c.topic;
    created.amount = c.amount;
    created.expected_close = c.expected_close;
    created.products = c.products;
    return created;
}
OpportunityCreated owned(OpportunityCreated created, Text user, Text partner,
                         OpportunityStatus status = accepted) {
    created.owner = {user};
    created.partner = {partner};
    created.status = status;
    return created;
}
OpportunityCreated partners_own(const CreateOpportunity& c, Text user, Text partner) {
    OpportunityCreated created = owned(made_of(c), user, partner, new_);
    created.by_partner = true;
    return created;
}

TEST_CASE("CreateOpportunity: what a partner's user makes is the partner's own and waits",
          "[engine]") {
    Given world = given(two_partners());
    static const std::vector<Text> products{"router", "phone"};
    static Arena arena;
    CreateOpportunity first = opens("o1");
    first.topic = "Forty routers";
    first.amount = Money{"1200.50", "EUR", 120'050};
    first.expected_close = Time{1'800'000'000'000'000};
    first.products = products;
    const OpportunityTexts texts{"They move.", "A network.", {}};
    first.texts = {"o1", Sealing::plain, 0, body_in(arena, texts)};
    world.when(user("sam", first))
        .then({partners_own(first, "sam", "north"), account("account-o1", "Shop")});
    const engine::Opportunity& it = opportunity(world, "o1");
    CHECK(it.status == new_);
    CHECK(it.by_partner);
    CHECK(it.stage == "qualify");
    CHECK(it.topic == "Forty routers");
    CHECK(it.amount_minor == 120'050);
    CHECK(it.products == std::vector<std::string>{"router", "phone"});
    CHECK(holder(world, "o1") == "sam");
}

TEST_CASE("CreateOpportunity: managers make them for others of their partner, sellers do not",
          "[engine]") {
    Given world = given(two_partners() + manager(opens("first")));
    CreateOpportunity for_sue = opens("o1");
    for_sue.user = {"sue"};
    world.when(user("sam", for_sue)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(user("tom", for_sue)).then_refused(Reason::actor_not_allowed, no_detail);
    OpportunityCreated expected = partners_own(for_sue, "sue", "north");
    expected.account = {"account-first"};
    world.when(user("moe", for_sue)).then({expected});
    CreateOpportunity elsewhere = opens("o2");
    elsewhere.partner = {"south"};
    world.when(user("ada", elsewhere)).then_refused(Reason::actor_not_allowed, no_detail);
    elsewhere.partner = {"north"};
    expected = partners_own(elsewhere, "ada", "north");
    expected.account = {"account-first"};
    world.when(user("ada", elsewhere)).then({expected});
}

TEST_CASE("CreateOpportunity: the vendor's is nobody's, a partner's to answer, or a user's",
          "[engine]") {
    Given world = given(two_partners());
    world.when(upstream(opens("o1"))).then({made_of(opens("o1")), account("account-o1", "Shop")});
    CHECK(holder(world, "o1").empty());

    CreateOpportunity to_north = opens("o2");
    to_north.partner = {"north"};
    to_north.accept_within = hour;
    const Outcome delivered_one = world.when(manager(to_north));
    const DeliverOpportunity deliver{{"o2"}, {"north"}, hour, {}};
    delivered_one.then(
        {made_of(to_north), OpportunityDelivered{deliver, world.now() + hour, {}, {}}});
    CHECK(status_of(world, "o2") == "delivered");
    CHECK(holder(world, "o2") == "for north");

    CreateOpportunity for_sam = opens("o3");
    for_sam.user = {"sam"};
    world.when(manager(for_sam)).then({owned(made_of(for_sam), "sam", "north")});
    CreateOpportunity both = opens("o4");
    both.user = {"sam"};
    both.partner = {"north"};
    world.when(manager(both)).then({owned(made_of(both), "sam", "north")});
    both = opens("o5");
    both.user = {"sam"};
    both.partner = {"south"};
    world.when(manager(both)).then_refused(Reason::actor_not_allowed, no_detail);
}

TEST_CASE("CreateOpportunity: the account is the one named, one of that name, or a new one",
          "[engine]") {
    Given world = given(two_partners());
    CreateOpportunity named = opens("o0");
    named.customer = {{"shop"}, "Shop GmbH"};
    world.when(manager(named)).then({made_of(named, "shop"), account("shop", "Shop GmbH")});
    world.when(manager(opens("o1"))).then({made_of(opens("o1"), "shop")});
    CreateOpportunity known = opens("o2");
    known.customer = {{"shop"}, "Another name"};
    world.when(manager(known)).then({made_of(known, "shop")});
    CreateOpportunity other = opens("o3");
    other.customer = {{}, "Bank"};
    world.when(manager(other)).then({made_of(other, "account-o3"), account("account-o3", "Bank")});
    CreateOpportunity taken = opens("o4");
    taken.customer = {{"account-o5"}, "Mill"};
    world.given({manager(taken)});
    taken = opens("o5");
    taken.customer = {{}, "Port"};
    world.when(manager(taken))
        .then_refused(Reason::account_already_exists, about(SubjectKind::account, "account-o5"));
}

TEST_CASE("CreateOpportunity: a contact that is known, and a stage that there is", "[engine]") {
    const ContactDetails ana{"Ana", "ana@shop.example", {}};
    Given world = given(claimed("l1", "sam", {"Shop", ana, {}}) +
                        user("sam", ConvertLead{{"l1"}, {"shop"}, {"ana"}, {}}));
    CreateOpportunity command = opens("o1");
    command.contact = {"ana"};
    command.stage = "propose";
    // By ids a partner could try who is a customer.
    world.when(user("sam", command)).then_refused(Reason::actor_not_allowed);
    OpportunityCreated expected = made_of(command, "shop");
    world.when(manager(command)).then({expected});
    CHECK(opportunity(world, "o1").contact == "ana");
    CHECK(opportunity(world, "o1").stage == "propose");
}

TEST_CASE("CreateOpportunity: refused by program, partner, user, actor, then by what is there",
          "[engine]") {
    CreateOpportunity wrong = opens("o1");
    wrong.partner = {"nowhere"};
    wrong.user = {"ghost"};
    wrong.stage = "none";
    wrong.contact = {"ghost"};
    wrong.customer = {{}, "Port"};
    Given().when(user("nobody", wrong)).then_refused(Reason::unknown_program, no_detail);
    given({manager(CreateProgram{})})
        .when(user("nobody", wrong))
        .then_refused(Reason::program_not_published, no_detail);

    CreateOpportunity taken = opens("o1");
    taken.customer = {{"account-o1"}, "Mill"};
    Given world = given(two_partners() + manager(taken));
    world.when(user("nobody", wrong))
        .then_refused(Reason::unknown_partner, about(SubjectKind::partner, "nowhere"));
    wrong.partner = {"north"};
    world.when(user("nobody", wrong))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(manager(wrong))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "ghost"));
    wrong.user = {"sam"};
    world.when(user("tom", wrong)).then_refused(Reason::actor_not_allowed, no_detail);
    world.when(asked_by({ActorKind::engine, {}}, wrong))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.given({manager(DeactivateUser{{"sam"}, {}})});
    world.when(manager(wrong)).then_refused(Reason::unknown_stage, with_statuses({}, usual_stages));
    wrong.stage = {};
    world.when(manager(wrong))
        .then_refused(Reason::unknown_contact, about(SubjectKind::contact, "ghost"));
    wrong.contact = {};
    world.when(manager(wrong))
        .then_refused(Reason::account_already_exists, about(SubjectKind::account, "account-o1"));
    wrong.customer = {{}, "Mill"};
    world.when(manager(wrong))
        .then_refused(Reason::opportunity_already_exists, the_opportunity("o1"));
    wrong.opportunity = {"o2"};
    world.when(manager(wrong))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(SuspendPartner{{"north"}, {}})});
    for (const Asked& asked :
         {manager(wrong), delivers_new("o3", "north"), user("sue", opens("o3"))})
        world.when(asked).then_refused(Reason::partner_not_eligible,
                                       about(SubjectKind::partner, "north"));
}

}  // namespace
}  // namespace leadline::tests
