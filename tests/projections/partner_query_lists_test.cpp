// PartnerQuery: lists, deals and partners as somebody of a partner sees them; and the law that
// nobody sees more than the rules say, whatever happened.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "tests/projections/seen.hpp"
#include "tests/support/deals.hpp"
#include "tests/support/random_commands.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

constexpr events::ProgramId acme{"acme"};

}  // namespace

TEST_CASE("partner query: what is not seen is answered as what is not there", "[projections]") {
    const Seen seen(open_queue() + captured("l1") + assigned("l1", "tom") +
                    user("tom", deal("d1", router)));
    const PartnerQuery sam = seen.as("sam");
    const auto same = [](std::string there, std::string not_there, Text id, Text other) {
        not_there.replace(not_there.find(other), other.size(), id);
        CHECK(there == not_there);
    };
    same(sam.lead({"l1"}).error().message, sam.lead({"l9"}).error().message, "l1", "l9");
    same(sam.deal({"d1"}).error().message, sam.deal({"d9"}).error().message, "d1", "d9");
    same(sam.partner({"south"}).error().message, sam.partner({"east"}).error().message, "south",
         "east");
    CHECK(sam.lead({"l1"}).error().message == R"(there is no lead "l1" in program "acme")");
    CHECK(sam.lead({"l1"}).error().failure == events::Failure::not_found);
    CHECK(sam.lead({"l9"}).error() == seen.query->lead(acme, {"l9"}).error());
}

TEST_CASE("partner query: filters by others find nothing, whether they are there or not",
          "[projections]") {
    const Seen seen(open_queue() + captured("l1") + assigned("l1", "sam") + captured("l2") +
                    assigned("l2", "sue") + captured("l3") + assigned("l3", "tom") +
                    captured("l4") + queued("l4") + captured("l5") + offered_to("north", "l5"));
    CHECK(seen.leads("sam") == Ids{"l5", "l1", "l4"});
    CHECK(seen.leads("sam", {.owner = {"sam"}}) == Ids{"l1"});
    for (const Text owner : {"sue", "tom", "zoe"})
        CHECK(seen.leads("sam", {.owner = {owner}}).empty());
    CHECK(seen.leads("ada", {.owner = {"sue"}}) == Ids{"l2"});
    CHECK(seen.leads("ada", {.owner = {"tom"}}).empty());
    CHECK(seen.leads("sam", {.partner = {"north"}}) == Ids{"l5", "l1"});
    CHECK(seen.leads("ada", {.partner = {"north"}}) == Ids{"l5", "l1", "l2"});
    CHECK(seen.leads("ada", {.partner = {"south"}}).empty());
    CHECK(seen.leads("sam", {.queue = {"inbound"}}) == Ids{"l4"});
    CHECK(seen.leads("sam", {.queue = {"other"}}).empty());
    CHECK(seen.leads("sam", {.owner = {"sam"}, .queue = {"inbound"}}).empty());
    CHECK(seen.leads("sam", {.open = false}).empty());
    CHECK(seen.leads("sam", {.status = "new"}) == Ids{"l5", "l1", "l4"});
}

TEST_CASE("partner query: a cursor is given only where more is seen, and names nobody",
          "[projections]") {
    const Seen seen(open_queue() + captured("l1") + offered_to("north", "l1") + captured("l2") +
                    assigned("l2", "sue") + captured("l3") + assigned("l3", "ada"));
    const auto page = must(seen.as("sam").leads({}, {{}, 1}));
    REQUIRE(page.value.items.size() == 1);
    CHECK(page.value.next.empty());  // leads of colleagues do not count
    const Seen more(open_queue() + captured("l1") + offered_to("north", "l1") + captured("l2") +
                    assigned("l2", "ada") + captured("l3") + queued("l3"));
    const auto first = must(more.as("sam").leads({}, {{}, 1}));
    CHECK_FALSE(first.value.next.empty());
    CHECK_FALSE(has(first.value.next, "ada"));
    const auto rest = must(more.as("sam").leads({}, {first.value.next, 1}));
    REQUIRE(rest.value.items.size() == 1);
    CHECK(rest.value.items[0].lead.text == "l3");
    CHECK(rest.value.next.empty());
}

TEST_CASE("partner query: deals are those of the partner; of a conflict it is told that there is",
          "[projections]") {
    const Seen seen(two_partners() + user("tom", deal("d1", router)) +
                    user("sam", deal("d2", router)) + user("tom", deal("d3", router)) +
                    user("sue", deal("d4", phone)) + user("sam", deal("d5", phone, {{}, "Kai"})));
    const auto page = [&seen](Text who, const DealFilter& filter, const Paging& paging = {}) {
        Ids ids;
        const auto found = must(seen.as(who).deals(filter, paging));
        for (const SeenDeal& deal : found.value.items) ids.emplace_back(deal.row.deal.text);
        if (!found.value.next.empty()) ids.push_back("after " + found.value.next);
        return ids;
    };
    CHECK(page("sam", {}) == Ids{"d2", "d4", "d5"});
    CHECK(page("sam", {}, {{}, 2}) == Ids{"d2", "d4", "after d4"});
    CHECK(page("sam", {}, {"d4", 2}) == Ids{"d5"});
    CHECK(page("sam", {.account = {"shop"}}) == Ids{"d2", "d4"});
    CHECK(page("sam", {.account = {"shop"}}, {{}, 1}) == Ids{"d2", "after d2"});
    CHECK(page("sam", {.account = {"shop"}}, {"d2", 1}) == Ids{"d4"});
    CHECK(page("sam", {.partner = {"south"}}).empty());
    CHECK(page("tom", {.account = {"shop"}}, {{}, 2}) == Ids{"d1", "d3"});
    const auto deal = must(seen.as("sam").deal({"d2"}));
    CHECK(deal.value.conflicts);
    CHECK_FALSE(has(json(deal.value.row), "d1"));
    CHECK(has(json(deal.value.row), R"("registered_by":"sam")"));
    CHECK_FALSE(must(seen.as("sue").deal({"d5"})).value.conflicts);
    CHECK_FALSE(seen.as("sam").deal({"d1"}).has_value());
}

TEST_CASE("partner query: a partner is seen by its own, its people by those who manage them",
          "[projections]") {
    const Seen seen(open_queue() + captured("l1") + assigned("l1", "sam") + captured("l2") +
                    assigned("l2", "sue") + captured("l3") + offered_to("north", "l3"));
    const auto of = [&seen](Text who) {
        const auto partner = must(seen.as(who).partner({"north"}));
        Ids ids;
        for (const UserRow& user : partner.value.users) ids.emplace_back(user.user.text);
        for (const LeadRow& row : partner.value.leads.items) ids.emplace_back(row.lead.text);
        return ids;
    };
    CHECK(of("sam") == Ids{"sam", "l3", "l1"});
    CHECK(of("ada") == Ids{"ada", "moe", "sam", "sue", "l3", "l1", "l2"});
    CHECK_FALSE(seen.as("tom").partner({"north"}).has_value());
}

namespace {

// What the rules come to, said once more.
Sight expected(const UserRow& user, const LeadRow& row) {
    const bool is_ours = row.partner == user.partner;
    const bool is_all = user.role != events::Role::seller;
    if (row.place == LeadPlace::owner && is_ours && (is_all || row.owner == user.user))
        return Sight::own;
    if (!is_open(row.status)) return Sight::none;
    if (row.place == LeadPlace::offer && is_ours) return Sight::offered;
    return row.place == LeadPlace::queue ? Sight::in_queue : Sight::none;  // all are for everybody
}

void check_step(const Viewer& me, const Step& step) {
    RC_ASSERT(!step.user.is_set() || me.is_colleague(step.user));
    RC_ASSERT(!step.partner.is_set() || step.partner == me.partner.partner);
    RC_ASSERT(step.actor.id.empty() || me.is_colleague({step.actor.id}));
    RC_ASSERT(!step.from_user.is_set() && step.on_behalf_of.empty());
    RC_ASSERT(!step.duplicate.is_set() && !step.original.is_set() && !step.survivor.is_set());
    RC_ASSERT(step.merged.empty() && step.filled.empty() && step.matched.empty());
    RC_ASSERT(step.why.empty() && step.scored.empty() && step.refused.empty());
    RC_ASSERT(step.passed_caps.empty());
}

// The ids that are seen, by all leads one by one.
Ids check_leads(const Query& query, events::ProgramId program, const PartnerQuery& seeing,
                std::map<Sight, int>& met) {
    Ids ids;
    const auto all = must(query.leads(program, {}));
    for (const LeadRow& row : all.value.items) {
        const Sight sight = expected(seeing.me().user, row);
        const auto found = seeing.lead(row.lead);
        RC_ASSERT(found.has_value() == (sight != Sight::none));
        if (!found) continue;
        RC_ASSERT(found->value.sight == sight);
        ++met[sight];
        const std::string text = all_of(found->value);
        RC_ASSERT(sight == Sight::own || !has(text, personal_mark));
        RC_ASSERT(found->value.row.merged_into.text.empty());
        RC_ASSERT(!found->value.row.duplicate_of.is_set());
        for (const Step& step : found->value.steps) check_step(seeing.me(), step);
        for (const DealRow& deal : found->value.deals)
            RC_ASSERT(deal.partner == seeing.me().partner.partner && deal.conflicts.empty());
        ids.emplace_back(row.lead.text);
    }
    return ids;
}

Ids check_pages(const PartnerQuery& seeing, std::size_t limit) {
    Ids ids;
    Paging paging{{}, limit};
    do {
        const auto page = must(seeing.leads({}, paging));
        paging.after = page.value.next;
        const std::size_t count = page.value.items.size();
        RC_ASSERT(limit == 0 || paging.after.empty() || count == limit);
        RC_ASSERT(limit == 0 || count <= limit);
        RC_ASSERT(count > 0 || ids.empty());  // a cursor says that there is more
        for (const LeadRow& row : page.value.items) {
            RC_ASSERT(!row.details.person.is_set());
            ids.emplace_back(row.lead.text);
        }
        RC_ASSERT(ids.size() < 1'000);  // a cursor that stands still would go on for ever
    } while (!paging.after.empty());
    return ids;
}

void check_user(const Query& query, events::ProgramId program, events::UserId user, Random& random,
                std::map<Sight, int>& met) {
    const auto row = must(query.user(program, user));
    const auto partner = must(query.partner(program, row.value.partner));
    const auto seeing = PartnerQuery::as(query, program, user);
    RC_ASSERT(seeing.has_value() == (row.value.status == UserStatus::active &&
                                     partner.value.row.status == PartnerStatus::active));
    if (!seeing) return;
    Ids ids = check_leads(query, program, *seeing, met);
    Ids whole = check_pages(*seeing, 0);
    RC_ASSERT(check_pages(*seeing, 1 + random.below(4)) == whole);
    std::sort(whole.begin(), whole.end());
    std::sort(ids.begin(), ids.end());
    RC_ASSERT(whole == ids);
    const auto deals = must(seeing->deals({}));
    for (const SeenDeal& deal : deals.value.items)
        RC_ASSERT(deal.row.partner == row.value.partner && deal.row.conflicts.empty());
}

}  // namespace

TEST_CASE("partner query: whatever was asked, nobody sees what is not theirs to see",
          "[projections]") {
    std::map<Sight, int> met;
    CHECK(rc::check("for random programs of commands", [&met] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 150);
        ViewWorld world;
        for (const engine::Input& input : commands.inputs()) world.ask(input);
        Grown grown(world.log());
        const Query query = grown.catch_up().query();
        for (const auto& program : world.state().programs())
            for (const engine::User& user : program->users)
                check_user(query, {program->id}, {user.id}, random, met);
    }));
    CHECK(met[Sight::own] > 0);
    CHECK(met[Sight::offered] > 0);
    CHECK(met[Sight::in_queue] > 0);
}
