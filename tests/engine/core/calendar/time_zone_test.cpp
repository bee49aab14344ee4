// Time zones: what clocks show, leaps and hours that come twice, and what is no time zone.
#include "engine/core/calendar/time_zone.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using engine::LocalTime;
using engine::TimeZone;
using events::Time;

// What clocks show, written as if it were UTC.
std::string shown(const TimeZone& zone, std::string_view instant) {
    return events::to_text(Time{zone.local(at(instant)).us}).substr(0, 19);
}
std::string when(const TimeZone& zone, std::string_view local) {
    return events::to_text(zone.instant({at(local).us}));
}

TEST_CASE("TimeZone: without anything it is UTC", "[engine]") {
    const TimeZone utc;
    CHECK(shown(utc, "2026-07-01T12:00:00Z") == "2026-07-01T12:00:00");
    CHECK(when(utc, "2026-07-01T12:00:00Z") == "2026-07-01T12:00:00.000000Z");
}

TEST_CASE("TimeZone: clocks go by the listed changes, then by the yearly ones for ever",
          "[engine]") {
    const TimeZone zone = made(berlin());
    CHECK(shown(zone, "1995-09-24T00:59:59Z") == "1995-09-24T02:59:59");
    CHECK(shown(zone, "1995-09-24T01:00:00Z") == "1995-09-24T02:00:00");
    CHECK(shown(zone, "2026-03-29T00:59:59Z") == "2026-03-29T01:59:59");
    CHECK(shown(zone, "2026-03-29T01:00:00Z") == "2026-03-29T03:00:00");
    CHECK(shown(zone, "2026-10-25T00:59:59Z") == "2026-10-25T02:59:59");
    CHECK(shown(zone, "2026-10-25T01:00:00Z") == "2026-10-25T02:00:00");
    CHECK(shown(zone, "9999-07-01T00:00:00Z") == "9999-07-01T02:00:00");
    CHECK(shown(zone, "0001-07-01T00:00:00Z") == "0001-07-01T01:00:00");
}

TEST_CASE("TimeZone: a local time that clocks leap over is the instant of the leap", "[engine]") {
    CHECK(when(made(berlin()), "2026-03-29T02:30:00Z") == "2026-03-29T01:00:00.000000Z");
    CHECK(when(made(berlin()), "2026-03-29T03:00:00Z") == "2026-03-29T01:00:00.000000Z");
    CHECK(when(made(apia()), "2011-12-30T12:00:00Z") == "2011-12-30T10:00:00.000000Z");
}

TEST_CASE("TimeZone: a local time that clocks show twice is the first", "[engine]") {
    CHECK(when(made(berlin()), "2026-10-25T02:30:00Z") == "2026-10-25T00:30:00.000000Z");
    CHECK(when(made(berlin()), "2026-10-25T03:00:00Z") == "2026-10-25T02:00:00.000000Z");
    CHECK(when(made(lord_howe()), "2026-04-05T01:45:00Z") == "2026-04-04T14:45:00.000000Z");
    CHECK(when(made(st_johns()), "2010-11-07T00:00:30Z") == "2010-11-07T02:30:30.000000Z");
}

TEST_CASE("TimeZone: the first to fourth weekday of a month, or its last", "[engine]") {
    ZoneValue value = lord_howe();
    CHECK(shown(made(value), "2026-04-04T15:00:00Z") == "2026-04-05T01:30:00");  // 1st Sunday
    value.yearly[0].week = 4;
    CHECK(shown(made(value), "2026-04-25T15:00:00Z") == "2026-04-26T01:30:00");
    value.yearly[0].week = 5;
    CHECK(shown(made(value), "2026-04-25T15:00:00Z") == "2026-04-26T01:30:00");
    CHECK(shown(made(value), "2023-04-29T15:00:00Z") == "2023-04-30T01:30:00");  // a fifth
}

TEST_CASE("TimeZone: what is no time zone is refused with the reason", "[engine]") {
    const auto refused = [](auto change) {
        ZoneValue value = berlin();
        change(value);
        const auto zone = TimeZone::make(value.zone());
        return zone ? std::string() : zone.error().message;
    };
    CHECK(refused([](ZoneValue&) {}).empty());
    CHECK(refused([](ZoneValue& z) { z.name = "a\nb"; }) == "a time zone whose name is none");
    CHECK_FALSE(refused([](ZoneValue& z) { z.name = std::string(65, 'a'); }).empty());
    CHECK(refused([](ZoneValue& z) { z.offset_s = 64'801; }) ==
          "time zone Europe/Berlin: an offset of more than 18 hours");
    CHECK(refused([](ZoneValue& z) { z.changes[0].offset_s = INT32_MIN; }).ends_with("18 hours"));
    CHECK(refused([](ZoneValue& z) { z.changes[1].at = z.changes[0].at; }).ends_with("of order"));
    CHECK(refused([](ZoneValue& z) { z.changes[0].at.us = INT64_MIN; }).ends_with("of order"));
    CHECK(refused([](ZoneValue& z) { z.changes[1].at.us = INT64_MAX; }).ends_with("of order"));
    CHECK(refused([](ZoneValue& z) { z.yearly.pop_back(); }).ends_with("that is none"));
    CHECK(refused([](ZoneValue& z) { z.yearly[0].month = 1; }).ends_with("that is none"));
    CHECK(refused([](ZoneValue& z) { z.yearly[0].weekday = 0; }).ends_with("that is none"));
    CHECK(refused([](ZoneValue& z) { z.yearly[0].week = 6; }).ends_with("that is none"));
    CHECK(refused([](ZoneValue& z) { z.yearly[0].time_s = 604'800; }).ends_with("that is none"));
    CHECK(refused([](ZoneValue& z) { z.yearly[1].month = 4; }).ends_with("within two months"));
    CHECK(refused([](ZoneValue& z) { z.yearly_from = 0; }).ends_with("from no year"));
    CHECK(refused([](ZoneValue& z) { z.yearly_from = 1995; }).ends_with("the listed ones"));
    CHECK(refused([](ZoneValue& z) { z.yearly[1].offset_s = 0; }).ends_with("the listed ones"));
    CHECK(refused([](ZoneValue& z) { z.changes.resize(513); }).ends_with("too many changes"));
}

TEST_CASE("TimeZone: any instant, however far, counts as the nearest in years 1 to 9999",
          "[engine]") {
    const TimeZone zone = made(berlin());
    CHECK(zone.local({INT64_MIN}) == zone.local(events::time_min));
    CHECK(zone.local({INT64_MAX}) == zone.local(events::time_max));
    CHECK(zone.instant({INT64_MIN}) < events::time_min);
    CHECK(zone.instant({INT64_MAX}) > events::time_max);
}

TEST_CASE("TimeZone: spans tile time, and clocks run on within them", "[engine][laws]") {
    CHECK(rc::check("spans", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const TimeZone zone = made(arbitrary_zone(random, false));
        const Time t = arbitrary_time(random, zone);
        const engine::ZoneSpan span = zone.span_at(t);
        RC_ASSERT(span.begin <= t);
        RC_ASSERT(t < span.end);
        RC_ASSERT(zone.local(t).us == t.us + span.offset.us);
        if (span.end > events::time_max) return;
        RC_ASSERT(zone.span_at({span.end.us - 1}).begin == span.begin);
        RC_ASSERT(zone.span_at(span.end).begin == span.end);
        RC_ASSERT(zone.span_at(span.end).number == span.number + 1);
    }));
}

TEST_CASE("TimeZone: `instant` is the first at which clocks show that time or a later one",
          "[engine][laws]") {
    CHECK(rc::check("instants", [] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        const TimeZone zone = made(arbitrary_zone(random, false));
        const Time t = arbitrary_time(random, zone);
        RC_PRE(t.us > events::time_min.us + events::day.us);
        RC_PRE(t.us < events::time_max.us - events::day.us);
        const LocalTime asked{t.us + random.between(-events::day.us, events::day.us)};
        const Time first = zone.instant(asked);
        RC_ASSERT(zone.local(first) >= asked);
        RC_ASSERT(zone.instant({asked.us + 1}) >= first);
        RC_ASSERT(zone.instant(zone.local(t)) <= t);
        // Nothing earlier shows it: not just before, nor at the end of any of the spans before.
        Time before{first.us - 1};
        for (int spans = 0; spans < 4 && before > events::time_min; ++spans) {
            RC_ASSERT(zone.local(before) < asked);
            before = {zone.span_at(before).begin.us - 1};
        }
    }));
}

}  // namespace
}  // namespace leadline::tests
