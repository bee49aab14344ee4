// What counts in a window: at its edges, across changes of clocks and leap days, and against a
// plain list of all that happened.
#include "engine/core/calendar/window_count.hpp"

#include <rapidcheck/catch.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/zones.hpp"

namespace leadline::tests {
namespace {

using engine::CountedIn;
using engine::TimeZone;
using engine::WindowCount;
using engine::WindowUnit;
using events::Duration;
using events::Time;

TEST_CASE("WindowCount: a rolling window lets go of each time when its length is over",
          "[engine]") {
    const TimeZone utc;
    const CountedIn hour{{}, events::hour};
    WindowCount count;
    count.add(utc, hour, at("2026-03-02T08:00:00Z"));
    count.add(utc, hour, at("2026-03-02T08:30:00Z"));
    CHECK(count.used(at("2026-03-02T08:59:59.999999Z")) == 2);
    CHECK(count.used(at("2026-03-02T09:00:00Z")) == 1);
    CHECK(count.frees_at(2, at("2026-03-02T08:45:00Z")) == at("2026-03-02T09:00:00Z"));
    CHECK(count.frees_at(1, at("2026-03-02T08:45:00Z")) == at("2026-03-02T09:30:00Z"));
    CHECK(count.frees_at(3, at("2026-03-02T08:45:00Z")) == at("2026-03-02T08:45:00Z"));
    CHECK(count.is_over(at("2026-03-02T09:30:00Z")));
}

TEST_CASE("WindowCount: a fixed window lets go of all at its edge, on the zone's clocks",
          "[engine]") {
    const TimeZone zone = made(berlin());
    const CountedIn day{WindowUnit::day, {}};
    WindowCount count;
    count.add(zone, day, at("2026-03-28T23:00:00Z"));  // midnight; clocks change on this day
    count.add(zone, day, at("2026-03-29T21:59:59.999999Z"));
    CHECK(count.used(at("2026-03-29T21:59:59.999999Z")) == 2);
    CHECK(count.used(at("2026-03-29T22:00:00Z")) == 0);
    CHECK(count.frees_at(1, at("2026-03-29T21:59:59.999999Z")) == at("2026-03-29T22:00:00Z"));
    const CountedIn month{WindowUnit::month, {}};
    WindowCount february;
    february.add(zone, month, at("2028-02-28T12:00:00Z"));
    CHECK(february.used(at("2028-02-29T22:59:59.999999Z")) == 1);
    CHECK(february.is_over(at("2028-02-29T23:00:00Z")));
}

TEST_CASE("WindowCount: what was added above the most takes as many endings to free", "[engine]") {
    const TimeZone utc;
    const CountedIn hour{{}, events::hour};
    WindowCount count;
    for (int minute = 0; minute < 5; ++minute)
        count.add(utc, hour, at("2026-03-02T08:00:00Z") + Duration{minute * events::minute.us});
    CHECK(count.frees_at(2, at("2026-03-02T08:10:00Z")) == at("2026-03-02T09:03:00Z"));
}

// What the definition says, of the list of all times.
std::uint32_t listed(const TimeZone& zone, const CountedIn& in, const std::vector<Time>& times,
                     Time now) {
    return static_cast<std::uint32_t>(std::count_if(times.begin(), times.end(), [&](Time t) {
        return in.per ? engine::window_of(zone, *in.per, now) == engine::window_of(zone, *in.per, t)
                      : engine::still_counts(t, in.within, now);
    }));
}

TEST_CASE("law: a count is that of the list, in any zone, and frees at the first instant it can",
          "[engine]") {
    rc::prop("WindowCount == list", [](std::uint32_t seed) {
        Random random(seed);
        const TimeZone zone = made(arbitrary_zone(random, false));
        const std::vector<CountedIn> ways{{WindowUnit::hour, {}},      {WindowUnit::day, {}},
                                          {WindowUnit::week, {}},      {WindowUnit::month, {}},
                                          {{}, {90'000'000}},          {{}, events::hour},
                                          {{}, {36 * events::hour.us}}};
        const CountedIn in = ways[random.below(ways.size())];
        const auto step = static_cast<std::int64_t>(random.one_in(2) ? 40 * events::hour.us
                                                                     : 50 * events::minute.us);
        WindowCount count;
        std::vector<Time> times;
        Time now = arbitrary_time(random, zone);
        now = std::min(now, Time{events::time_max.us - 100 * step});
        for (int i = 0; i < 40; ++i) {
            if (!random.one_in(4))
                now = now + Duration{static_cast<std::int64_t>(
                                random.below(static_cast<std::uint64_t>(step)))};
            RC_ASSERT(count.used(now) == listed(zone, in, times, now));
            const std::uint32_t most = 1 + static_cast<std::uint32_t>(random.below(3));
            const Time frees = count.frees_at(most, now);
            RC_ASSERT(listed(zone, in, times, frees) < most);
            if (frees > now) RC_ASSERT(listed(zone, in, times, {frees.us - 1}) >= most);
            count.add(zone, in, now);
            times.push_back(now);
        }
        RC_ASSERT(count.endings().size() <= times.size());
    });
}

}  // namespace
}  // namespace leadline::tests
