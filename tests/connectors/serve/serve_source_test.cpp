// A running engine and time: what arrives gets the wall clock's, timers fire by themselves, and a
// clock that cannot be believed stops everything. All with clocks in the test's hand.
#include <catch2/catch.hpp>

#include "tests/connectors/cli/story.hpp"
#include "tests/connectors/serve/served.hpp"

namespace leadline::tests {
namespace {

using Catch::Contains;
using events::Duration;
using events::Time;

const Time noon = *events::parse_time("2026-03-02T12:00:00Z");
constexpr Duration second{1'000'000};
constexpr Duration year{365 * events::day.us};

// A program whose claims lapse after an hour, and a lead that was just claimed.
std::string a_claim() {
    return setup_lines() +
           asked("q2", "DefineQueue",
                 R"({"queue":"q","title":"All","everybody":true,"policy":{"touch_within":"1h"}})") +
           asked("c1", "CreateLead", R"({"lead":"l1"})", 0, "system:crm") +
           asked("r1", "ReassignLead", R"({"lead":"l1","to":{"queue":"q"}})") +
           asked("k1", "ClaimLead", R"({"lead":"l1"})", 0, "user:u");
}

std::string a_lead(int number) {
    return asked("x" + std::to_string(number), "CreateLead",
                 R"({"lead":"x)" + std::to_string(number) + R"("})", 0, "system:crm");
}

struct Case {
    ServedGround ground{noon};
    ScriptedDoor door;
    SilentSink sink;
    std::optional<Served> served;

    Case() { start(); }
    void start() {
        served.reset();
        served.emplace(ground, door, sink);
    }
    VirtualClock& clock() { return ground.clock; }
    void say(const std::string& lines) {
        door.put(lines);
        served->step();
    }
};

}  // namespace

TEST_CASE("serve: a line has the time of its arrival, whatever it says itself", "[connectors]") {
    Case it;
    it.say(setup_lines());  // they say 2026-01-02
    CHECK(it.served->time() == noon);
    it.clock().pass(second);
    it.say(a_lead(1));
    CHECK(it.served->time() == noon + second);
    it.say("no json\n");
    CHECK(it.served->dead_letters().size() == 1);
    CHECK_THAT(it.served->dead_letters()[0], Catch::StartsWith("script/000000000009-"));
    CHECK(it.served->time() == noon + second);
}

TEST_CASE("serve: a timer fires by itself when it is due, once, and nothing else moves the log",
          "[connectors]") {
    Case it;
    it.say(a_claim());
    const std::uint64_t before = it.served->position().number;
    const int waits = it.served->waiting.waits;
    it.served->step(3'599);  // a second each
    CHECK(it.served->waiting.waits == waits + 3'599);
    CHECK(it.served->position().number == before);
    it.served->step(2);
    const auto told = it.served->events_from(before + 1);
    REQUIRE(told.size() == 1);  // the wait ended when it was due: no time was left to be reached
    CHECK(told[0].name == "ClaimLapsed");
    CHECK(told[0].time == noon + events::hour);
    const std::uint64_t after = it.served->position().number;
    it.served->step(10'000);
    CHECK(it.served->position().number == after);
}

TEST_CASE("serve: under load timers fire before the command that reaches their time, without ticks",
          "[connectors]") {
    Case it;
    it.say(a_claim());
    const std::uint64_t before = it.served->position().number;
    it.clock().pass(events::hour);
    it.say(a_lead(1));
    const auto told = it.served->events_from(before + 1);
    REQUIRE(told.size() >= 2);
    CHECK(told[0].name == "ClaimLapsed");
    CHECK(told[1].name == "LeadCreated");
    for (const auto& event : told) CHECK(event.name != "TimeReached");
}

TEST_CASE("serve: a pause of a minute, as SIGSTOP makes it, stops nothing", "[connectors]") {
    Case it;
    it.say(a_claim());
    it.clock().pass(events::minute);
    it.say(a_lead(1));
    CHECK(it.served->time() == noon + events::minute);
    CHECK(it.ground.said.empty());
    CHECK(it.served->source.why_closed().empty());
}

TEST_CASE("serve: a clock set back by minutes is gone on with, and the log's time does not go back",
          "[connectors]") {
    Case it;
    it.say(setup_lines());
    it.clock().set_wall(noon + Duration{-3 * events::minute.us});
    it.say(a_lead(1));
    CHECK(it.served->time() == noon);
    CHECK(it.served->events_from(1).back().time == noon);
    CHECK(it.ground.said.empty());
}

TEST_CASE(
    "serve: a clock set back or a year ahead stops intake and ticks with one line, until it is "
    "back",
    "[connectors]") {
    Case it;
    it.say(a_claim());
    const std::uint64_t before = it.served->position().number;
    const Duration off = GENERATE(Duration{-6 * events::minute.us}, Duration{-year.us}, year);
    it.clock().set_wall(noon + off);
    it.door.put(a_lead(1));
    it.served->step(30);
    CHECK(it.served->position().number == before);  // neither the lead nor the claim's lapse
    CHECK(it.door.left() == 1);
    REQUIRE(it.ground.said.size() == 1);
    CHECK_THAT(it.ground.said[0], Contains(off.us > 0 ? "set ahead by" : "set back by"));
    CHECK(it.served->source.why_closed() == it.ground.said[0]);

    it.clock().set_wall(noon + Duration{30 * second.us});
    it.served->step(1);
    CHECK(it.ground.said.size() == 2);
    CHECK(it.served->source.why_closed().empty());
    CHECK(it.door.left() == 0);
    CHECK(it.served->time() == noon + Duration{30 * second.us});
}

TEST_CASE("serve: an engine that is started again believes the clock, and the log's time stays",
          "[connectors]") {
    Case it;
    it.say(a_claim());
    it.clock().set_wall(noon + year);
    it.door.put(a_lead(1));
    it.served->step(3);
    CHECK(it.door.left() == 1);
    it.start();
    it.served->step();
    CHECK(it.door.left() == 0);
    const Time ahead = it.served->time();
    CHECK(ahead >= noon + year);
    CHECK(it.served->events_from(1).back().time == ahead);

    it.clock().set_wall(noon);  // somebody puts it right
    it.start();
    it.say(a_lead(2));
    CHECK(it.served->time() == ahead);
    const auto told = it.served->events_from(1);
    CHECK(std::is_sorted(told.begin(), told.end(),
                         [](const auto& a, const auto& b) { return a.time < b.time; }));
}

TEST_CASE("serve: a poll takes no more than epoch.commands_max, also when that is changed",
          "[connectors]") {
    Case it;
    std::string lines = setup_lines();
    for (int n = 1; n <= 20; ++n) lines += a_lead(n);
    it.served->source.set_commands_max(5);
    it.say(lines);
    CHECK(it.door.left() == 27 - 5);
    it.served->source.set_commands_max(10);
    it.served->step();
    CHECK(it.door.left() == 27 - 15);
}

TEST_CASE("serve: blank lines are nothing", "[connectors]") {
    Case it;
    it.say(setup_lines() + "\n \n\t\r\n" + a_lead(1));
    CHECK(it.door.left() == 0);
    CHECK(it.served->dead_letters().empty());
    CHECK(it.served->events_from(1).back().name == "LeadLeftWaiting");
}

}  // namespace leadline::tests
