// What claim limits leave: by the views, and by the engine's own counters at the same position.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/stories.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::Duration;
using events::Time;

constexpr events::ProgramId acme{"acme"};

// "inbound user_open sam 1/2" a row; what has a time says it as seconds from now: " in 5 s".
std::vector<std::string> words(const List<ClaimRoomRow>& rows, Time now) {
    std::vector<std::string> all;
    for (const ClaimRoomRow& row : rows) {
        std::string& text = all.emplace_back(row.queue.text);
        text += " " + std::string(row.limit);
        if (row.user.is_set()) text += " " + std::string(row.user.text);
        text += " " + std::to_string(row.used) + "/" + std::to_string(row.most);
        if (row.frees_at.is_set())
            text += " in " + std::to_string((row.frees_at - now).us / 1'000'000) + " s";
    }
    return all;
}
using Words = std::vector<std::string>;

Words of_user(const Grown& grown, Text user) {
    const auto found = must(grown.query().claim_room(acme, {user}));
    return words(found.value, found.at[0].time);
}
Words of_partner(const Grown& grown, Text partner) {
    const auto found = must(grown.query().partner(acme, {partner}));
    return words(found.value.claim_room, found.at[0].time);
}

events::DefineQueue queue_with(const events::ClaimPolicy& policy, Text id = "inbound") {
    events::DefineQueue queue;
    queue.queue = {id};
    queue.everybody = true;
    queue.policy = policy;
    return queue;
}

std::vector<Asked> waiting(std::initializer_list<Text> leads) {
    std::vector<Asked> commands;
    for (const Text lead : leads) commands = std::move(commands) + captured(lead) + queued(lead);
    return commands;
}

struct Used {
    std::uint32_t open = 0;
    std::vector<Time> ends;  // of those that count, soonest first
    Time last_claim;

    Used(const engine::ClaimCounter* counter, Time now) {
        if (counter == nullptr) return;
        open = counter->open;
        last_claim = counter->last_claim;
        for (const Time until : counter->counts_until)
            if (now < until) ends.push_back(until);
        std::sort(ends.begin(), ends.end());
    }
};

// Says whether anything was used.
bool check_row(const ClaimRoomRow& row, const Used& used, Time now) {
    RC_ASSERT(row.most > 0);
    if (row.limit.ends_with("_open")) {
        RC_ASSERT(row.used == used.open);
        RC_ASSERT(!row.frees_at.is_set());
    } else if (row.limit.ends_with("_window")) {
        RC_ASSERT(row.used == used.ends.size());
        if (row.used > 0)
            RC_ASSERT(row.frees_at == used.ends[row.used < row.most ? 0 : row.used - row.most]);
    } else {
        RC_ASSERT(row.limit == "cool_down");
        RC_ASSERT((row.used == 1) == (row.frees_at.is_set() && now < row.frees_at));
        if (row.used == 1) RC_ASSERT(used.last_claim < row.frees_at);
    }
    return row.used > 0;
}

const engine::Queue& queue_of(const engine::Program& program, const ClaimRoomRow& row) {
    const engine::Queue* queue = program.queues.find(row.queue.text);
    RC_ASSERT(queue != nullptr);
    return *queue;
}

// How many rows had something used.
std::size_t check_program(const engine::Program& program, const Query& query) {
    std::size_t used = 0;
    for (const engine::Partner& partner : program.partners) {
        const auto found = must(query.partner({program.id}, {partner.id}));
        const Time now = found.at[0].time;
        for (const ClaimRoomRow& row : found.value.claim_room) {
            RC_ASSERT(!row.user.is_set());
            const engine::ClaimCounter* counter =
                program.claims_of_partner(queue_of(program, row).index, partner.index);
            used += std::size_t{check_row(row, Used(counter, now), now)};
        }
    }
    for (const engine::User& user : program.users) {
        const auto found = must(query.claim_room({program.id}, {user.id}));
        const Time now = found.at[0].time;
        for (const ClaimRoomRow& row : found.value) {
            const engine::Index queue = queue_of(program, row).index;
            const engine::ClaimCounter* counter =
                row.user.is_set() ? program.claims_of_user(queue, user.index)
                                  : program.claims_of_partner(queue, user.partner);
            used += std::size_t{check_row(row, Used(counter, now), now)};
        }
    }
    return used;
}

}  // namespace

TEST_CASE("claim room: what limits leave is what the engine's counters say", "[projections]") {
    std::size_t used = 0;
    CHECK(rc::check("for random programs of commands", [&used] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        const RandomCommands commands(seed, 300);
        ViewWorld world;
        std::size_t asked = 0;
        std::unique_ptr<Grown> grown;
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            // At three positions, with a restart behind the first.
            if (++asked % 100 != 0) continue;
            world.cut();
            if (grown == nullptr) grown = std::make_unique<Grown>(world.log());
            grown->catch_up();
            for (const auto& program : world.state().programs())
                used += check_program(*program, grown->query());
            if (asked == 100) grown->reopen();
        }
    }));
    CHECK(used > 50);  // there was something to count
}

TEST_CASE("claim room: open claims, windows and cool-downs, until they free", "[projections]") {
    events::ClaimPolicy policy;
    policy.open_per_user = 2;
    policy.open_per_partner = 3;
    policy.window_per_user = 2;
    policy.window_per_partner = 5;
    policy.window = events::hour;
    policy.between = Duration{2'000'000};
    ViewWorld world;
    world.ask(two_partners() + manager(queue_with(policy)) + waiting({"l1", "l2", "l3"}));
    Grown grown(world.cut().log());
    CHECK(of_user(grown.catch_up(), "sam") ==
          Words{"inbound partner_open 0/3", "inbound partner_window 0/5",
                "inbound user_open sam 0/2", "inbound user_window sam 0/2",
                "inbound cool_down sam 0/1"});
    world.ask(user("sam", events::ClaimLead{{"l1"}, {}})).cut();
    CHECK(of_user(grown.catch_up(), "sam") ==
          Words{"inbound partner_open 1/3", "inbound partner_window 1/5 in 3600 s",
                "inbound user_open sam 1/2", "inbound user_window sam 1/2 in 3600 s",
                "inbound cool_down sam 1/1 in 2 s"});
    world.wait(Duration{10'000'000}).ask(user("sam", events::ReleaseLead{{"l1"}, {}})).cut();
    // What was released counts in windows still.
    CHECK(of_partner(grown.catch_up(), "north") ==
          Words{"inbound partner_open 0/3", "inbound partner_window 1/5 in 3589 s"});
    CHECK(of_partner(grown, "south") ==
          Words{"inbound partner_open 0/3", "inbound partner_window 0/5"});
    world.wait(events::hour).ask(captured("l4")).cut();
    CHECK(of_user(grown.catch_up(), "sam") ==
          Words{"inbound partner_open 0/3", "inbound partner_window 0/5",
                "inbound user_open sam 0/2", "inbound user_window sam 0/2",
                "inbound cool_down sam 0/1"});
}

TEST_CASE("claim room: of queues from which they may claim, with limits", "[projections]") {
    events::ClaimPolicy policy;
    policy.open_per_user = 1;
    policy.open_per_partner = 4;
    const std::vector<events::UserId> sam{{"sam"}};
    const std::vector<events::PartnerId> south{{"south"}};
    events::DefineQueue of_sam = queue_with(policy, "vip");
    of_sam.everybody = false;
    of_sam.users = sam;
    events::DefineQueue of_south = queue_with(policy, "southern");
    of_south.everybody = false;
    of_south.partners = south;
    ViewWorld world;
    world.ask(two_partners() + manager(queue_with({}, "free")) + manager(of_sam) +
              manager(of_south));
    Grown grown(world.cut().log());
    grown.catch_up();
    CHECK(of_user(grown, "sam") == Words{"vip partner_open 0/4", "vip user_open sam 0/1"});
    CHECK(of_user(grown, "tom") ==
          Words{"southern partner_open 0/4", "southern user_open tom 0/1"});
    CHECK(of_partner(grown, "north") == Words{"vip partner_open 0/4"});
    CHECK(of_partner(grown, "south") == Words{"southern partner_open 0/4"});
    CHECK_FALSE(grown.query().claim_room(acme, {"nobody"}).has_value());
}
