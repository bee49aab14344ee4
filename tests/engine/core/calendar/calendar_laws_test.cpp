// Laws of opening hours, in any time zone: what is reckoned by sums is what a walk, minute by
// minute, finds; and over thousands of years the sums agree with one another.
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <optional>

#include "engine/core/calendar/opening_hours.hpp"
#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using engine::Day;
using engine::OpeningHours;
using engine::TimeZone;
using events::Absence;
using events::Duration;
using events::OpenSpan;
using events::Time;

struct Written {
    std::vector<OpenSpan> week;
    std::vector<std::string> dates;
    std::vector<events::Text> holidays;
    std::vector<Absence> absences;

    [[nodiscard]] events::OpeningHours value() const { return {week, holidays, absences}; }
};

Time whole_minute(Time t) {
    return {events::floor_div(t.us, events::minute.us) * events::minute.us};
}

// In whole minutes, with holidays and absences in the two weeks around `about`.
Written arbitrary_hours(Random& random, Time about) {
    Written written;
    for (std::uint64_t i = random.below(8); i > 0; --i)
        written.week.push_back({static_cast<std::uint8_t>(random.between(1, 7)),
                                static_cast<std::uint16_t>(random.below(1'440)),
                                static_cast<std::uint16_t>(random.below(1'441))});
    const auto near = [&] {
        return Time{about.us + random.between(-7 * 1'440, 7 * 1'440) * events::minute.us};
    };
    for (std::uint64_t i = random.below(4); i > 0; --i)
        written.dates.push_back(events::to_text(near()).substr(0, 10));
    written.holidays.assign(written.dates.begin(), written.dates.end());
    for (std::uint64_t i = random.below(4); i > 0; --i) {
        const Time from = near();
        const Time until{from.us + random.between(1, 2'000) * events::minute.us};
        written.absences.push_back({from, random.one_in(10) ? Time{} : until});
    }
    return written;
}

// As the words say it, span by span.
bool walk_is_open(const Written& written, const TimeZone& zone, Time t) {
    const Day day = zone.local_day(t);
    const std::int64_t minute = time_of_day(zone.local(t)).us / events::minute.us;
    for (const events::Text holiday : written.holidays)
        if (*events::parse_day(holiday) == day) return false;
    for (const Absence& absence : written.absences)
        if (absence.from <= t && (!absence.until.is_set() || t < absence.until)) return false;
    const auto in_span = [&](const OpenSpan& span) {
        const bool today = events::weekday_of(day) == span.weekday;
        const bool yesterday = events::weekday_of({day.number - 1}) == span.weekday;
        if (span.from_min < span.to_min)
            return today && span.from_min <= minute && minute < span.to_min;
        return (today && span.from_min <= minute) || (yesterday && minute < span.to_min);
    };
    return std::any_of(written.week.begin(), written.week.end(), in_span);
}

TEST_CASE("OpeningHours: sums are what a walk finds, in any zone", "[engine][laws]") {
    CHECK(rc::check("walk", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const TimeZone zone = made(arbitrary_zone(random, true));
        const Time about = whole_minute(arbitrary_time(random, zone));
        RC_PRE(about.us > events::time_min.us + 20 * events::day.us);
        RC_PRE(about.us < events::time_max.us - 20 * events::day.us);
        const Written written = arbitrary_hours(random, about);
        const auto open = OpeningHours::make(zone, written.value());
        RC_ASSERT(open.has_value());
        const Time from{about.us - random.between(0, 5 * 1'440) * events::minute.us};
        const std::int64_t asked = random.between(1, 3'000);
        std::int64_t minutes = 0;
        std::optional<Time> opened;
        std::optional<Time> reached;
        Time t = from;
        for (; t.us < from.us + 10 * events::day.us; t.us += events::minute.us) {
            const bool is_open = walk_is_open(written, zone, t);
            RC_ASSERT(open->is_open(t) == is_open);
            minutes += is_open ? 1 : 0;
            if (is_open && !opened) opened = t;
            if (minutes == asked && !reached) reached = t + events::minute;
        }
        RC_ASSERT(open->working_time(from, t) == Duration{minutes * events::minute.us});
        if (opened) {
            RC_ASSERT(open->next_opening(from) == opened);
        }
        if (reached) {
            RC_ASSERT(open->after(from, {asked * events::minute.us}) == reached);
        }
    }));
}

TEST_CASE("OpeningHours: over any stretch of time the sums add up, and `after` undoes them",
          "[engine][laws]") {
    CHECK(rc::check("sums", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const TimeZone zone = made(arbitrary_zone(random, false));
        const Written written = arbitrary_hours(random, at("2026-01-01"));
        const auto open = OpeningHours::make(zone, written.value());
        RC_ASSERT(open.has_value());
        std::array<Time, 3> t{arbitrary_time(random, zone), arbitrary_time(random, zone),
                              arbitrary_time(random, zone)};
        std::sort(t.begin(), t.end());
        const Duration whole = open->working_time(t[0], t[2]);
        RC_ASSERT(whole.us ==
                  open->working_time(t[0], t[1]).us + open->working_time(t[1], t[2]).us);
        RC_ASSERT(whole.us >= 0);
        RC_ASSERT(whole <= t[2] - t[0]);
        RC_ASSERT(open->working_time(t[2], t[0]) == Duration{});
        if (whole.us == 0) return;
        const Duration some{random.between(1, whole.us)};
        const std::optional<Time> reached = open->after(t[0], some);
        RC_ASSERT(reached.has_value());
        RC_ASSERT(open->working_time(t[0], *reached) == some);
        RC_ASSERT(open->is_open({reached->us - 1}));
    }));
}

TEST_CASE("OpeningHours: any 64 bits are a time or a duration", "[engine][laws]") {
    CHECK(rc::check("any bits", [](std::int64_t a, std::int64_t b) {
        Random random(static_cast<std::uint64_t>(a));
        const TimeZone zone = made(arbitrary_zone(random, false));
        Written written = arbitrary_hours(random, {});
        written.absences.push_back({{std::min(a, b)}, {std::max(a, b)}});
        const auto open = OpeningHours::make(zone, written.value());
        if (!open) return;
        const auto reached = open->after({a}, {b});
        RC_ASSERT(!reached || *reached >= engine::in_range({a}));
        RC_ASSERT(open->working_time({a}, {b}).us >= 0);
        if (const auto opened = open->next_opening({b})) {
            RC_ASSERT(open->is_open(*opened));
        }
    }));
    const TimeZone utc;
    const std::vector<OpenSpan> always{{1, 0, 0}, {2, 0, 0}, {3, 0, 0}, {4, 0, 0},
                                       {5, 0, 0}, {6, 0, 0}, {7, 0, 0}};
    const auto open = OpeningHours::make(utc, {always, {}, {}});
    REQUIRE(open.has_value());
    CHECK(open->working_time({INT64_MIN}, {INT64_MAX}) == events::time_max - events::time_min);
}

}  // namespace
}  // namespace leadline::tests
