// Leads that wait for caps: who is taken up first, and since when they wait.
#include <catch2/catch.hpp>

#include "events/codec/json_rules.hpp"
#include "tests/support/rules.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using namespace events;
using engine::Place;

const Time morning = at("2026-03-02T09:00:00Z");
Time after(Duration since) { return morning + since; }
Duration minutes(std::int64_t count) { return {count * minute.us}; }

// Partners north (sam, sue) and south (tom), an open queue "inbound", and these rules.
Given with(const std::vector<Rule>& entries, const std::vector<Cap>& caps,
           const Action& fallback = to_queue("inbound")) {
    Around around;
    around.caps = caps;
    return given(open_queue() + rules("r1", entries, fallback, {}, around));
}
Rule all(const Action& action) { return {"all", {}, action, {}}; }

Asked arrives(Text lead, Time time) { return at(time, upstream(CreateLead{{lead}, {}})); }
// Time passes, and what is due happens.
Asked later(Time time) {
    return at(time, manager(DefineQueue{{"other"}, {}, true, {}, {}, {}, {}}));
}

std::string owner_of(const Given& world, Text id) {
    const engine::Lead& lead = *world.program().leads.find(id);
    if (lead.place == Place::waiting) return "waits";
    if (lead.place == Place::queue) return "queue " + world.program().queues.at(lead.queue).id;
    return world.program().users.at(lead.owner).id;
}
std::string owners_of(const Given& world, std::initializer_list<Text> leads) {
    std::string all;
    for (const Text lead : leads) all += (all.empty() ? "" : " ") + owner_of(world, lead);
    return all;
}
const Cap two_an_hour = rolling_cap_on(CapOn::user, {}, "two an hour", 2, hour);

TEST_CASE("Caps: of two entries that wait for the same user the older lead comes first",
          "[engine]") {
    const auto from = [](Text source) {
        return std::vector<ConditionNode>{test_of("source", ConditionOp::equals, {source})};
    };
    Given world =
        with({{"web", from("web"), to_user("sam"), {}}, {"mail", from("mail"), to_user("sam"), {}}},
             {cap_on(CapOn::user, {}, "a day", 1, CapPer::daily)});
    const auto comes = [](Text lead, Text source, Time time) {
        LeadDetails details;
        details.source = source;
        return at(time, upstream(CreateLead{{lead}, details}));
    };
    world.given({comes("a", "web", morning), comes("b", "mail", morning),
                 comes("c", "web", morning), later(after({24 * hour.us}))});
    CHECK(owners_of(world, {"a", "b", "c"}) == "sam sam waits");
    world.given({comes("d", "web", after({25 * hour.us})), later(after({48 * hour.us}))});
    CHECK(owners_of(world, {"c", "d"}) == "sam waits");
}

TEST_CASE("Caps: who waits has waited since it came, however often it was tried", "[engine]") {
    Given world = with({all(to_user("sam"))}, {two_an_hour});
    world.given({arrives("a", morning), arrives("b", morning), arrives("c", morning),
                 arrives("d", morning), arrives("e", after(minutes(30))),
                 later(after(minutes(61)))});
    CHECK(owners_of(world, {"c", "d", "e"}) == "sam sam waits");
    CHECK(world.program().leads.find("e")->since == after(minutes(30)));
}

TEST_CASE("Caps: one goes on counting when its queues are named in another order", "[engine]") {
    const auto capped = [](std::vector<Text> queues) {
        Around around;
        around.caps = {cap_on(CapOn::queues, std::move(queues), "both", 1, CapPer::daily)};
        around.zone = {{"UTC", 0, {}, 0, {}}};
        return around;
    };
    const std::vector<Rule> entries{all(to_queue("hot"))};
    Given world = given(open_queue() + manager(DefineQueue{{"hot"}, {}, true, {}, {}, {}, {}}) +
                        rules("r1", entries, to_queue("inbound"), {}, capped({"hot", "inbound"})));
    world.given({arrives("a", morning)});
    Around again = capped({"inbound", "hot"});
    again.zone = {};
    world.given(rules("r2", entries, to_queue("inbound"), {}, again));
    world.given({arrives("b", after(minutes(1)))});
    CHECK(owners_of(world, {"a", "b"}) == "queue hot waits");
}

}  // namespace
}  // namespace leadline::tests
