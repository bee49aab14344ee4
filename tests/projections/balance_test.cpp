// Rotations, pools and caps in the views: whose turn it is and why, what is used and what is left;
// and the same as the engine's state says, whatever was asked.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "engine/core/routing/route.hpp"
#include "tests/projections/view_world.hpp"
#include "tests/support/random_commands.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/stories.hpp"
#include "tests/support/zones.hpp"

namespace {

using namespace leadline;
using namespace leadline::tests;
using namespace leadline::projections;
using events::CapOn;
using events::CapPer;

constexpr events::ProgramId acme{"acme"};

Asked arrives(Text lead) { return upstream(events::CreateLead{{lead}, {}}); }

// All leads go this way.
std::vector<Asked> all_by(const events::Action& action, std::vector<events::Cap> caps = {},
                          Text name = "r") {
    Around around;
    around.caps = std::move(caps);
    const ZoneValue zone = berlin();
    around.zone = {zone.zone()};
    return rules(name, {{"all", {}, action, {}}}, to_queue("inbound"), {}, around);
}

// "anna 3/5" for each whom the cap counts.
std::string left_by(const Grown& grown, Text cap, const CapFilter& filter = {}) {
    const auto answer = must(grown.query().cap(acme, cap, filter));
    std::string text;
    for (const CapLeftRow& row : answer.value.subjects)
        text += (text.empty() ? "" : ", ") + std::string(row.subject) + " " +
                std::to_string(row.used) + "/" + std::to_string(row.most);
    return text;
}

void check_rotations(const engine::Program& program, const Query& query) {
    std::size_t seated = 0;
    for (const engine::Rotation& rotation : program.rotations) {
        if (rotation.seats.empty()) continue;
        ++seated;
        const auto answer = must(query.rotation({program.id}, rotation.id));
        const RotationRow& row = answer.value.row;
        RC_ASSERT(answer.value.is_pool() == rotation.is_pool);
        RC_ASSERT(row.seats.size() == rotation.seats.size());
        for (std::size_t i = 0; i < row.seats.size(); ++i) {
            const engine::RotationSeat& seat = rotation.seats[i];
            RC_ASSERT(row.seats[i].member == seat.member);
            RC_ASSERT(row.seats[i].weight == seat.weight);
            RC_ASSERT(row.seats[i].credit == seat.credit);
            const engine::User* user = program.users.find(seat.member);
            if (user != nullptr) RC_ASSERT(answer.value.now[i].open_leads == user->open_leads);
        }
    }
    RC_ASSERT(must(query.rotations({program.id})).value.items.size() == seated);
}

void check_caps(const engine::Program& program, const Query& query) {
    const engine::CompiledRuleset* ruleset = engine::ruleset_in_force(program);
    if (ruleset == nullptr) return;
    const auto caps = must(query.caps({program.id}, {}));
    RC_ASSERT(caps.value.size() == ruleset->caps().all().size());
    const Time now = caps.at[0].time;
    for (const CapAnswer& answer : caps.value) {
        std::size_t counted = 0;
        for (const engine::CapCounter& counter : program.cap_counters) {
            if (engine::cap_of_counter(counter) != answer.cap.name) continue;
            const std::uint32_t used = counter.count.used(now);
            if (used == 0) continue;
            ++counted;
            const Text whose = Text(counter.id).substr(2 + answer.cap.name.size());
            bool is_told = false;
            for (const CapLeftRow& row : answer.subjects)
                is_told = is_told || (row.subject == whose && row.used == used);
            RC_ASSERT(is_told);
        }
        std::size_t used = 0;
        for (const CapLeftRow& row : answer.subjects) used += row.used > 0 ? 1U : 0U;
        RC_ASSERT(used == counted);
    }
}

}  // namespace

TEST_CASE("rotations and caps: what the views say is what the engine's state says",
          "[projections]") {
    CHECK(rc::check("for random programs of commands", [] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        Random random(seed);
        const RandomCommands commands(seed, 300);
        ViewWorld world;
        Grown grown(world.log());
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            if (!random.one_in(40)) continue;
            world.cut();
            grown.catch_up();
            if (random.one_in(3)) grown.reopen();
        }
        world.cut();
        grown.catch_up();
        for (const auto& program : world.state().programs()) {
            check_rotations(*program, grown.query());
            check_caps(*program, grown.query());
        }
    }));
}

TEST_CASE("rotation view: whose turn it is if all may, and the arithmetic behind it",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + all_by(rotate_users("team", {{"sam", 5}, {"sue", 1}, {"tom", 1}})) +
              arrives("l1") + arrives("l2"));
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().rotation(acme, "team"));
    const RotationAnswer& team = answer.value;
    CHECK(team.row.chosen == 2);
    CHECK(team.row.last_member == "sam");
    CHECK(team.row.last_lead.text == "l2");
    CHECK(team.row.seats[0].chosen == 2);
    CHECK(team.row.seats[0].credit == -4);
    CHECK(team.row.seats[1].credit == 2);
    CHECK_FALSE(team.row.seats[2].last.is_set());
    CHECK(team.next == 1U);
    CHECK(next_words(team) ==
          "sue has the most credit once each has gained the weight: 2 + 1 = 3, before tom with "
          "2 + 1 = 3, who stands behind in the list");
    CHECK(team.next_there == 1U);
}

TEST_CASE("rotation view: who is absent is named, and does not hide whose turn it would be",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() +
              all_by(rotate_users("team", {{"sam", 1}, {"sue", 1}, {"tom", 1}, {"ada", 0}})) +
              manager(events::DeactivateUser{{"sam"}, {}}) +
              manager(events::SuspendPartner{{"south"}, {}}));
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().rotation(acme, "team"));
    CHECK(answer.value.now[0].absence == Absence::user_deactivated);
    CHECK(answer.value.now[1].absence == Absence::none);
    CHECK(answer.value.now[2].absence == Absence::partner_not_active);
    CHECK(answer.value.now[3].absence == Absence::weight_zero);
    CHECK(answer.value.next == 0U);
    CHECK(answer.value.next_there == 1U);
}

TEST_CASE("rotation view: a pool tells the open leads of each, and who has the fewest",
          "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + all_by(least_loaded("field", {{"sam", 2}, {"sue", 1}})) +
              arrives("l1") + arrives("l2") + arrives("l3"));
    Grown grown(world.log());
    const auto answer = must(grown.catch_up().query().rotation(acme, "field"));
    CHECK(answer.value.is_pool());
    CHECK(answer.value.now[0].open_leads == 2);
    CHECK(answer.value.now[1].open_leads == 1);
    CHECK(next_words(answer.value) ==
          "sue has the fewest open leads for the weight: 1, before sam with 2 / 2");
}

TEST_CASE("rotation view: a new ruleset keeps what belongs to those who stay", "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + all_by(rotate_users("team", {{"sam"}, {"sue"}, {"tom"}})) +
              arrives("l1"));
    Grown grown(world.log());
    grown.catch_up();
    world.ask(all_by(rotate_users("team", {{"ada"}, {"sam"}}), {}, "r2"));
    world.cut();
    const auto answer = must(grown.catch_up().query().rotation(acme, "team"));
    CHECK(answer.value.row.seats[0].credit == 0);
    CHECK(answer.value.row.seats[1].credit == -2);
    CHECK(answer.value.row.seats[1].chosen == 1);
    world.ask(all_by(to_user("sam"), {}, "r3"));
    world.cut();
    CHECK(must(grown.catch_up().query().rotations(acme)).value.items.empty());
    CHECK_FALSE(grown.query().rotation(acme, "team").has_value());
}

TEST_CASE("cap view: used, left and when it frees, the least left first", "[projections]") {
    ViewWorld world;  // 2026-01-02T03:04:05Z
    world.ask(
        open_queue() +
        all_by(to_queue("inbound"), {cap_on(CapOn::user, {}, "a day each", 2, CapPer::daily),
                                     rolling_cap_on(CapOn::program, {}, "all", 9, events::hour)}) +
        arrives("l1") + arrives("l2") + arrives("l3") + user("sam", events::ClaimLead{{"l1"}, {}}) +
        user("sue", events::ClaimLead{{"l2"}, {}}) + user("sue", events::ClaimLead{{"l3"}, {}}));
    Grown grown(world.log());
    grown.catch_up();
    CHECK(left_by(grown, "a day each") == "sue 2/2, sam 1/2");
    CHECK(left_by(grown, "a day each", {.full = true}) == "sue 2/2");
    CHECK(left_by(grown, "a day each", {.subject = "sam"}) == "sam 1/2");
    CHECK(left_by(grown, "all") == " 3/9");
    const auto day = must(grown.query().cap(acme, "a day each", {}));
    CHECK(day.value.full == 1);
    CHECK(day.value.zone == "Europe/Berlin");
    CHECK(day.value.subjects[0].frees_at == at("2026-01-02T23:00:00Z"));
    CHECK(day.value.subjects[0].frees_local == "2026-01-03T00:00:00+01:00");
    // Of a rolling one that is not full: when the oldest counts no more.
    const auto all = must(grown.query().cap(acme, "all", {}));
    CHECK(all.value.subjects[0].left == 6);
    const auto claimed = must(grown.query().lead(acme, {"l1"}));
    CHECK(all.value.subjects[0].frees_at == claimed.value.story.row.since + events::hour);
    world.wait(events::day);
    world.ask(arrives("l4"));
    world.cut();
    grown.catch_up();
    CHECK(left_by(grown, "a day each").empty());
    CHECK(left_by(grown, "all") == " 0/9");
}

TEST_CASE("queue ageing: since when leads have been in a queue, at the time of the answer",
          "[projections]") {
    ViewWorld world;
    const auto days = [](std::int64_t count) { return events::Duration{count * events::day.us}; };
    world.ask(open_queue() + all_by(to_queue("inbound")) + arrives("l1")).wait(days(7));
    world.ask(arrives("l2")).wait(days(1));
    world.ask(arrives("l3")).wait(events::hour);
    world.ask(arrives("l4"));
    Grown grown(world.log());
    const auto age = [&] {
        return must(grown.catch_up().query().queue(acme, {"inbound"})).value.age;
    };
    QueueAge seen = age();
    CHECK(seen.leads == 4);
    CHECK(seen.oldest == must(grown.query().lead(acme, {"l1"})).value.story.row.since);
    CHECK(seen.under_hour == 1);
    CHECK(seen.under_day == 1);
    CHECK(seen.under_week == 1);
    CHECK(seen.older == 1);
    // Who comes back waits anew, whether both moves were in one flush or not.
    world.ask(
        {user("sam", events::ClaimLead{{"l1"}, {}}), user("sam", events::ReleaseLead{{"l1"}, {}})});
    world.cut();
    seen = age();
    CHECK(seen.leads == 4);
    CHECK(seen.under_hour == 2);
    CHECK(seen.oldest == must(grown.query().lead(acme, {"l2"})).value.story.row.since);
    world.ask(user("sue", events::ClaimLead{{"l2"}, {}}));
    world.cut();
    CHECK(age().leads == 3);
    const auto listed = must(grown.query().aged_queues(acme));
    CHECK(listed.value.ages[0].leads == 3);
}

TEST_CASE("cap view: a new ruleset goes on counting where subject and window stay",
          "[projections]") {
    ViewWorld world;
    const auto by = [](std::uint32_t most, CapPer per) {
        return std::vector{cap_on(CapOn::user, {}, "each", most, per)};
    };
    world.ask(open_queue() + all_by(to_user("sam"), by(5, CapPer::daily)) + arrives("l1"));
    Grown grown(world.log());
    grown.catch_up();
    CHECK(left_by(grown, "each") == "sam 1/5");
    world.ask(all_by(to_user("sam"), by(7, CapPer::daily), "r2"));
    world.cut();
    grown.catch_up();
    CHECK(left_by(grown, "each") == "sam 1/7");
    world.ask(all_by(to_user("sam"), by(7, CapPer::weekly), "r3"));
    world.cut();
    grown.catch_up();
    CHECK(left_by(grown, "each").empty());
    world.ask(arrives("l2"));
    world.cut();
    grown.catch_up();
    CHECK(left_by(grown, "each") == "sam 1/7");
}
