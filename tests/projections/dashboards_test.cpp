// Dashboards: what their sums say is what a recount says, from lists, from the log and from the
// engine's own state.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/log/block.hpp"
#include "events/codec/event_codec.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/deals.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using namespace leadline::events;

using Ids = std::vector<std::string>;

// What the log says was done, by program and partner.
struct Recount {
    struct Numbers {
        OfferCounts offers;
        std::uint64_t received = 0;
    };
    std::map<std::pair<std::string, std::string>, Numbers> of;
    std::string program;

    Numbers& at(PartnerId partner) { return of[{program, std::string(partner.text)}]; }

    template <class Event>
    void operator()(const Event& e) {
        using T = std::decay_t<Event>;
        if constexpr (std::is_same_v<T, LeadOffered>) ++at(e.partner).offers.made;
        if constexpr (std::is_same_v<T, OfferAccepted>) {
            ++at(e.partner).offers.accepted;
            ++at(e.partner).received;
        }
        if constexpr (std::is_same_v<T, OfferDeclined>) ++at(e.partner).offers.declined;
        if constexpr (std::is_same_v<T, OfferExpired>) ++at(e.partner).offers.expired;
        if constexpr (std::is_same_v<T, OfferWithdrawn>) ++at(e.partner).offers.withdrawn;
        if constexpr (std::is_same_v<T, LeadAssigned> || std::is_same_v<T, LeadClaimed>)
            ++at(e.partner).received;
        if constexpr (std::is_same_v<T, LeadReassigned>) {
            if (e.user.is_set()) ++at(e.partner).received;
            if (!e.user.is_set() && e.partner.is_set()) ++at(e.partner).offers.made;
        }
    }
};

Recount recount(const engine::LogReader& log) {
    Recount counted;
    Arena arena;
    const auto scanned = log.scan({}, 1, [&](std::uint64_t, BytesView block) -> Result<void> {
        engine::EventWalk walk(engine::payload_of(block));
        while (const auto bytes = walk.next()) {
            EventHeader header;
            BytesView body;
            RC_ASSERT(read_header(*bytes, header, body));
            counted.program = header.program.text;
            arena.reset();
            RC_ASSERT(visit_body(header.kind, header.version, body, arena, counted));
        }
        return {};
    });
    RC_ASSERT(scanned.has_value());
    return counted;
}

// "partner/owner/stage/currency" -> how many, and what they come to.
using Pipeline = std::map<std::string, std::pair<std::uint64_t, long double>>;

std::string line_of(PartnerId partner, UserId owner, Text stage, Text currency) {
    std::string line;
    for (const Text part : {partner.text, owner.text, stage, currency})
        line += std::string(part) + "/";
    return line;
}

Pipeline told(const Query& query, ProgramId program, const PipelineFilter& filter,
              std::size_t limit) {
    Pipeline all;
    Paging paging{{}, limit};
    do {
        const auto page = must(query.pipeline(program, filter, paging));
        RC_ASSERT(page.value.items.size() <= limit);
        for (const PipelineRow& row : page.value.items) {
            const bool is_new =
                all.emplace(line_of(row.partner, row.owner, row.stage, row.currency),
                            std::pair(row.count, static_cast<long double>(row.minor)))
                    .second;
            RC_ASSERT(is_new);
        }
        paging.after = page.value.next;
    } while (!paging.after.empty());
    return all;
}

Pipeline counted(const Query& query, ProgramId program, const PipelineFilter& filter) {
    Pipeline all;
    const auto found = must(query.opportunities(program, {}));
    for (const OpportunityRow& row : found.value.rows.items) {
        if (!is_open(row.status)) continue;
        if (filter.partner.is_set() && row.partner != filter.partner) continue;
        if (filter.owner.is_set() && row.owner != filter.owner) continue;
        const Money amount = row.amount.value_or(Money{});
        auto& line = all[line_of(row.partner, row.owner, row.stage, amount.currency)];
        ++line.first;
        line.second += static_cast<long double>(amount.minor);
    }
    return all;
}

void check_pipelines(const Query& query, const engine::Program& program, std::size_t limit) {
    const ProgramId id{program.id};
    RC_ASSERT(told(query, id, {}, limit) == counted(query, id, {}));
    for (const engine::Partner& partner : program.partners) {
        const PipelineFilter of_partner{{partner.id}, {}};
        RC_ASSERT(told(query, id, of_partner, limit) == counted(query, id, of_partner));
    }
    for (const engine::User& user : program.users) {
        const PartnerId partner{program.partners.at(user.partner).id};
        RC_ASSERT(told(query, id, {{}, {user.id}}, limit) ==
                  counted(query, id, {partner, {user.id}}));
    }
}

void check_partners(const Query& query, const engine::Program& program, Recount& log) {
    const ProgramId id{program.id};
    log.program = program.id;
    const auto deals = must(query.deals(id, {}));
    for (const engine::Partner& partner : program.partners) {
        const auto found = must(query.partner_dashboard(id, {partner.id}));
        const PartnerNumbers& numbers = found.value.numbers;
        const Recount::Numbers& by_log = log.at({partner.id});
        RC_ASSERT(numbers.offers == by_log.offers);
        RC_ASSERT(numbers.received == by_log.received);
        RC_ASSERT(numbers.against_capacity == partner.open_items());
        std::uint64_t pending = 0;
        std::uint64_t approved = 0;
        for (const DealRow& row : deals.value.items) {
            if (row.partner.text != partner.id) continue;
            pending += std::uint64_t{row.status == DealStatus::pending};
            approved += std::uint64_t{row.status == DealStatus::approved};
        }
        RC_ASSERT(numbers.deals_pending == pending);
        RC_ASSERT(numbers.deals_approved == approved);
        LeadFilter open;
        open.partner = {partner.id};
        open.open = true;
        std::uint64_t offered = 0;
        const auto leads = must(query.leads(id, open));
        for (const LeadRow& row : leads.value.items)
            offered += std::uint64_t{row.place == LeadPlace::offer};
        const OfferCounts& o = numbers.offers;
        RC_ASSERT(o.made - o.accepted - o.declined - o.expired - o.withdrawn == offered);
    }
}

bool shares(const DealRow& a, const DealRow& b) {
    return std::any_of(a.products.begin(), a.products.end(), [&b](Text product) {
        return std::find(b.products.begin(), b.products.end(), product) != b.products.end();
    });
}

// Customer -> its deals that stand, and those of them that are in another's way: "D-1 D-2 | D-2".
std::map<std::string, std::string> customers_by_hand(const Query& query, ProgramId program,
                                                     bool only_conflicts) {
    std::map<std::string, std::vector<DealRow>> standing;
    const auto deals = must(query.deals(program, {}));
    for (const DealRow& row : deals.value.items) {
        auto& of_customer = standing[std::string(row.customer_key)];
        if (row.status == DealStatus::pending || row.status == DealStatus::approved)
            of_customer.push_back(row);
    }
    std::map<std::string, std::string> all;
    for (auto& [customer, rows] : standing) {
        std::sort(rows.begin(), rows.end(),
                  [](const DealRow& a, const DealRow& b) { return a.position < b.position; });
        std::string stands;
        std::string conflicts;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            stands += std::string(rows[i].deal.text) + " ";
            const bool is_later =
                std::any_of(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](const DealRow& earlier) { return shares(rows[i], earlier); });
            if (is_later) conflicts += " " + std::string(rows[i].deal.text);
        }
        if (!only_conflicts || !conflicts.empty()) all[customer] = stands + "|" + conflicts;
    }
    return all;
}

std::map<std::string, std::string> customers_told(const Query& query, ProgramId program,
                                                  bool only_conflicts, std::size_t limit) {
    std::map<std::string, std::string> all;
    Paging paging{{}, limit};
    do {
        const auto page = must(query.deal_customers(program, {only_conflicts}, paging));
        RC_ASSERT(page.value.items.size() <= limit);
        for (const DealCustomer& row : page.value.items) {
            std::string& text = all[std::string(row.customer_key)];
            for (const StandingDeal& deal : row.standing) text += std::string(deal.deal.text) + " ";
            text += "|";
            for (const DealId deal : row.conflicting()) text += " " + std::string(deal.text);
        }
        paging.after = page.value.next;
    } while (!paging.after.empty());
    return all;
}

}  // namespace

TEST_CASE("dashboards: counts, sums and conflicts are what a recount says", "[projections]") {
    std::size_t offers = 0;
    std::size_t opportunities = 0;
    std::size_t conflicts = 0;
    CHECK(rc::check("for random programs of commands", [&] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 300);
        ViewWorld world;
        for (const engine::Input& input : commands.inputs()) world.ask(input);
        world.cut();
        Grown grown(world.log());
        const Query& query = grown.catch_up().query();
        Recount log = recount(world.log());
        for (const auto& program : world.state().programs()) {
            const std::size_t limit = 1 + random.below(4);
            check_pipelines(query, *program, limit);
            check_partners(query, *program, log);
            for (const bool only : {false, true})
                RC_ASSERT(customers_told(query, {program->id}, only, limit) ==
                          customers_by_hand(query, {program->id}, only));
            opportunities += counted(query, {program->id}, {}).size();
            conflicts += customers_told(query, {program->id}, true, limit).size();
        }
        for (const auto& [partner, numbers] : log.of) offers += numbers.offers.made;
    }));
    // That there was something to count.
    CHECK(offers > 50);
    CHECK(opportunities > 50);
    CHECK(conflicts > 5);
}

TEST_CASE("dashboards: a program's partners come in pages, or those of one manager",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue()).cut();
    Grown grown(world.log());
    const Query& query = grown.catch_up().query();
    const auto all = must(query.program_dashboard({"acme"}, {}));
    REQUIRE(all.value.partners.items.size() >= 2);
    CHECK(all.value.queues.ages.size() == all.value.queues.queues.items.size());
    Ids ids;
    Paging paging{{}, 1};
    do {
        const auto page = must(query.program_dashboard({"acme"}, {}, paging));
        for (const PartnerNumbers& each : page.value.partners.items)
            ids.emplace_back(each.row.partner.text);
        paging.after = page.value.partners.next;
    } while (!paging.after.empty());
    CHECK(ids.size() == all.value.partners.items.size());
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    const Text manager = all.value.partners.items[0].row.channel_manager;
    const auto of_one = must(query.program_dashboard({"acme"}, manager));
    for (const PartnerNumbers& each : of_one.value.partners.items)
        CHECK(each.row.channel_manager == manager);
    CHECK(must(query.program_dashboard({"acme"}, "nobody")).value.partners.items.empty());
}

TEST_CASE("dashboards: a rate of nothing is none", "[projections]") {
    OfferCounts offers;
    CHECK_FALSE(offers.accepted_per_mille());
    offers = {8, 2, 1, 1, 3};
    CHECK(offers.accepted_per_mille() == 500U);
    PartnerNumbers numbers;
    CHECK_FALSE(numbers.converted_per_mille());
    CHECK_FALSE(numbers.won_per_mille());
    const std::vector<OpportunityTotal> totals{{OpportunityStatus::purchased, "EUR", 1, 0},
                                               {OpportunityStatus::lost, "EUR", 1, 0},
                                               {OpportunityStatus::expired, {}, 1, 0},
                                               {OpportunityStatus::accepted, "EUR", 9, 0}};
    numbers.opportunities = totals;
    CHECK(numbers.won_per_mille() == 333U);
}
