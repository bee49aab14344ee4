// Windows in the world's odd places, and that they tile time in any.
#include "engine/core/calendar/window.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using engine::TimeZone;
using engine::Window;
using engine::window_of;
using engine::WindowUnit;
using events::Time;

std::string short_text(Time t) { return events::to_text(t).substr(0, 16); }

std::string window(const TimeZone& zone, WindowUnit unit, std::string_view instant) {
    const Window found = window_of(zone, unit, at(instant));
    return short_text(found.begin) + " " + short_text(found.end);
}

TEST_CASE("window_of: hours, days, weeks from Monday on, and months of the zone", "[engine]") {
    const TimeZone zone = made(berlin());
    constexpr std::string_view t = "2026-07-01T22:30:00Z";  // Thursday, half past midnight
    CHECK(window(zone, WindowUnit::hour, t) == "2026-07-01T22:00 2026-07-01T23:00");
    CHECK(window(zone, WindowUnit::day, t) == "2026-07-01T22:00 2026-07-02T22:00");
    CHECK(window(zone, WindowUnit::week, t) == "2026-06-28T22:00 2026-07-05T22:00");
    CHECK(window(zone, WindowUnit::month, t) == "2026-06-30T22:00 2026-07-31T22:00");
}

TEST_CASE("window_of: a window is over at its end", "[engine]") {
    const TimeZone zone = made(berlin());
    CHECK(window(zone, WindowUnit::day, "2026-07-01T21:59:59.999999Z") ==
          "2026-06-30T22:00 2026-07-01T22:00");
    CHECK(window(zone, WindowUnit::day, "2026-07-01T22:00:00Z") ==
          "2026-07-01T22:00 2026-07-02T22:00");
}

TEST_CASE("window_of: months have their days, leap days too", "[engine]") {
    const TimeZone utc;
    CHECK(window(utc, WindowUnit::month, "2024-02-29T23:59:59Z") ==
          "2024-02-01T00:00 2024-03-01T00:00");
    CHECK(window(utc, WindowUnit::month, "2100-02-28T23:59:59Z") ==
          "2100-02-01T00:00 2100-03-01T00:00");
    CHECK(window(utc, WindowUnit::month, "2026-12-31T23:59:59Z") ==
          "2026-12-01T00:00 2027-01-01T00:00");
    CHECK(window(utc, WindowUnit::week, "2027-01-01T00:00:00Z") ==
          "2026-12-28T00:00 2027-01-04T00:00");
}

TEST_CASE("window_of: a day on which clocks change has 23 or 25 hours, in Lord Howe 23.5 or 24.5",
          "[engine]") {
    CHECK(window(made(berlin()), WindowUnit::day, "2026-03-29T12:00:00Z") ==
          "2026-03-28T23:00 2026-03-29T22:00");
    CHECK(window(made(berlin()), WindowUnit::day, "2026-10-25T12:00:00Z") ==
          "2026-10-24T22:00 2026-10-25T23:00");
    CHECK(window(made(lord_howe()), WindowUnit::day, "2026-10-04T00:00:00Z") ==
          "2026-10-03T13:30 2026-10-04T13:00");
    CHECK(window(made(lord_howe()), WindowUnit::day, "2026-04-05T00:00:00Z") ==
          "2026-04-04T13:00 2026-04-05T13:30");
}

TEST_CASE("window_of: the hour that comes twice is two windows, a change by half an hour cuts one",
          "[engine]") {
    const TimeZone zone = made(berlin());
    CHECK(window(zone, WindowUnit::hour, "2026-10-25T00:30:00Z") ==
          "2026-10-25T00:00 2026-10-25T01:00");
    CHECK(window(zone, WindowUnit::hour, "2026-10-25T01:30:00Z") ==
          "2026-10-25T01:00 2026-10-25T02:00");
    const TimeZone half = made(lord_howe());
    CHECK(window(half, WindowUnit::hour, "2026-04-04T14:59:00Z") ==
          "2026-04-04T14:00 2026-04-04T15:00");
    CHECK(window(half, WindowUnit::hour, "2026-04-04T15:00:00Z") ==
          "2026-04-04T15:00 2026-04-04T15:30");
    CHECK(window(half, WindowUnit::hour, "2026-04-04T15:30:00Z") ==
          "2026-04-04T15:30 2026-04-04T16:30");
}

TEST_CASE("window_of: a date that clocks leap over has no window", "[engine]") {
    const TimeZone zone = made(apia());
    CHECK(window(zone, WindowUnit::day, "2011-12-30T09:59:59Z") ==
          "2011-12-29T10:00 2011-12-30T10:00");  // the 29th
    CHECK(window(zone, WindowUnit::day, "2011-12-30T10:00:00Z") ==
          "2011-12-30T10:00 2011-12-31T10:00");  // the 31st
    CHECK(window(zone, WindowUnit::week, "2011-12-30T10:00:00Z") ==
          "2011-12-26T10:00 2012-01-01T10:00");  // of six days
}

TEST_CASE("window_of: clocks put back over midnight do not begin the day twice", "[engine]") {
    const TimeZone zone = made(st_johns());
    // Midnight of the 7th at 02:30; at 02:31 clocks show 23:01 of the 6th once more.
    for (const char* t : {"2010-11-07T02:30:00Z", "2010-11-07T02:31:00Z", "2010-11-07T03:30:00Z"})
        CHECK(window(zone, WindowUnit::day, t) == "2010-11-07T02:30 2010-11-08T03:30");
    CHECK(window(zone, WindowUnit::day, "2010-11-07T02:29:59Z") ==
          "2010-11-06T02:30 2010-11-07T02:30");
}

TEST_CASE("rolling: what happened counts until its length has passed, and no longer", "[engine]") {
    using engine::counts_until;
    using engine::still_counts;
    const Time t = at("2026-07-01T12:00:00Z");
    CHECK(still_counts(t, events::hour, t));
    CHECK(still_counts(t, events::hour, {t.us + events::hour.us - 1}));
    CHECK_FALSE(still_counts(t, events::hour, t + events::hour));
    CHECK_FALSE(still_counts(t, events::hour, {t.us - 1}));
    CHECK_FALSE(still_counts(t, {0}, t));
    CHECK_FALSE(still_counts(t, {INT64_MIN}, t));
    CHECK(counts_until({INT64_MAX}, {INT64_MAX}) == engine::far_off);
    CHECK(still_counts({INT64_MIN}, {INT64_MAX}, {INT64_MAX}));
}

TEST_CASE("window_of: windows tile time, whatever clocks do", "[engine][laws]") {
    CHECK(rc::check("tiles", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const TimeZone zone = made(arbitrary_zone(random, false));
        const auto unit = static_cast<WindowUnit>(random.between(1, 4));
        const Time t = arbitrary_time(random, zone);
        const Window found = window_of(zone, unit, t);
        RC_ASSERT(found.holds(t));
        RC_ASSERT(window_of(zone, unit, {found.end.us - 1}) == found);
        if (found.begin >= events::time_min) {
            RC_ASSERT(window_of(zone, unit, found.begin) == found);
        }
        if (found.end <= events::time_max) {
            RC_ASSERT(window_of(zone, unit, found.end).begin == found.end);
        }
        RC_ASSERT(unit != WindowUnit::hour || found.length() <= events::hour);
    }));
}

TEST_CASE("window_of: a window of days begins with its date's first instant", "[engine][laws]") {
    CHECK(rc::check("dates", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const TimeZone zone = made(arbitrary_zone(random, false));
        const Time t = arbitrary_time(random, zone);
        RC_PRE(t.us > events::time_min.us + 40 * events::day.us);
        const Window day = window_of(zone, WindowUnit::day, t);
        const engine::Day date = zone.local_day(day.begin);
        RC_ASSERT(zone.local_day({day.begin.us - 1}) < date);
        RC_ASSERT(zone.local_day(t) <= date);
        const Window month = window_of(zone, WindowUnit::month, t);
        RC_ASSERT(month.begin <= day.begin);
        RC_ASSERT(day.end <= month.end);
    }));
}

TEST_CASE("window_of: any 64 bits are a time", "[engine][laws]") {
    CHECK(rc::check("any time", [](std::int64_t us) {
        for (const ZoneValue& value : {berlin(), lord_howe(), apia()})
            for (int unit = 1; unit <= 4; ++unit)
                RC_ASSERT(window_of(made(value), static_cast<WindowUnit>(unit), {us})
                              .holds(engine::in_range({us})));
    }));
    const TimeZone zone = made(berlin());
    for (const std::int64_t us : {INT64_MIN, INT64_MIN + 1, std::int64_t{0}, INT64_MAX})
        CHECK(window_of(zone, WindowUnit::month, {us}).holds(engine::in_range({us})));
}

}  // namespace
}  // namespace leadline::tests
