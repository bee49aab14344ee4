// Opportunities as views tell them: lists by every filter, in pages of any size; totals; alerts by
// the clock of the log; a timeline.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "projections/views/opportunity_view.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using namespace leadline::events;

constexpr ProgramId acme{"acme"};
using Ids = std::vector<std::string>;
using Totals = std::map<std::pair<int, std::string>, std::pair<std::uint64_t, long double>>;

CreateOpportunity made(Text id, Text amount = {}, Text currency = "EUR") {
    CreateOpportunity c;
    c.opportunity = {id};
    c.customer.title = "Ventura GmbH";
    c.topic = "Forty routers";
    if (!amount.empty()) c.amount = Money{amount, currency, *minor_units(amount, currency)};
    return c;
}

Asked move(Text who, Text id, OpportunityStatus to) {
    return user(who, ChangeOpportunityStatus{{id}, to, {}, {}});
}

bool passes(const OpportunityFilter& filter, const OpportunityRow& row) {
    const auto& with = row.collaborators;
    return (!filter.owner.is_set() || row.owner == filter.owner) &&
           (!filter.partner.is_set() || row.partner == filter.partner) &&
           (!filter.collaborator.is_set() ||
            std::find(with.begin(), with.end(), filter.collaborator) != with.end()) &&
           (!filter.status || row.status == *filter.status) &&
           (!filter.open || is_open(row.status)) &&
           (filter.stage.empty() || row.stage == filter.stage);
}

Ids expected(const Query& query, ProgramId program, const OpportunityFilter& filter) {
    const auto all = must(query.opportunities(program, {}));
    Ids ids;
    for (const OpportunityRow& row : all.value.rows.items)
        if (passes(filter, row)) ids.emplace_back(row.opportunity.text);
    return ids;
}

Ids paged(const Query& query, ProgramId program, const OpportunityFilter& filter,
          std::size_t limit) {
    Ids ids;
    Paging paging{{}, limit};
    do {
        const auto page = must(query.opportunities(program, filter, paging));
        RC_ASSERT(page.value.rows.items.size() <= limit);
        RC_ASSERT(page.value.rows.items.size() == page.value.customers.size());
        for (const OpportunityRow& row : page.value.rows.items)
            ids.emplace_back(row.opportunity.text);
        paging.after = page.value.rows.next;
        RC_ASSERT(ids.size() < 1'000);  // a cursor that stands still would go on for ever
    } while (!paging.after.empty());
    return ids;
}

Totals told(const Query& query, ProgramId program, PartnerId partner) {
    Totals totals;
    for (const OpportunityTotal& each : must(query.opportunity_totals(program, partner)).value)
        totals[{static_cast<int>(each.status), std::string(each.currency)}] = {
            each.count, static_cast<long double>(each.minor)};
    return totals;
}

Totals counted(const Query& query, ProgramId program, PartnerId partner) {
    Totals totals;
    const auto all = must(query.opportunities(program, {}));
    for (const OpportunityRow& row : all.value.rows.items) {
        if (partner.is_set() && row.partner != partner) continue;
        const Money amount = row.amount.value_or(Money{});
        auto& total = totals[{static_cast<int>(row.status), std::string(amount.currency)}];
        ++total.first;
        total.second += static_cast<long double>(amount.minor);
    }
    return totals;
}

void check_lists(const Query& query, const engine::Program& program, std::size_t limit) {
    std::vector<OpportunityFilter> filters(1);
    for (const engine::User& user : program.users) filters.push_back({.owner = {user.id}});
    for (const engine::Partner& partner : program.partners) {
        filters.push_back({.partner = {partner.id}});
        filters.push_back({.collaborator = {partner.id}});
        RC_ASSERT(told(query, {program.id}, {partner.id}) ==
                  counted(query, {program.id}, {partner.id}));
    }
    RC_ASSERT(told(query, {program.id}, {}) == counted(query, {program.id}, {}));
    for (OpportunityFilter filter : filters) {
        for (const Text stage : {"", "qualify", "develop"}) {
            filter.stage = stage;
            filter.status = {};
            filter.open = stage.empty();
            RC_ASSERT(paged(query, {program.id}, filter, limit) ==
                      expected(query, {program.id}, filter));
            filter.open = false;
            for (const auto& each : opportunity_status_names) {
                filter.status = each.value;
                RC_ASSERT(paged(query, {program.id}, filter, limit) ==
                          expected(query, {program.id}, filter));
            }
        }
    }
}

}  // namespace

TEST_CASE("opportunities: each list is what one look at all says, and each total a recount",
          "[projections]") {
    std::size_t seen = 0;
    CHECK(rc::check("for random programs of commands", [&seen] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 300);
        ViewWorld world;
        for (const engine::Input& input : commands.inputs()) world.ask(input);
        world.cut();
        Grown grown(world.log());
        const Query& query = grown.catch_up().query();
        for (const auto& program : world.state().programs()) {
            seen += must(query.opportunities({program->id}, {})).value.rows.items.size();
            check_lists(query, *program, 1 + random.below(4));
        }
    }));
    CHECK(seen > 100);
}

TEST_CASE("opportunities: a timeline says who had it, and what they made of it", "[projections]") {
    ViewWorld world;
    world.ask(two_partners());
    CreateOpportunity first = made("O-1", "1200");
    first.partner = {"north"};
    world.ask(
        {manager(first), user("moe", AcceptOpportunity{{"O-1"}, {"sam"}}),
         manager(AddCollaborator{{"O-1"}, {"south"}}),
         move("sam", "O-1", OpportunityStatus::in_progress),
         user("sam",
              ChangeOpportunityStatus{
                  {"O-1"}, OpportunityStatus::purchased, Money{"1500.50", "EUR", 150'050}, {}})});
    world.cut();
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().opportunity(acme, {"O-1"}));
    const OpportunityAnswer& found = answer.value;
    CHECK(found.row.status == OpportunityStatus::purchased);
    CHECK(found.row.owner.text == "sam");
    CHECK(found.row.partner.text == "north");
    CHECK(found.row.amount->minor == 150'050);
    CHECK(found.customer == "Ventura GmbH");
    Ids names;
    for (const OpportunityStep& step : found.steps) names.emplace_back(step.name);
    CHECK(names == Ids{"OpportunityCreated", "OpportunityDelivered", "OpportunityAccepted",
                       "CollaboratorAdded", "OpportunityStatusChanged",
                       "OpportunityStatusChanged"});
    CHECK(found.steps[1].status == OpportunityStatus::delivered);
    CHECK(found.steps[1].partner.text == "north");
    CHECK(found.steps[3].collaborator.text == "south");
    CHECK(grown.query().opportunity(acme, {"O-2"}).error().failure == Failure::not_found);
}

TEST_CASE("opportunities: what is new, overdue or stalled, by the clock of the log",
          "[projections]") {
    const Time begin{1'000 * day.us};
    OpportunityRow row;
    row.status = OpportunityStatus::delivered;
    row.since = begin;
    row.expected_close = begin + Duration{5 * day.us};
    const auto alerts = [&row](Time now) {
        const OpportunityAlerts is = alerts_of(row, now, {10 * day.us});
        return std::string(is.is_new ? "n" : "") + (is.is_overdue ? "o" : "") +
               (is.is_stalled ? "s" : "");
    };
    CHECK(alerts(begin) == "n");
    CHECK(alerts(begin + Duration{5 * day.us}) == "n");
    CHECK(alerts(begin + Duration{5 * day.us + 1}) == "no");
    CHECK(alerts(begin + Duration{50 * day.us}) == "no");  // nobody has it who could work on it
    row.status = OpportunityStatus::in_progress;
    row.touched = begin + Duration{day.us};
    CHECK(alerts(begin + Duration{11 * day.us}) == "o");
    CHECK(alerts(begin + Duration{11 * day.us + 1}) == "os");
    row.expected_close = {};
    CHECK(alerts(begin + Duration{11 * day.us}).empty());
    row.status = OpportunityStatus::lost;
    CHECK(alerts(begin + Duration{99 * day.us}).empty());
}

TEST_CASE("opportunities: a total holds what no amount of them can pass", "[projections]") {
    using Minor = OpportunityTotal::Minor;
    for (const Minor minor : {Minor{0}, Minor{1}, Minor{-1}, Minor{INT64_MAX} * 1'000'000,
                              Minor{INT64_MIN} * 1'000'000}) {
        OpportunityTotal total;
        REQUIRE(read_total(total_text(7, minor), total));
        CHECK(total.count == 7);
        CHECK((total.minor == minor));
    }
    OpportunityTotal total;
    CHECK_FALSE(read_total("too short", total));
}
