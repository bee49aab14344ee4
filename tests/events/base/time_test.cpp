// Times and durations as text.
#include "events/base/time.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

using namespace leadline::events;

namespace {

std::string again(std::string_view text) {
    const std::optional<Time> time = parse_time(text);
    return time ? to_text(*time) : "none";
}

std::string again_duration(std::string_view text) {
    const std::optional<Duration> duration = parse_duration(text);
    return duration ? to_text(*duration) : "none";
}

}  // namespace

TEST_CASE("Time: is always written with 27 characters", "[events]") {
    CHECK(to_text(Time{0}) == "1970-01-01T00:00:00.000000Z");
    CHECK(to_text(Time{1}) == "1970-01-01T00:00:00.000001Z");
    CHECK(to_text(Time{-1}) == "1969-12-31T23:59:59.999999Z");
    CHECK(to_text(Time{1'767'323'045'123'456}) == "2026-01-02T03:04:05.123456Z");
    CHECK(to_text(time_max) == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("Time: one out of range is written as the nearest in it", "[events]") {
    CHECK(to_text(Time{INT64_MAX}) == "9999-12-31T23:59:59.999999Z");
    CHECK(to_text(Time{INT64_MIN}) == "0001-01-01T00:00:00.000000Z");
}

TEST_CASE("Time: RFC 3339 is read with Z, with an offset, and with up to six digits of a second",
          "[events]") {
    CHECK(again("2026-01-02T03:04:05Z") == "2026-01-02T03:04:05.000000Z");
    CHECK(again("2026-01-02t03:04:05.5z") == "2026-01-02T03:04:05.500000Z");
    CHECK(again("2026-01-02T03:04:05.123456Z") == "2026-01-02T03:04:05.123456Z");
    CHECK(again("2026-01-01T00:30:00+01:00") == "2025-12-31T23:30:00.000000Z");
    CHECK(again("2026-01-01T00:30:00-05:30") == "2026-01-01T06:00:00.000000Z");
    CHECK(again("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00.000000Z");
}

TEST_CASE("Time: a bare date is its midnight in UTC", "[events]") {
    CHECK(again("2017-06-14") == "2017-06-14T00:00:00.000000Z");
    CHECK(again("2024-02-29") == "2024-02-29T00:00:00.000000Z");
    CHECK(again("2000-02-29") == "2000-02-29T00:00:00.000000Z");
}

TEST_CASE("Time: what is no time of the calendar, or out of range, is none", "[events]") {
    for (const char* text : {"",
                             "2026",
                             "2026-1-02",
                             "2026-13-01",
                             "2026-00-01",
                             "2026-01-00",
                             "2026-01-32",
                             "2026-04-31",
                             "2025-02-29",
                             "1900-02-29",
                             "0000-12-31",
                             "2026-01-02T",
                             "2026-01-02T03:04Z",
                             "2026-01-02T24:00:00Z",
                             "2026-01-02T03:60:00Z",
                             "2026-01-02T03:04:60Z",
                             "2026-01-02T03:04:05",
                             "2026-01-02T03:04:05.Z",
                             "2026-01-02T03:04:05.1234567Z",
                             "2026-01-02T03:04:05+0100",
                             "2026-01-02T03:04:05+24:00",
                             "2026-01-02T03:04:05+01:60",
                             "2026-01-02T03:04:05Zx",
                             "2026-01-02 03:04:05Z",
                             "+026-01-02",
                             "2026-01-02T03:04:05.-1Z",
                             "0001-01-01T00:00:00+00:01",
                             "9999-12-31T23:59:59-00:01",
                             " 2026-01-02",
                             "2026-01-02 "}) {
        INFO(text);
        CHECK_FALSE(parse_time(text));
    }
}

TEST_CASE("Time: every day of 400 years follows the one before it", "[events]") {
    std::string before = to_text(Time{-1});
    for (std::int64_t i = 0; i < 146'097; ++i) {
        const std::string date = to_text(Time{i * day.us}).substr(0, 10);
        REQUIRE(date > before);
        REQUIRE(parse_time(date) == Time{i * day.us});
        before = date;
    }
    CHECK(before == "2369-12-31");
}

TEST_CASE("Time: what is written is read as the same instant", "[events]") {
    CHECK(rc::check([] {
        const auto us = *rc::gen::inRange<std::int64_t>(-62'135'596'800'000'000, time_max.us + 1);
        RC_ASSERT(parse_time(to_text(Time{us})) == Time{us});
    }));
}

TEST_CASE("Duration: units are read alone or together in falling order", "[events]") {
    CHECK(parse_duration("90s") == Duration{90'000'000});
    CHECK(parse_duration("15m") == Duration{15 * minute.us});
    CHECK(parse_duration("4h") == Duration{4 * hour.us});
    CHECK(parse_duration("7d") == Duration{7 * day.us});
    CHECK(parse_duration("250ms") == Duration{250'000});
    CHECK(parse_duration("1d12h") == Duration{36 * hour.us});
    CHECK(parse_duration("1m1ms1us") == Duration{60'001'001});
    CHECK(parse_duration("0s") == Duration{0});
    CHECK(parse_duration("36525d") == duration_max);
}

TEST_CASE("Duration: anything else is none", "[events]") {
    for (const char* text : {"", "s", "5", "-5s", "5 s", "5x", "12h1d", "1h1h", "1.5h", "36526d",
                             "36525d1us", "99999999999999999999s", "5s ", "5S", "1w"}) {
        INFO(text);
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("Duration: is written in the shortest form that reads the same", "[events]") {
    CHECK(again_duration("90s") == "90s");
    CHECK(again_duration("60s") == "1m");
    CHECK(again_duration("36h") == "36h");
    CHECK(again_duration("48h") == "2d");
    CHECK(again_duration("86400000001us") == "1d1us");
    CHECK(again_duration("0d") == "0s");
    CHECK(rc::check([] {
        const auto us = *rc::gen::inRange<std::int64_t>(0, duration_max.us + 1);
        RC_ASSERT(parse_duration(to_text(Duration{us})) == Duration{us});
    }));
}
