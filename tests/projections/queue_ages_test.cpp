// How old the leads of queues are: from what the views keep by hours, and from every lead.
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

// As it would be counted by hand.
QueueAge counted(const List<LeadRow>& leads, Time now) {
    QueueAge age;
    for (const LeadRow& lead : leads) {
        const Duration waited = now - lead.since;
        ++age.leads;
        ++(waited < events::hour                   ? age.under_hour
           : waited < events::day                  ? age.under_day
           : waited < Duration{7 * events::day.us} ? age.under_week
                                                   : age.older);
        if (!age.oldest.is_set() || lead.since < age.oldest) age.oldest = lead.since;
    }
    return age;
}

// Of the oldest that came in one microsecond any may be named.
bool is_oldest(const QueueAge& age, const List<LeadRow>& leads) {
    if (leads.empty()) return !age.oldest_lead.is_set();
    return std::any_of(leads.begin(), leads.end(), [&age](const LeadRow& lead) {
        return lead.lead == age.oldest_lead && lead.since == age.oldest;
    });
}

void check_ages(const Query& query, events::ProgramId program, std::size_t& old) {
    const auto queues = must(query.aged_queues(program));
    for (std::size_t i = 0; i < queues.value.ages.size(); ++i) {
        const QueueAge& age = queues.value.ages[i];
        const auto queue =
            must(query.queue(program, queues.value.queues.items[i].definition.queue));
        QueueAge by_hand = counted(queue.value.leads.items, queue.at[0].time);
        RC_ASSERT(is_oldest(age, queue.value.leads.items));
        by_hand.oldest_lead = age.oldest_lead;
        RC_ASSERT(age == by_hand);
        old += age.under_day + age.under_week + age.older;
    }
}

Asked update_priority(Text lead) {
    events::UpdateLead update;
    update.lead = {lead};
    update.priority = 7;
    return manager(update);
}

}  // namespace

TEST_CASE("queue ages: what the hours say is what every lead says", "[projections]") {
    std::size_t old = 0;
    CHECK(rc::check("for random programs of commands", [&old] {
        const auto seed = *rc::gen::arbitrary<std::uint32_t>();
        const RandomCommands commands(seed, 300);
        ViewWorld world;
        std::size_t asked = 0;
        std::unique_ptr<Grown> grown;
        for (const engine::Input& input : commands.inputs()) {
            world.ask(input);
            // At several positions, so that flushes see leads come, go and stay; with a restart.
            if (++asked % 60 != 0) continue;
            world.cut();
            if (grown == nullptr) grown = std::make_unique<Grown>(world.log());
            grown->catch_up();
            for (const auto& program : world.state().programs())
                check_ages(grown->query(), {program->id}, old);
            if (asked == 120) grown->reopen();
        }
    }));
    CHECK(old > 50);  // there was something to count
}

TEST_CASE("queue ages: half-open to the microsecond, wherever hours begin", "[projections]") {
    ViewWorld world;
    world.ask(open_queue() + captured("l1") + queued("l1"));
    Grown grown(world.cut().log());
    const Time came = must(grown.catch_up().query().queue(acme, {"inbound"})).value.age.oldest;
    REQUIRE(came.is_set());
    const auto age_at = [&](Time at) {
        // The time of the log's last event is what answers stand at.
        const Time now = must(grown.query().standing())[0].time;
        world.wait((at - now) - Duration{1'000'000}).ask(captured("at" + std::to_string(at.us)));
        world.cut();
        const auto found = must(grown.catch_up().query().queue(acme, {"inbound"}));
        CHECK(found.at[0].time == at);
        CHECK(found.value.age.oldest == came);
        CHECK(found.value.age.oldest_lead == events::LeadId{"l1"});
        return found.value.age;
    };
    const Duration week{7 * events::day.us};
    const Duration one{1};  // microsecond
    CHECK(age_at(came + (events::hour - one)).under_hour == 1);
    CHECK(age_at(came + events::hour + one).under_day == 1);
    // Another priority or status is no other arrival.
    world.ask(update_priority("l1")).cut();
    grown.catch_up();
    CHECK(age_at(came + (events::day - one)).under_day == 1);
    CHECK(age_at(came + events::day).under_week == 1);
    CHECK(age_at(came + week + one).older == 1);
    world.ask(user("sam", events::ClaimLead{{"l1"}, {}})).cut();
    const auto empty = must(grown.catch_up().query().queue(acme, {"inbound"})).value.age;
    CHECK(empty == QueueAge{});
}
