// Opening hours: what people expect of them, with holidays, absences and changes of clocks.
#include "engine/core/calendar/opening_hours.hpp"

#include <catch2/catch.hpp>

#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using engine::OpeningHours;
using engine::TimeZone;
using events::Absence;
using events::Duration;
using events::OpenSpan;
using events::Time;

// Monday to Friday, 9 to 17.
const std::vector<OpenSpan> office = [] {
    std::vector<OpenSpan> spans;
    for (std::uint8_t day = 1; day <= 5; ++day) spans.push_back({day, 540, 1'020});
    return spans;
}();
const TimeZone utc;
const TimeZone berlin_zone = made(berlin());

struct Written {
    std::vector<OpenSpan> week = office;
    std::vector<events::Text> holidays = {};
    std::vector<Absence> absences = {};
};

OpeningHours hours(const Written& written, const TimeZone& zone = utc) {
    auto made = OpeningHours::make(zone, {written.week, written.holidays, written.absences});
    REQUIRE(made.has_value());
    return *made;
}

std::string after(const OpeningHours& open, std::string_view from, Duration working) {
    const auto found = open.after(at(from), working);
    return found ? events::to_text(*found).substr(0, 19) : "never";
}
std::int64_t seconds(const OpeningHours& open, std::string_view from, std::string_view until) {
    return open.working_time(at(from), at(until)).us / 1'000'000;
}
constexpr Duration hours_of(std::int64_t n) { return {n * events::hour.us}; }

TEST_CASE("scenario 33: working hours 9-17 with a holiday on Monday", "[engine][scenario]") {
    const OpeningHours open = hours({.holidays = {"2026-03-09"}});
    CHECK(seconds(open, "2026-03-06T10:00:00Z", "2026-03-10T12:00:00Z") == 36'000);
    CHECK(seconds(open, "2026-03-06T10:00:00Z", "2026-03-06T12:00:00Z") == 7'200);
    const OpeningHours without = hours({});
    CHECK(after(without, "2026-03-09T16:00:00Z", hours_of(2)) == "2026-03-10T10:00:00");
    CHECK(after(open, "2026-03-09T16:00:00Z", hours_of(2)) == "2026-03-10T11:00:00");
}

TEST_CASE("OpeningHours: is open from the first minute until the last is over", "[engine]") {
    const OpeningHours open = hours({}, berlin_zone);
    CHECK_FALSE(open.is_open(at("2026-07-01T06:59:59.999999Z")));
    CHECK(open.is_open(at("2026-07-01T07:00:00Z")));
    CHECK(open.is_open(at("2026-07-01T14:59:59.999999Z")));
    CHECK_FALSE(open.is_open(at("2026-07-01T15:00:00Z")));
    CHECK_FALSE(open.is_open(at("2026-07-04T10:00:00Z")));  // Saturday
}

TEST_CASE("OpeningHours: no working time has passed at once; a day's ends with that day",
          "[engine]") {
    const OpeningHours open = hours({});
    CHECK(after(open, "2026-03-07T12:00:00Z", {0}) == "2026-03-07T12:00:00");
    CHECK(after(open, "2026-03-07T12:00:00Z", {-1}) == "2026-03-07T12:00:00");
    CHECK(after(open, "2026-03-06T09:00:00Z", hours_of(8)) == "2026-03-06T17:00:00");
    CHECK(after(open, "2026-03-06T17:00:00Z", {1'000'000}) == "2026-03-09T09:00:01");
    CHECK(after(open, "2026-03-06T09:00:00Z", hours_of(40)) == "2026-03-12T17:00:00");
}

TEST_CASE("OpeningHours: holidays are dates of the zone, absences are periods; together once",
          "[engine]") {
    const Written written{.holidays = {"2026-12-25", "2026-12-25", "2026-12-24"},
                          .absences = {{at("2026-12-23T11:00:00Z"), at("2026-12-24T11:00:00Z")}}};
    const OpeningHours open = hours(written, berlin_zone);
    CHECK(seconds(open, "2026-12-23T00:00:00Z", "2026-12-28T00:00:00Z") == 3 * 3'600);
    CHECK(after(open, "2026-12-23T10:00:00Z", hours_of(2)) == "2026-12-28T09:00:00");
    CHECK_FALSE(open.is_open(at("2026-12-23T11:00:00Z")));
    CHECK_FALSE(open.is_open(at("2026-12-24T12:00:00Z")));
}

TEST_CASE("OpeningHours: spans may overlap, touch, and go over midnight and over the week's end",
          "[engine]") {
    const OpeningHours open =
        hours({.week = {{7, 1'320, 360}, {7, 1'380, 120}, {1, 360, 480}, {3, 0, 1'440}}});
    CHECK(seconds(open, "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z") == 2 * 3'600);
    CHECK(seconds(open, "2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z") == 8 * 3'600);
    CHECK(seconds(open, "2026-03-11T00:00:00Z", "2026-03-12T00:00:00Z") == 24 * 3'600);
    CHECK(after(open, "2026-03-08T12:00:00Z", hours_of(10)) == "2026-03-09T08:00:00");
}

TEST_CASE("OpeningHours: an hour that clocks show twice counts twice, one they leap over not",
          "[engine]") {
    const OpeningHours night = hours({.week = {{7, 60, 240}}}, berlin_zone);  // Sunday 1 to 4
    CHECK(seconds(night, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z") == 2 * 3'600);
    CHECK(seconds(night, "2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z") == 4 * 3'600);
    CHECK(after(night, "2026-10-24T12:00:00Z", hours_of(4)) == "2026-10-25T03:00:00");
    CHECK(after(night, "2026-03-28T12:00:00Z", hours_of(2)) == "2026-03-29T02:00:00");
}

TEST_CASE("OpeningHours: the next opening is now, or when the doors open, or never", "[engine]") {
    const OpeningHours open = hours({.holidays = {"2026-03-09"}});
    CHECK(open.next_opening(at("2026-03-06T10:00:00Z")) == at("2026-03-06T10:00:00Z"));
    CHECK(open.next_opening(at("2026-03-06T17:00:00Z")) == at("2026-03-10T09:00:00Z"));
    CHECK_FALSE(hours({.week = {}}).next_opening(at("2026-03-06T10:00:00Z")));
}

TEST_CASE("OpeningHours: closed for ever is told at once", "[engine]") {
    const Time now = at("2026-03-06T10:00:00Z");
    const OpeningHours gone = hours({.absences = {{at("2026-03-06T12:00:00Z"), {}}}});
    CHECK(after(gone, "2026-03-06T10:00:00Z", hours_of(2)) == "2026-03-06T12:00:00");
    CHECK(after(gone, "2026-03-06T10:00:00Z", {2 * events::hour.us + 1}) == "never");
    CHECK_FALSE(gone.next_opening(at("2026-03-06T12:00:00Z")));
    CHECK(gone.working_time(now, events::time_max) == hours_of(2));
    CHECK_FALSE(hours({.week = {}}).after(now, {1}));
    CHECK_FALSE(hours({}).after(now, {INT64_MAX}));
}

TEST_CASE("OpeningHours: what is none is refused", "[engine]") {
    const auto refused = [](const Written& written) {
        return !OpeningHours::make(utc, {written.week, written.holidays, written.absences});
    };
    CHECK_FALSE(refused({}));
    CHECK(refused({.week = {{0, 0, 60}}}));
    CHECK(refused({.week = {{8, 0, 60}}}));
    CHECK(refused({.week = {{1, 1'440, 60}}}));
    CHECK(refused({.week = {{1, 0, 1'441}}}));
    CHECK(refused({.week = std::vector<OpenSpan>(201, {1, 0, 60})}));
    CHECK(refused({.holidays = {"2026-02-30"}}));
    CHECK(refused({.holidays = {"2026-02-03T00:00:00Z"}}));
    CHECK(refused({.holidays = std::vector<events::Text>(5'001, "2026-02-03")}));
    CHECK(refused({.absences = {{at("2026-03-06T12:00:00Z"), at("2026-03-06T12:00:00Z")}}}));
    CHECK_FALSE(refused({.absences = {{{INT64_MIN}, {INT64_MAX}}}}));
}

}  // namespace
}  // namespace leadline::tests
