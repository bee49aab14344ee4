// Lists of leads and deals: every filter and combination of filters says what one look at all of
// them says, in pages of any size, and reads no more than it shows.
#include <rapidcheck.h>
#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;

constexpr events::ProgramId acme{"acme"};

using Ids = std::vector<std::string>;

bool passes(const LeadFilter& filter, const LeadRow& row) {
    if (!filter.status.empty() && row.status.name != filter.status) return false;
    if (filter.open && is_open(row.status) != *filter.open) return false;
    if (filter.owner.is_set() && row.owner != filter.owner) return false;
    if (filter.partner.is_set() && row.partner != filter.partner) return false;
    if (!filter.queue.is_set()) return true;
    return row.place == LeadPlace::queue && row.queue == filter.queue && is_open(row.status);
}

// Before all others in a list with this filter (query.hpp says the orders).
bool comes_first(const LeadFilter& filter, const LeadRow& a, const LeadRow& b) {
    const auto key = [&filter](const LeadRow& row) {
        std::string text;
        if (filter.queue.is_set()) {
            const auto priority = static_cast<std::int64_t>(row.details.priority);
            text = std::to_string(20'000'000'000 - priority);
            return text + '#' + std::to_string(10'000'000 + row.created_position);
        }
        if (!filter.owner.is_set() && !filter.partner.is_set()) return std::string(row.lead.text);
        return std::string(row.owner.text) + '\0' + (is_open(row.status) ? '0' : '1') +
               std::to_string(10'000'000 + row.created_position);
    };
    return key(a) < key(b);
}

// One look at all leads.
Ids expected(const Query& query, events::ProgramId program, const LeadFilter& filter) {
    const auto all = must(query.leads(program, {}));
    std::vector<LeadRow> rows;
    for (const LeadRow& row : all.value.items)
        if (passes(filter, row)) rows.push_back(row);
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const LeadRow& a, const LeadRow& b) { return comes_first(filter, a, b); });
    Ids ids;
    for (const LeadRow& row : rows) ids.emplace_back(row.lead.text);
    return ids;
}

Ids paged(const Query& query, events::ProgramId program, const LeadFilter& filter,
          std::size_t limit) {
    Ids ids;
    Paging paging{{}, limit};
    do {
        const auto page = must(query.leads(program, filter, paging));
        RC_ASSERT(page.value.items.size() <= limit);
        for (const LeadRow& row : page.value.items) ids.emplace_back(row.lead.text);
        paging.after = page.value.next;
        RC_ASSERT(ids.size() < 1'000);  // a cursor that stands still would go on for ever
    } while (!paging.after.empty());
    return ids;
}

// Of the combinations of filters a part, or this would take long.
void check_filters(const Query& query, const engine::Program& program, std::size_t limit,
                   Random& random) {
    std::vector<LeadFilter> filters(1);
    const auto vary = [&filters](auto&& with) {
        const auto before = filters;
        for (LeadFilter filter : before) with(filter);
    };
    vary([&](LeadFilter filter) {
        for (const engine::User& user : program.users) {
            filter.owner = {user.id};
            filters.push_back(filter);
        }
    });
    vary([&](LeadFilter filter) {
        for (const engine::Partner& partner : program.partners) {
            filter.partner = {partner.id};
            filters.push_back(filter);
        }
    });
    vary([&](LeadFilter filter) {
        for (const engine::Queue& queue : program.queues) {
            filter.queue = {queue.id};
            filters.push_back(filter);
        }
    });
    for (const LeadFilter& some : filters) {
        if (!random.one_in(4)) continue;
        LeadFilter filter = some;
        for (const std::optional<bool> open : {std::optional<bool>(), {true}, {false}}) {
            filter.open = open;
            filter.status = {};
            RC_ASSERT(paged(query, {program.id}, filter, limit) ==
                      expected(query, {program.id}, filter));
            for (const events::Text status :
                 {"new", "working", "ready", "qualified", "unqualified", "converted", "won"}) {
                filter.status = status;
                RC_ASSERT(paged(query, {program.id}, filter, limit) ==
                          expected(query, {program.id}, filter));
            }
        }
    }
}

// Rows that RocksDB was asked for while `work` ran.
template <class Work>
std::uint64_t rows_read(Work&& work) {
    rocksdb::SetPerfLevel(rocksdb::kEnableCount);
    rocksdb::get_perf_context()->Reset();
    work();
    const rocksdb::PerfContext& did = *rocksdb::get_perf_context();
    rocksdb::SetPerfLevel(rocksdb::kDisable);
    return did.next_on_memtable_count + did.seek_on_memtable_count + did.get_from_memtable_count;
}

}  // namespace

TEST_CASE("lists: every filter, in pages of any size, finds what a look at all leads finds",
          "[projections]") {
    CHECK(rc::check("for random programs of commands", [] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 120);
        ViewWorld world;
        ProjectorOptions options;
        options.flush_bytes_max = 1 + random.below(5'000);
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            if (random.one_in(8)) world.cut();
        }
        Grown grown(world.log(), options);
        grown.catch_up();
        const std::size_t limit = 1 + random.below(4);
        for (const auto& program : world.state().programs())
            check_filters(grown.query(), *program, limit, random);
    }));
}

TEST_CASE("lists: a cursor goes on where it was though leads before it came and went",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue());
    for (const char* lead : {"b", "d", "f", "h"}) world.ask({captured(lead), queued(lead)});
    Grown grown(world.log());
    const LeadFilter open{.open = true};
    const auto first = must(grown.catch_up().query().leads(acme, open, {{}, 2}));
    REQUIRE(first.value.items.size() == 2);
    world.ask({captured("a"), captured("e"),
               manager(events::ChangeLeadStatus{{"d"}, "unqualified", {}}),
               manager(events::ChangeLeadStatus{{"f"}, "working", {}})});
    world.cut();
    grown.catch_up();
    const auto rest = must(grown.query().leads(acme, open, {first.value.next, 0}));
    Ids ids;
    for (const LeadRow& row : rest.value.items) ids.emplace_back(row.lead.text);
    CHECK(ids == Ids{"e", "f", "h"});
}

TEST_CASE("lists: queues and partners come in pages too", "[projections]") {
    ViewWorld world;
    world.ask(two_partners());
    for (const char* queue : {"a", "b", "c"}) {
        events::DefineQueue define;
        define.queue = {queue};
        define.everybody = true;
        world.ask(manager(define));
    }
    Grown grown(world.log());
    const Query query = grown.catch_up().query();
    const auto queues = must(query.queues(acme, {{}, 2}));
    REQUIRE(queues.value.items.size() == 2);
    CHECK(queues.value.next == "b");
    const auto rest = must(query.queues(acme, {queues.value.next, 2}));
    REQUIRE(rest.value.items.size() == 1);
    CHECK(rest.value.items[0].definition.queue.text == "c");
    CHECK(rest.value.next.empty());
    const auto partners = must(query.partners(acme, {{}, 1}));
    REQUIRE(partners.value.items.size() == 1);
    CHECK(must(query.partners(acme, {partners.value.next, 1})).value.items[0].partner.text ==
          "south");
}

TEST_CASE("lists: a page reads no more than it shows, however many leads and deals there are",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue());
    std::vector<std::string> ids;
    for (int i = 0; i < 600; ++i) ids.push_back("lead-" + std::to_string(1'000 + i));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        world.ask({captured(ids[i]), queued(ids[i])});
        if (i % 2 == 1) world.ask(user("sam", events::ClaimLead{{ids[i]}, {}}));
    }
    // Few of them are looked for, and they stand last.
    for (const char* lead : {"lead-1596", "lead-1598", "lead-1597", "lead-1599"})
        world.ask(manager(events::ChangeLeadStatus{{lead}, "working", {}}));
    ViewStoreOptions in_memory;
    in_memory.ingest_bytes_min = std::size_t{1} << 40U;
    Grown grown(world.log(), {}, all_views(), in_memory);
    grown.catch_up();
    const Query query = grown.query();
    const events::Text status = "working";
    const auto check = [&](const LeadFilter& filter, std::size_t found) {
        const std::uint64_t rows = rows_read([&] {
            CHECK(must(query.leads(acme, filter, {{}, 5})).value.items.size() == found);
        });
        CHECK(rows > 0);
        CHECK(rows < 150);  // of thousands
    };
    check({}, 5);
    check({.open = true}, 5);
    check({.status = status}, 4);
    check({.open = false}, 0);
    check({.owner = {"sam"}}, 5);
    check({.owner = {"sam"}, .status = status}, 2);
    check({.owner = {"sam"}, .open = false}, 0);
    check({.partner = {"north"}, .status = status}, 2);
    check({.partner = {"north"}, .open = false}, 0);
    check({.queue = {"inbound"}}, 5);
    check({.queue = {"inbound"}, .status = status}, 2);
    check({.owner = {"sam"}, .queue = {"inbound"}}, 0);
    check({.partner = {"south"}}, 0);
}
