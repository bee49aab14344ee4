// When the wall clock is believed, and when it is not.
#include "connectors/serve/clock_watch.hpp"

#include <catch2/catch.hpp>

#include "tests/support/virtual_clock.hpp"

namespace leadline::tests {
namespace {

using connectors::ClockWatch;
using events::Duration;
using Finding = ClockWatch::Finding;

const events::Time noon = *events::parse_time("2026-03-02T12:00:00Z");
constexpr Duration year{365 * events::day.us};

Duration minutes(std::int64_t count) { return {count * events::minute.us}; }

}  // namespace

TEST_CASE("ClockWatch: time that passes on both clocks is no departure, however much at once",
          "[connectors]") {
    VirtualClock clock(noon);
    ClockWatch watch(clock.read());
    for (const Duration pause : {Duration{1}, minutes(1), minutes(60), year}) {
        clock.pass(pause);  // SIGSTOP, or a machine asleep
        CHECK(watch.look(clock.read()) == Finding::right);
    }
}

TEST_CASE(
    "ClockWatch: more than 5 minutes ahead or back is a departure, told once, until it is back",
    "[connectors]") {
    VirtualClock clock(noon);
    ClockWatch watch(clock.read());
    const std::int64_t direction = GENERATE(1, -1);
    const auto set_off_by = [&](Duration by) {
        clock.set_wall(noon + Duration{direction * by.us});
    };
    set_off_by(minutes(5));
    CHECK(watch.look(clock.read()) == Finding::right);
    set_off_by({minutes(5).us + 1});
    CHECK(watch.look(clock.read()) == Finding::departed);
    CHECK(watch.look(clock.read()) == Finding::away);
    set_off_by(year);
    CHECK(watch.look(clock.read()) == Finding::away);
    CHECK(watch.departure().us == direction * year.us);
    set_off_by(minutes(4));
    CHECK(watch.look(clock.read()) == Finding::came_back);
    CHECK(watch.look(clock.read()) == Finding::right);
}

TEST_CASE("ClockWatch: a departure is told in words", "[connectors]") {
    CHECK(connectors::departure_text({year.us + 17}).find("set ahead by 365d: ") !=
          std::string::npos);
    CHECK(connectors::departure_text({-minutes(90).us}).find("set back by 90m: ") !=
          std::string::npos);
}

TEST_CASE("Clock: the machine's own two go on together", "[connectors]") {
    const connectors::WallClock clock;
    ClockWatch watch(clock.read());
    for (int i = 0; i < 1'000; ++i) REQUIRE(watch.look(clock.read()) == Finding::right);
    CHECK(clock.read().monotonic.us > 0);
    CHECK(clock.now() > noon);
}

}  // namespace leadline::tests
