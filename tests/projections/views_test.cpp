// What the views answer, each from a story told by commands.
#include <catch2/catch.hpp>

#include "tests/projections/view_world.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::LeadStatus;

constexpr events::ProgramId acme{"acme"};

// Texts of the rows that `text_of` picks, in order.
template <class Rows, class TextOf>
std::vector<std::string> texts(const Rows& rows, TextOf text_of) {
    std::vector<std::string> all;
    for (const auto& row : rows) all.emplace_back(text_of(row));
    return all;
}
std::vector<std::string> ids(const events::List<LeadRow>& rows) {
    return texts(rows, [](const LeadRow& row) { return row.lead.text; });
}
using Ids = std::vector<std::string>;

Asked with_priority(Text lead, std::int32_t priority) {
    events::CreateLead create{{lead}, {}};
    create.details.priority = priority;
    return upstream(create);
}

}  // namespace

TEST_CASE("lead view: a lead's row says where it is, since when, and what is known of it",
          "[projections]") {
    ViewWorld world;
    const Sample sample{
        "Muster GmbH", {"Erika Muster", "erika@example.org", ""}, {"DE", "", "", ""}};
    world.ask(claimed("l1", "sam", sample));
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().lead(acme, {"l1"}));
    const LeadRow& row = answer.value.story.row;
    CHECK(row.status == LeadStatus::new_);
    CHECK(row.place == LeadPlace::owner);
    CHECK(row.owner.text == "sam");
    CHECK(row.partner.text == "north");
    CHECK(row.queue.text == "inbound");
    CHECK(row.claimed);
    CHECK(row.details.company == "Muster GmbH");
    CHECK(row.since == world.state().time);
    CHECK(answer.value.story.person.shown == Shown::plain);
    CHECK(answer.value.story.person.person.contact.email == "erika@example.org");
    REQUIRE(answer.at.size() == 1);
    CHECK(answer.at[0].position == world.position());
    CHECK(answer.at[0].log == world.log().id());
}

TEST_CASE("lead view: the timeline has every step, in log order, with who did it",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    world.ask({user("tom", events::ClaimLead{{"l1"}, {}}),
               user("sam", events::ChangeLeadStatus{{"l1"}, "working", {}}),
               user("sam", events::ReleaseLead{{"l1"}, {}})});
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().lead(acme, {"l1"}));
    const events::List<Step> steps = answer.value.story.steps;
    CHECK(texts(steps, [](const Step& step) { return step.name; }) ==
          Ids{"LeadCreated", "LeadLeftWaiting", "LeadsReassigned", "LeadReassigned", "LeadClaimed",
              "ClaimLeadRejected", "LeadStatusChanged", "LeadReleased"});
    CHECK(steps[0].actor.id == "crm");
    CHECK(steps[5].user.text == "tom");
    CHECK(steps[5].refused[0].reason == events::Reason::lead_already_claimed);
    CHECK(steps[6].from_status == "new");
    CHECK(steps[7].queue.text == "inbound");
    CHECK(answer.value.story.row.place == LeadPlace::queue);
    for (std::size_t i = 1; i < steps.size(); ++i) CHECK(steps[i - 1].position < steps[i].position);
}

TEST_CASE("lead view: a lead that was never created is not there, whatever was asked of it",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + user("sam", events::ClaimLead{{"ghost"}, {}}));
    Grown grown(world.log());
    const auto lead = grown.catch_up().query().lead(acme, {"ghost"});
    REQUIRE_FALSE(lead.has_value());
    CHECK(lead.error().failure == events::Failure::not_found);
    CHECK(lead.error().message == "there is no lead \"ghost\" in program \"acme\"");
    CHECK(must(grown.query().leads(acme, {})).value.items.empty());
}

TEST_CASE("lead view: a queue lists higher priorities first, then what was created first",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue());
    for (const auto& [lead, priority] : {std::pair{"b", 0}, {"a", 0}, {"low", -3}, {"high", 7}})
        world.ask(std::vector<Asked>{with_priority(lead, priority), queued(lead)});
    Grown grown(world.log());
    auto queue = must(grown.catch_up().query().queue(acme, {"inbound"}));
    CHECK(ids(queue.value.leads.items) == Ids{"high", "b", "a", "low"});
    CHECK(queue.value.row.leads == 4);

    SECTION("a page goes on where the one before ended") {
        const auto first = must(grown.query().queue(acme, {"inbound"}, {{}, 3}));
        CHECK(ids(first.value.leads.items) == Ids{"high", "b", "a"});
        const auto rest = must(grown.query().queue(acme, {"inbound"}, {first.value.leads.next, 3}));
        CHECK(ids(rest.value.leads.items) == Ids{"low"});
        CHECK(rest.value.leads.next.empty());
    }
    SECTION("a lead that is updated, claimed or closed moves or goes") {
        events::UpdateLead update;
        update.lead = {"low"};
        update.priority = 9;
        world.ask({upstream(update), user("sam", events::ClaimLead{{"high"}, {}}),
                   manager(events::ChangeLeadStatus{{"b"}, "unqualified", {}})});
        world.cut();
        queue = must(grown.catch_up().query().queue(acme, {"inbound"}));
        CHECK(ids(queue.value.leads.items) == Ids{"low", "a"});
        CHECK(queue.value.row.leads == 2);
    }
}

TEST_CASE("lead view: an owner's leads come open ones first, and a partner's are its users'",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue());
    for (const char* lead : {"l1", "l2", "l3", "l4"}) world.ask({captured(lead), queued(lead)});
    world.ask(
        {user("sam", events::ClaimLead{{"l1"}, {}}), user("sam", events::ClaimLead{{"l2"}, {}}),
         user("sue", events::ClaimLead{{"l3"}, {}}), user("tom", events::ClaimLead{{"l4"}, {}}),
         user("sam", events::ConvertLead{{"l1"}, {}, {}, {}})});
    Grown grown(world.log());
    const Query query = grown.catch_up().query();
    const auto leads = [&](const LeadFilter& filter) {
        return ids(must(query.leads(acme, filter)).value.items);
    };
    CHECK(leads({.owner = {"sam"}}) == Ids{"l2", "l1"});
    CHECK(leads({.owner = {"sam"}, .open = true}) == Ids{"l2"});
    CHECK(leads({.owner = {"sam"}, .status = "converted"}) == Ids{"l1"});
    CHECK(leads({.partner = {"north"}, .open = true}) == Ids{"l2", "l3"});
    CHECK(leads({.status = "converted"}) == Ids{"l1"});
    CHECK(leads({}) == Ids{"l1", "l2", "l3", "l4"});
    CHECK(leads({.owner = {"nobody"}}) == Ids{});
    const auto page = must(query.leads(acme, {}, {{}, 3}));
    CHECK(ids(page.value.items) == Ids{"l1", "l2", "l3"});
    CHECK(ids(must(query.leads(acme, {}, {page.value.next, 3})).value.items) == Ids{"l4"});

    const auto partner = must(query.partner(acme, {"north"}));
    CHECK(partner.value.row.activity.open_leads == 2);
    CHECK(partner.value.row.activity.claims == 3);
    CHECK(partner.value.row.activity.conversions == 1);
    CHECK(ids(partner.value.leads.items) == Ids{"l2", "l3"});
    CHECK(must(query.user(acme, {"sam"})).value.activity.open_leads == 1);
}

TEST_CASE("lead view: a contest names the winner and how much later the others came",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam"));
    const std::uint64_t won = world.state().position.number;
    world.ask({user("tom", events::ClaimLead{{"l1"}, {}}), captured("l2"),
               user("sue", events::ClaimLead{{"l1"}, {}})});
    Grown grown(world.log());
    const auto contests = must(grown.catch_up().query().contests(acme, events::LeadId{"l1"}));
    REQUIRE(contests.value.size() == 1);
    const Contest& contest = contests.value[0];
    CHECK(contest.winner.user.text == "sam");
    CHECK(contest.winner.position == won);
    REQUIRE(contest.losers.size() == 2);
    CHECK(contest.losers[0].user.text == "tom");
    CHECK(contest.losers[0].positions_later == 1);
    CHECK(contest.losers[0].later == events::Duration{1'000'000});
    CHECK(contest.losers[1].user.text == "sue");
    CHECK(contest.losers[1].later == events::Duration{3'000'000});
    CHECK(contest.losers[1].reason == events::Reason::lead_already_claimed);
    CHECK(must(grown.query().contests(acme)).value.items.size() == 1);
    CHECK(must(grown.query().user(acme, {"tom"})).value.activity.claims_lost == 1);
    CHECK(must(grown.query().partner(acme, {"north"})).value.row.activity.claims_lost == 1);
}

TEST_CASE("lead view: who claimed several at once stands in the contest of each lead, and of none",
          "[projections]") {
    ViewWorld world;
    world.ask(claimed("l1", "sam") + captured("l2") + queued("l2"));
    const std::vector<events::LeadId> wanted{{"l2"}, {"l1"}, {"nobody"}};
    world.ask({user("tom", events::ClaimLeads{wanted, {}})});
    Grown grown(world.log());
    const auto contests = must(grown.catch_up().query().contests(acme, events::LeadId{"l1"}));
    REQUIRE(contests.value.size() == 1);
    REQUIRE(contests.value[0].losers.size() == 1);
    CHECK(contests.value[0].losers[0].user.text == "tom");
    CHECK(contests.value[0].winner.user.text == "sam");
    CHECK(must(grown.query().contests(acme)).value.items.size() == 1);
    CHECK(must(grown.query().lead(acme, {"l2"})).value.story.row.owner.text == "tom");
    // A lead that is not there has no timeline.
    CHECK(grown.query().lead(acme, {"nobody"}).error().failure == events::Failure::not_found);
    const auto tom = must(grown.query().user(acme, {"tom"}));
    CHECK(tom.value.activity.claims == 1);
    CHECK(tom.value.activity.claims_lost == 1);
}

TEST_CASE("queue view: a refused ClaimNext is counted by reason, with the last one's time and user",
          "[projections]") {
    ViewWorld world;
    events::DefineQueue narrow{{"narrow"}, "Narrow", false, {}, {}, {}, {}};
    world.ask(open_queue() + manager(narrow) + user("sam", events::ClaimNext{{"inbound"}, {}}) +
              user("tom", events::ClaimNext{{"inbound"}, {}}) +
              user("sam", events::ClaimNext{{"narrow"}, {}}) +
              user("sam", events::ClaimNext{{"nowhere"}, {}}));
    Grown grown(world.log());
    const auto inbound = must(grown.catch_up().query().queue(acme, {"inbound"}));
    REQUIRE(inbound.value.refused.size() == 1);
    const RefusedClaims& refused = inbound.value.refused[0];
    CHECK(refused.reason == events::Reason::nothing_to_claim);
    CHECK(refused.count == 2);
    CHECK(refused.last_user.text == "tom");
    CHECK(refused.last == events::Time{world.state().time.us - 2'000'000});
    CHECK(refused.last_position == world.position().number - 2);

    world.ask({manager(events::SuspendPartner{{"north"}, {}}),
               manager(events::ClaimNext{{"inbound"}, {"sue"}})});
    world.cut();
    const auto later = must(grown.catch_up().query().queue(acme, {"inbound"}));
    REQUIRE(later.value.refused.size() == 2);  // in the order of precedence
    CHECK(later.value.refused[0].reason == events::Reason::partner_not_eligible);
    CHECK(later.value.refused[0].last_user.text == "sue");
    CHECK(later.value.refused[1] == refused);
    const auto closed = must(grown.query().queue(acme, {"narrow"}));
    REQUIRE(closed.value.refused.size() == 1);
    CHECK(closed.value.refused[0].reason == events::Reason::not_a_member);
    CHECK(must(grown.query().queues(acme)).value.items.size() == 2);
}

TEST_CASE("deal view: a customer's registrations in log order, each with what it conflicts with",
          "[projections]") {
    ViewWorld world;
    world.ask(two_partners());
    const std::vector<Text> products{"pump"};
    const auto register_deal = [&](Text deal) {
        events::RegisterDeal c;
        c.deal = {deal};
        c.customer.title = "Muster GmbH";
        c.products = products;
        return c;
    };
    world.ask({user("sam", register_deal("d1")), user("tom", register_deal("d2")),
               manager(events::ApproveDeal{{"d1"}, {}}), manager(events::RejectDeal{{"d2"}, {}})});
    Grown grown(world.log());
    const Query query = grown.catch_up().query();
    const auto first = must(query.deal(acme, {"d1"}));
    CHECK(first.value.status == DealStatus::approved);
    CHECK(first.value.registered_by.text == "sam");
    CHECK(first.value.protected_until.is_set());
    CHECK(first.value.conflicts.empty());
    const auto second = must(query.deal(acme, {"d2"}));
    CHECK(second.value.status == DealStatus::rejected);
    CHECK(texts(first.value.steps, [](const DealStep& step) { return step.name; }) ==
          Ids{"DealRegistered", "DealApproved"});
    CHECK(first.value.steps[0].position == first.value.position);
    CHECK(first.value.steps[1].actor.id == "maria");
    CHECK(first.value.steps[1].protected_until == first.value.protected_until);
    CHECK(second.value.steps[1].time == second.value.since);
    CHECK(second.value.conflicts ==
          events::List<events::DealId>(std::vector<events::DealId>{{"d1"}}));
    const auto deal_ids = [&](const DealFilter& filter) {
        return texts(must(query.deals(acme, filter)).value.items,
                     [](const DealRow& row) { return row.deal.text; });
    };
    CHECK(deal_ids({.customer_key = first.value.customer_key}) == Ids{"d1", "d2"});
    CHECK(deal_ids({.partner = {"south"}}) == Ids{"d2"});
    CHECK(deal_ids({.status = DealStatus::approved}) == Ids{"d1"});
    CHECK(must(query.program(acme)).value.deals == 2);
}

TEST_CASE("partner view: partners and users carry their status and since when", "[projections]") {
    ViewWorld world;
    world.ask(two_partners() + manager(events::SuspendPartner{{"south"}, {}}) +
              manager(events::DeactivateUser{{"sam"}, {}}) +
              manager(events::InviteUser{{"new"}, {"north"}, events::Role::seller, {}}));
    Grown grown(world.log());
    const Query query = grown.catch_up().query();
    const auto partners = must(query.partners(acme));
    REQUIRE(partners.value.items.size() == 2);
    CHECK(partners.value.items[0].status == PartnerStatus::active);
    CHECK(partners.value.items[1].status == PartnerStatus::suspended);
    const auto north = must(query.partner(acme, {"north"}));
    CHECK(texts(north.value.users, [](const UserRow& row) { return row.user.text; }) ==
          Ids{"ada", "moe", "new", "sam", "sue"});
    CHECK(north.value.users[2].status == UserStatus::invited);
    CHECK_FALSE(north.value.users[2].first_login.is_set());
    CHECK(north.value.users[3].status == UserStatus::deactivated);
    CHECK(north.value.users[3].first_login.is_set());
}

TEST_CASE("ruleset view: every published version can be read with its entries", "[projections]") {
    ViewWorld world;
    world.ask(open_queue() +
              rules("first",
                    {{"web",
                      {test_of("source", events::ConditionOp::equals, {"web"})},
                      to_user("sam"),
                      {}}},
                    to_queue("inbound")) +
              rules("second", {}, to_user("tom")));
    Grown grown(world.log());
    const Query query = grown.catch_up().query();
    const auto first = must(query.ruleset(acme, 1));
    REQUIRE(first.value.entries.size() == 1);
    CHECK(first.value.entries[0].name == "web");
    CHECK(first.value.entries[0].condition[0].values[0] == "web");
    CHECK(first.value.fallback[0].target == "inbound");
    CHECK(must(query.ruleset(acme, 2)).value.fallback[0].target == "tom");
    CHECK(must(query.program(acme)).value.ruleset_version == 2);
    CHECK(query.ruleset(acme, 3).error().failure == events::Failure::not_found);
}

TEST_CASE("program view: the only program need not be named, one of several must be",
          "[projections]") {
    ViewWorld world;
    Grown grown(world.log());
    CHECK(grown.query().only_program().error().failure == events::Failure::not_found);
    world.ask(open_queue()).cut();
    CHECK(must(grown.catch_up().query().only_program()) == "acme");
    CHECK(must(grown.query().program(acme)).value.published.is_set());
    CHECK(grown.query().program({"other"}).error().message == "there is no program \"other\"");
}
