// The condition "within time window".
#include "engine/core/calendar/time_window.hpp"

#include <catch2/catch.hpp>

#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using engine::TimeWindow;
using engine::weekday_bit;

bool in_berlin(const TimeWindow& window, std::string_view instant) {
    return engine::holds(window, made(berlin()), at(instant));
}

TEST_CASE("TimeWindow: holds from its first minute until its last is over, on local clocks",
          "[engine]") {
    const TimeWindow office{.from_min = 9 * 60, .to_min = 17 * 60};
    CHECK_FALSE(in_berlin(office, "2026-07-01T06:59:59.999999Z"));
    CHECK(in_berlin(office, "2026-07-01T07:00:00Z"));
    CHECK(in_berlin(office, "2026-07-01T14:59:59.999999Z"));
    CHECK_FALSE(in_berlin(office, "2026-07-01T15:00:00Z"));
    CHECK(in_berlin(office, "2026-01-01T15:59:00Z"));  // in winter
}

TEST_CASE("TimeWindow: hours over midnight belong to the day on which they begin", "[engine]") {
    const TimeWindow friday_night{
        .weekdays = weekday_bit(5), .from_min = 22 * 60, .to_min = 6 * 60};
    CHECK_FALSE(in_berlin(friday_night, "2026-07-03T02:00:00Z"));  // Friday 4:00
    CHECK(in_berlin(friday_night, "2026-07-03T20:00:00Z"));        // Friday 22:00
    CHECK(in_berlin(friday_night, "2026-07-04T03:59:00Z"));        // Saturday 5:59
    CHECK_FALSE(in_berlin(friday_night, "2026-07-04T04:00:00Z"));
    CHECK_FALSE(in_berlin(friday_night, "2026-07-04T20:00:00Z"));  // Saturday 22:00
}

TEST_CASE("TimeWindow: equal hours are a whole day", "[engine]") {
    const TimeWindow from_noon{.weekdays = weekday_bit(5), .from_min = 720, .to_min = 720};
    CHECK_FALSE(in_berlin(from_noon, "2026-07-03T09:59:00Z"));
    CHECK(in_berlin(from_noon, "2026-07-03T10:00:00Z"));
    CHECK(in_berlin(from_noon, "2026-07-04T09:59:00Z"));
    CHECK_FALSE(in_berlin(from_noon, "2026-07-04T10:00:00Z"));
}

TEST_CASE("TimeWindow: between two dates means both of them too", "[engine]") {
    const TimeWindow fair{.first = events::parse_day("2026-03-02"),
                          .last = events::parse_day("2026-03-04")};
    CHECK_FALSE(in_berlin(fair, "2026-03-01T22:59:59Z"));
    CHECK(in_berlin(fair, "2026-03-01T23:00:00Z"));
    CHECK(in_berlin(fair, "2026-03-04T22:59:59Z"));
    CHECK_FALSE(in_berlin(fair, "2026-03-04T23:00:00Z"));
    CHECK(in_berlin({.last = fair.last}, "1999-01-01T00:00:00Z"));
    CHECK_FALSE(in_berlin({.first = fair.first}, "1999-01-01T00:00:00Z"));
}

TEST_CASE("TimeWindow: one that is none says why", "[engine]") {
    CHECK(engine::what_is_wrong({}).empty());
    CHECK(engine::what_is_wrong({.weekdays = 0}) == "it has no weekday");
    CHECK(engine::what_is_wrong({.weekdays = 0x80}) == "it has no weekday");
    CHECK(engine::what_is_wrong({.weekdays = 0xFF}) == "it has a weekday that there is not");
    CHECK(engine::what_is_wrong({.from_min = 1440}) == "it begins at no time of a day");
    CHECK(engine::what_is_wrong({.to_min = 1441}) == "it ends at no time of a day");
    CHECK(engine::what_is_wrong({.first = engine::Day{2}, .last = engine::Day{1}}) ==
          "its last date is before its first");
}

TEST_CASE("TimeWindow: weekdays that do not come between its dates make none of it", "[engine]") {
    const auto day = [](std::string_view text) { return events::parse_day(text); };
    TimeWindow window{.weekdays = weekday_bit(1)};
    window.first = day("2026-12-24");  // a Thursday
    window.last = day("2026-12-27");
    CHECK(what_is_wrong(window) == "none of its weekdays comes between its dates");
    window.last = day("2026-12-28");
    CHECK(what_is_wrong(window).empty());
    window.weekdays = weekday_bit(3);
    window.last = day("2026-12-30");
    CHECK(what_is_wrong(window).empty());
}

}  // namespace
}  // namespace leadline::tests
