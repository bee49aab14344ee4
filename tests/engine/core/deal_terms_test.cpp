// What is approved as it comes by the ruleset's word, and whether a customer is free.
#include <catch2/catch.hpp>

#include "tests/support/deals.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::DealStatus;

const Detail no_detail{};
const std::vector<Text> gold{"gold"};
const std::vector<Text> silver{"silver"};
const std::vector<Money> at_most{{"50000", "EUR", 5'000'000}, {"60000", "USD", 6'000'000}};

// Approved at once, whatever conflicts with nothing and meets this.
Given approving(const AutoApproval& approval) {
    const std::vector<AutoApproval> rule{approval};
    return given(with_terms({{}, day, 1, rule}));
}

RegisterDeal worth(Text id, const std::vector<Text>& products, const Money& amount) {
    RegisterDeal asked = deal(id, products, {{id}, {}});
    asked.amount = amount;
    return asked;
}

bool is_approved(Given& world, const RegisterDeal& asked) {
    world.given({user("sam", asked)});
    return status_of_deal(world, asked.deal.text) == DealStatus::approved;
}

TEST_CASE("RegisterDeal: what meets the ruleset's word is approved in the same command",
          "[engine]") {
    Given world = approving({gold, both, {}});
    const RegisterDeal asked = deal("d1", router);
    const Outcome outcome = world.when(user("sam", asked));
    const Time end = world.now() + protection_default;
    outcome.then({DealRegistered{asked, {"north"}, "account:shop", router, {}},
                  DealApproved{{{"d1"}, {}}, end, 1}});
    CHECK(world.program().deals.find("d1")->protected_until == end);
    world.when(at(end, manager(SuspendPartner{{"south"}, {}})))
        .then_first({DealProtectionEnded{{"d1"}}});
}

TEST_CASE("RegisterDeal: the vendor's registration for a partner is approved like its own",
          "[engine]") {
    Given world = approving({});
    RegisterDeal asked = deal("d1", router);
    asked.partner = {"south"};
    CHECK(world.when(upstream(asked)).told.size() == 2);
    CHECK(status_of_deal(world, "d1") == DealStatus::approved);
}

TEST_CASE("RegisterDeal: in a conflict people decide", "[engine]") {
    Given world = approving({});
    world.given({user("sam", deal("d1", router))});
    world.when(user("tom", deal("d2", both)))
        .then({DealRegistered{deal("d2", both),
                              {"south"},
                              "account:shop",
                              each_once(both),
                              std::vector<DealId>{{"d1"}}}});
    // Nor is it approved by itself once its way is free.
    world.given({user("sam", CancelDeal{{"d1"}, {}})});
    CHECK(status_of_deal(world, "d2") == DealStatus::pending);
    CHECK(is_approved(world, deal("d3", phone, {{"bank"}, {}})));
}

TEST_CASE("RegisterDeal: what cannot be in a conflict is looked at by people", "[engine]") {
    Given world = approving({});
    const std::vector<Text> nothing;
    CHECK_FALSE(is_approved(world, deal("d1", nothing)));
    CHECK_FALSE(is_approved(world, deal("d2", router, {{}, " - "})));
}

TEST_CASE("RegisterDeal: all that the ruleset asks for must hold", "[engine]") {
    Given by_tier = approving({silver, {}, {}});
    CHECK_FALSE(is_approved(by_tier, deal("d1", router)));
    Given by_product = approving({gold, router, {}});
    CHECK(is_approved(by_product, deal("d1", router)));
    CHECK_FALSE(is_approved(by_product, deal("d2", both, {{"bank"}, {}})));
    Given by_amount = approving({gold, both, at_most});
    CHECK_FALSE(is_approved(by_amount, deal("d1", router)));  // it says no amount
    CHECK(is_approved(by_amount, worth("d2", router, {"50000.00", "EUR", 5'000'000})));
    CHECK_FALSE(is_approved(by_amount, worth("d3", router, {"50000.01", "EUR", 5'000'001})));
    CHECK(is_approved(by_amount, worth("d4", router, {"59999.99", "USD", 5'999'999})));
    CHECK_FALSE(is_approved(by_amount, worth("d5", router, {"1", "CHF", 100})));
    const std::vector<Text> other{"drone"};
    CHECK_FALSE(is_approved(by_amount, worth("d6", other, {"1", "EUR", 100})));
}

TEST_CASE("RegisterDeal: without such a word nothing is approved by itself", "[engine]") {
    Given no_rules = given(two_partners());
    CHECK_FALSE(is_approved(no_rules, deal("d1", router)));
    Given others = given(with_terms({{}, day, 3, {}}));
    CHECK_FALSE(is_approved(others, deal("d1", router)));
}

TEST_CASE("PublishRuleset: what is said of deals must be possible", "[engine]") {
    const std::vector<Money> twice{{"1", "EUR", 100}, {"2", "EUR", 200}};
    const std::vector<AutoApproval> in_one_currency{{{}, {}, twice}};
    for (const DealTerms& terms : {DealTerms{{}, {}, 1, {}}, DealTerms{{}, {-1}, 1, {}},
                                   DealTerms{{}, day, 1, in_one_currency}}) {
        const std::vector<Asked> commands = with_terms(terms);
        Given world = given({commands.begin(), commands.end() - 1});
        world.when(commands.back()).then_refused(Reason::ruleset_invalid);
    }
}

// ---- Is this customer free?

TEST_CASE("CheckCustomer: taken while another partner's registration is pending or protected",
          "[engine]") {
    const CheckCustomer asks{{{"shop"}, {}}, both};
    Given world = given(two_partners());
    world.when(user("tom", asks)).then({CustomerFoundFree{asks}});
    world.given({user("sam", deal("d1", router))});
    world.when(user("tom", asks)).then({CustomerFoundTaken{asks}});
    world.given({approve("d1")});
    world.when(user("tom", asks)).then({CustomerFoundTaken{asks}});
    world.given({user("sam", WinDeal{{"d1"}, {}})});
    world.when(user("tom", asks)).then({CustomerFoundFree{asks}});
}

TEST_CASE("CheckCustomer: one's own partner's registrations do not count, for the vendor all do",
          "[engine]") {
    const CheckCustomer asks{{{"shop"}, {}}, router};
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    for (const Text colleague : {"sam", "sue", "ada"})
        world.when(user(colleague, asks)).then({CustomerFoundFree{asks}});
    world.when(manager(asks)).then({CustomerFoundTaken{asks}});
    world.when(upstream(asks)).then({CustomerFoundTaken{asks}});
    // Behind one's own there may be another's.
    world.given({user("tom", deal("d2", router))});
    world.when(user("sam", asks)).then({CustomerFoundTaken{asks}});
}

TEST_CASE("CheckCustomer: another customer or other products are no answer", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router, {{}, "Blue Sky GmbH"})));
    const CheckCustomer by_name{{{}, "blue sky"}, router};
    world.when(user("tom", by_name)).then({CustomerFoundTaken{by_name}});
    const CheckCustomer other_product{{{}, "blue sky"}, phone};
    world.when(user("tom", other_product)).then({CustomerFoundFree{other_product}});
    const CheckCustomer other_name{{{}, "red sky"}, router};
    world.when(user("tom", other_name)).then({CustomerFoundFree{other_name}});
}

// "Free" would be a promise that nobody looked into.
TEST_CASE("CheckCustomer: a customer who cannot be told is refused", "[engine]") {
    Given world = given(two_partners());
    for (const Customer& nobody : {Customer{{}, {}, "gmail.com"}, Customer{{}, "-"}}) {
        const CheckCustomer asks{nobody, router};
        world.when(user("tom", asks)).then_refused(Reason::customer_not_recognised, no_detail);
    }
}

TEST_CASE("CheckCustomer: a question changes nothing but position and time", "[engine]") {
    Given world = given(two_partners() + user("sam", deal("d1", router)));
    const CheckCustomer asks{{{"shop"}, {}}, router};
    world.when(user("tom", asks)).then({CustomerFoundTaken{asks}});
    const auto before = world.state().hash();  // as of a checkpoint in `when`
    for (const Text who : {"tom", "sam"}) CHECK(world.when(user(who, asks)).told.size() == 1);
    CHECK(world.state().hash() == before);
}

TEST_CASE("CheckCustomer: refused by program, user, actor, then eligibility", "[engine]") {
    const CheckCustomer asks{{{"shop"}, {}}, router};
    Given().when(manager(asks)).then_refused(Reason::unknown_program, no_detail);
    Given draft = given({manager(CreateProgram{})});
    draft.when(user("nobody", asks)).then_refused(Reason::program_not_published, no_detail);
    Given world = given(two_partners());
    world.when(user("nobody", asks))
        .then_refused(Reason::unknown_user, about(SubjectKind::user, "nobody"));
    world.when(asked_by({ActorKind::engine, {}}, asks))
        .then_refused(Reason::actor_not_allowed, no_detail);
    world.given({manager(DeactivateUser{{"sam"}, {}})});
    world.when(user("sam", asks))
        .then_refused(Reason::user_not_eligible, about(SubjectKind::user, "sam"));
    world.given({manager(SuspendPartner{{"south"}, {}})});
    world.when(user("tom", asks))
        .then_refused(Reason::partner_not_eligible, about(SubjectKind::partner, "south"));
}

}  // namespace
}  // namespace leadline::tests
