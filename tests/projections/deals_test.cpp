// The course of a deal as the view keeps it, and as a lead's story tells it.
#include "tests/support/deals.hpp"

#include <catch2/catch.hpp>

#include "projections/explain.hpp"
#include "tests/projections/view_world.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

constexpr events::ProgramId acme{"acme"};

// Texts of the rows that `text_of` picks, in order.
template <class Rows, class TextOf>
std::vector<std::string> texts(const Rows& rows, TextOf text_of) {
    std::vector<std::string> all;
    for (const auto& row : rows) all.emplace_back(text_of(row));
    return all;
}
using Ids = std::vector<std::string>;

std::string story_of(ViewWorld& world, Text lead) {
    Grown grown(world.log());
    return explain_text(must(grown.catch_up().query().lead(acme, {lead})).value);
}

}  // namespace

TEST_CASE("deal view: extensions, what was won, and which ruleset approved", "[projections]") {
    ViewWorld world;
    const std::vector<events::AutoApproval> all{events::AutoApproval{}};
    world.ask(with_terms({{}, events::day, 2, all}));
    const events::Customer site{{}, {}, "blue-sky.example"};
    const events::WinDeal won{{"d1"}, events::Money{"900", "EUR", 90'000}};
    world.ask({user("sam", deal("d1", router, site)), user("sam", extend("d1")),
               user("sam", extend("d1")), user("sam", won), user("sam", deal("d2", router, site)),
               manager(events::CancelDeal{{"d2"}, {}}), user("tom", deal("d3", router, site)),
               manager(events::DeactivatePartner{{"south"}, {}, true})});
    Grown grown(world.log());
    const Query query = grown.catch_up().query();
    const auto first = must(query.deal(acme, {"d1"}));
    CHECK(first.value.status == DealStatus::won);
    CHECK(first.value.domain == "blue-sky.example");
    CHECK(first.value.extensions == 2);
    CHECK(first.value.amount_won == won.amount);
    CHECK_FALSE(first.value.protected_until.is_set());
    const auto steps = first.value.steps;
    CHECK(texts(steps, [](const DealStep& step) { return step.name; }) ==
          Ids{"DealRegistered", "DealApproved", "DealExtended", "DealExtended", "DealWon"});
    CHECK(steps[1].ruleset_version == 1);
    CHECK(steps[1].asked == "RegisterDeal");
    CHECK(steps[2].protected_until == steps[1].protected_until + events::day);
    CHECK(steps[2].remark.is_set());
    CHECK(first.value.since == steps[4].time);
    CHECK(must(query.deal(acme, {"d2"})).value.status == DealStatus::cancelled);
    CHECK(must(query.deal(acme, {"d3"})).value.status == DealStatus::cancelled);
    const auto listed = must(query.deals(acme, {.status = DealStatus::cancelled}));
    CHECK(texts(listed.value.items, [](const DealRow& row) { return row.deal.text; }) ==
          Ids{"d2", "d3"});
    CHECK(must(query.deals(acme, {.status = DealStatus::approved})).value.items.empty());
}

TEST_CASE("explain: how a deal's protection began and ended stands in the story", "[projections]") {
    ViewWorld world;
    const std::vector<events::AutoApproval> all{events::AutoApproval{}};
    const events::Customer shop{{"shop"}, {}};
    events::WinDeal won{{"d1"}, events::Money{"900", "EUR", 90'000}};
    world.ask(with_terms({{}, events::day, 1, all}) + captured("l1") +
              user("sam", events::ClaimLead{{"l1"}, {}}) +
              user("sam", events::ConvertLead{{"l1"}, {"shop"}, {}, {}}) +
              user("sam", deal("d1", router, shop)) + user("sam", extend("d1")) + user("sam", won) +
              user("tom", deal("d2", phone, shop)) + user("tom", events::CancelDeal{{"d2"}, {}}) +
              user("tom", deal("d3", phone, shop)) +
              manager(events::DeactivatePartner{{"south"}, {}, true}));
    const std::string story = story_of(world, "l1");
    INFO(story);
    for (const char* line :
         {"deal d1 approved by ruleset 1, protected until ", "deal d1 extended, protected until ",
          ", by user sam: \"the customer's budget comes in May\"\n",
          "deal d1 won, 900 EUR, by user sam\n", "deal d2 cancelled by user tom\n",
          "deal d3 cancelled: partner south was deactivated by manager maria\n"})
        CHECK_THAT(story, Catch::Contains(line));
}
