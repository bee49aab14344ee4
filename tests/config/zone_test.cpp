// Zones by name: that the value in events is what the tz database says, for every zone and year,
// and what is told about a name that there is not.
#include "config/zone.hpp"

#include <absl/time/time.h>
#include <stdlib.h>

#include <catch2/catch.hpp>

#include "engine/core/calendar/time_zone.hpp"
#include "events/base/date.hpp"
#include "events/codec/span_archive.hpp"

namespace leadline::tests {
namespace {

using config::resolve_zone;

TEST_CASE("resolve_zone: Berlin's clocks follow a rule from 1996 on", "[config]") {
    const auto berlin = resolve_zone("Europe/Berlin");
    REQUIRE(berlin.has_value());
    CHECK(berlin->name == "Europe/Berlin");
    CHECK(berlin->offset_s == 3'600);
    CHECK(berlin->yearly_from == 1996);
    REQUIRE(berlin->yearly.size() == 2);
    CHECK(berlin->yearly[0] == events::YearlyChange{3, 5, 7, 7'200, 7'200});
    CHECK(berlin->yearly[1] == events::YearlyChange{10, 5, 7, 10'800, 3'600});
}

TEST_CASE("resolve_zone: a zone whose changes follow no rule has all of them listed", "[config]") {
    // It kept Ramadan, for how long yet the database says otherwise from year to year.
    const auto casablanca = resolve_zone("Africa/Casablanca");
    REQUIRE(casablanca.has_value());
    CHECK(casablanca->yearly.empty());
    CHECK(casablanca->changes.size() > 30);
    const auto tokyo = resolve_zone("Asia/Tokyo");
    REQUIRE(tokyo.has_value());
    CHECK(tokyo->changes.empty());
    CHECK(tokyo->offset_s == 9 * 3'600);
}

TEST_CASE("resolve_zone: changes before or behind the day of the rule are of that rule",
          "[config]") {
    // In Santiago at 24:00 of the first Saturday, in Nuuk an hour before the last Sunday.
    const auto santiago = resolve_zone("America/Santiago");
    REQUIRE(santiago.has_value());
    CHECK(santiago->yearly.size() == 2);
    const auto nuuk = resolve_zone("America/Nuuk");
    REQUIRE(nuuk.has_value());
    CHECK(nuuk->yearly.size() == 2);
}

TEST_CASE("resolve_zone: a name that there is not is refused with the nearest", "[config]") {
    const auto message = [](std::string_view name) {
        const auto zone = resolve_zone(name);
        REQUIRE_FALSE(zone.has_value());
        CHECK(zone.error().failure == events::Failure::configuration);
        return zone.error().message;
    };
    CHECK(message("Europe/Berln") ==
          "unknown time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?");
    CHECK(message("europe/berlin") ==
          "unknown time zone \"europe/berlin\"; did you mean \"Europe/Berlin\"?");
    CHECK(message("Mars/Olympus_Mons").ends_with("such as \"Europe/Berlin\""));
    for (const char* name : {"", "/etc/passwd", "../zoneinfo/UTC", "Europe", "Europe/",
                             "right/Europe/Berlin", "posix/Europe/Berlin", "localtime", "Factory",
                             "Fixed/UTC+01:00:00", "tzdata.zi", "Europe/Berlin ", "CET\n"})
        CHECK_THAT(message(name), Catch::Matchers::StartsWith("unknown time zone"));
    CHECK(message(std::string("UTC\0", 4)).starts_with("unknown time zone \"UTC\\x00\""));
    CHECK_FALSE(message(std::string(100'000, 'a')).empty());
}

TEST_CASE("resolve_zone: without a tz database it says so", "[config]") {
    const char* before = getenv("TZDIR");
    const std::string kept = before != nullptr ? before : "";
    setenv("TZDIR", "/nowhere", 1);
    const auto zone = resolve_zone("Europe/Berlin");
    if (before != nullptr) {
        setenv("TZDIR", kept.c_str(), 1);
    } else {
        unsetenv("TZDIR");
    }
    REQUIRE_FALSE(zone.has_value());
    CHECK(zone.error().failure == events::Failure::unavailable);
    CHECK(zone.error().message == "there is no time zone database in /nowhere (Debian: tzdata)");
}

TEST_CASE("resolve_zone: every zone's value shows what the tz database shows, from 1970 to 2100",
          "[config]") {
    const std::vector<std::string> names = config::zone_names();
    CHECK(names.size() > 400);
    std::size_t wrong = 0;
    for (const std::string& name : names) {
        const auto spec = resolve_zone(name);
        REQUIRE(spec.has_value());
        const auto zone = engine::TimeZone::make(spec->zone());
        INFO(name);
        REQUIRE(zone.has_value());
        absl::TimeZone theirs;
        REQUIRE(absl::LoadTimeZone(name, &theirs));
        // Around everything that either of them calls a change, and in between.
        const auto same = [&](std::int64_t s) {
            const std::int64_t shown_s = zone->local({s * 1'000'000}).us / 1'000'000;
            if (shown_s - s != theirs.At(absl::FromUnixSeconds(s)).offset) ++wrong;
        };
        const std::int64_t end_s = events::day_of({2101, 1, 1}).number * 86'400;
        for (std::int64_t s = 0; s < end_s; s += 10 * 86'400 + 12'345) same(s);
        events::Time t;
        for (; t.us < end_s * 1'000'000; t = zone->span_at(t).end) {
            if (t.us > 0) same(t.us / 1'000'000 - 1);
            same(t.us / 1'000'000);
        }
        absl::Time at = absl::UnixEpoch();
        for (absl::TimeZone::CivilTransition change; theirs.NextTransition(at, &change);) {
            at = theirs.At(change.to).trans;
            if (absl::ToUnixSeconds(at) >= end_s) break;
            same(absl::ToUnixSeconds(at) - 1);
            same(absl::ToUnixSeconds(at));
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("resolve_zone: no zone takes more than 6 KiB in an event", "[config]") {
    std::size_t longest = 0;
    std::string of;
    for (const std::string& name : config::zone_names()) {
        const auto spec = resolve_zone(name);
        REQUIRE(spec.has_value());
        events::Bytes bytes;
        events::write_body(bytes, spec->zone());
        events::Arena arena;
        events::Zone again;
        REQUIRE(events::read_body(bytes, arena, again));
        CHECK(again == spec->zone());
        if (bytes.size() > longest) of = name;
        longest = std::max(longest, bytes.size());
        if (name == "Europe/Berlin") {
            CHECK(bytes.size() < 512);
        }
        if (name == "UTC") {
            CHECK(bytes.size() < 16);
        }
    }
    CAPTURE(of);
    CHECK(longest < 6 * 1024);
}

}  // namespace
}  // namespace leadline::tests
