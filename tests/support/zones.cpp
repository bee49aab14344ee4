// See zones.hpp.
#include "tests/support/zones.hpp"

#include "events/base/ensure.hpp"

namespace leadline::tests {

using events::YearlyChange;
using events::Zone;

events::Time at(std::string_view text) {
    const auto time = events::parse_time(text);
    ENSURE(time.has_value());
    return *time;
}

ZoneValue berlin() {
    return {"Europe/Berlin",
            3'600,
            {{at("1995-03-26T01:00:00Z"), 7'200}, {at("1995-09-24T01:00:00Z"), 3'600}},
            1996,
            {{3, 5, 7, 7'200, 7'200}, {10, 5, 7, 10'800, 3'600}}};
}

ZoneValue lord_howe() {
    return {"Australia/Lord_Howe",
            39'600,
            {},
            2009,
            {{4, 1, 7, 7'200, 37'800}, {10, 1, 7, 7'200, 39'600}}};
}

ZoneValue apia() {
    return {"Pacific/Apia",
            -36'000,
            {{at("2011-12-30T10:00:00Z"), 50'400}, {at("2012-03-31T14:00:00Z"), 46'800}},
            0,
            {}};
}

ZoneValue st_johns() {
    return {"America/St_Johns",
            -9'000,
            {{at("2010-11-07T02:31:00Z"), -12'600}, {at("2011-03-13T03:31:00Z"), -9'000}},
            0,
            {}};
}

namespace {

std::int32_t arbitrary_offset(Random& random, bool in_minutes) {
    if (random.one_in(2)) return static_cast<std::int32_t>(random.between(-14, 14)) * 1'800;
    const std::int64_t step = in_minutes ? 60 : 1;
    const std::int64_t most = events::zone_offset_max_s / step;
    return static_cast<std::int32_t>(random.between(-most, most) * step);
}

YearlyChange arbitrary_change(Random& random, std::int64_t month, bool in_minutes) {
    YearlyChange change;
    change.month = static_cast<std::uint8_t>(month);
    change.week = static_cast<std::uint8_t>(random.between(1, 5));
    change.weekday = static_cast<std::uint8_t>(random.between(1, 7));
    const std::int64_t minutes =
        random.one_in(2) ? random.between(0, 1'440) : random.between(-10'079, 10'079);
    change.time_s = static_cast<std::int32_t>(minutes * 60);
    change.offset_s = arbitrary_offset(random, in_minutes);
    return change;
}

}  // namespace

ZoneValue arbitrary_zone(Random& random, bool in_minutes) {
    ZoneValue value;
    value.offset_s = arbitrary_offset(random, in_minutes);
    // From 1960 on, two days to a year apart.
    const std::int64_t step_us = in_minutes ? 60'000'000 : 1;
    std::int64_t at_us = -315'619'200'000'000;
    for (std::uint64_t i = random.below(12); i > 0; --i) {
        const std::int64_t apart_us = random.one_in(2) ? random.between(2, 5) * events::day.us
                                                       : random.between(2, 365) * events::day.us;
        at_us += apart_us + random.between(0, 86'399'999'999 / step_us) * step_us;
        value.changes.push_back({{at_us}, arbitrary_offset(random, in_minutes)});
    }
    if (random.one_in(3)) return value;
    const std::int64_t month = random.between(2, 9);
    value.yearly.push_back(arbitrary_change(random, month, in_minutes));
    value.yearly.push_back(arbitrary_change(random, random.between(month + 2, 11), in_minutes));
    value.yearly[1].offset_s =
        value.changes.empty() ? value.offset_s : value.changes.back().offset_s;
    value.yearly_from = 1'980;
    return value;
}

engine::TimeZone made(const ZoneValue& value) {
    const auto zone = engine::TimeZone::make(value.zone());
    ENSURE(zone.has_value());
    return *zone;
}

events::Time arbitrary_time(Random& random, const engine::TimeZone& zone) {
    if (random.one_in(8)) return {random.between(events::time_min.us, events::time_max.us)};
    const events::Time t{random.between(-400'000'000'000'000, 2'500'000'000'000'000)};
    if (random.one_in(3)) return t;
    const engine::ZoneSpan span = zone.span_at(t);
    const events::Time change = span.end < events::time_max ? span.end : t;
    return {change.us + random.between(-3 * events::day.us, 3 * events::day.us)};
}

}  // namespace leadline::tests
