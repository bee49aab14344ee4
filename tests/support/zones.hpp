// Time zones for tests: some of the world's, as tzdata 2025b has them in the years named, and any
// that TimeZone::make takes.
#pragma once

#include <string>
#include <vector>

#include "engine/core/calendar/time_zone.hpp"
#include "tests/support/random.hpp"

namespace leadline::tests {

struct ZoneValue {
    std::string name;
    std::int32_t offset_s = 0;
    std::vector<events::ZoneChange> changes;
    std::uint32_t yearly_from = 0;
    std::vector<events::YearlyChange> yearly;

    [[nodiscard]] events::Zone zone() const {
        return {name, offset_s, changes, yearly_from, yearly};
    }
};

[[nodiscard]] ZoneValue berlin();     // from 1981 on; in autumn an hour comes twice
[[nodiscard]] ZoneValue lord_howe();  // from 2009 on; changes by half an hour
[[nodiscard]] ZoneValue apia();       // 2011 and 2012; had no 2011-12-30
[[nodiscard]] ZoneValue st_johns();   // 2010 and 2011; changed at a minute past midnight

// Any value that is a time zone; whole minutes only when `in_minutes`.
[[nodiscard]] ZoneValue arbitrary_zone(Random& random, bool in_minutes);

[[nodiscard]] engine::TimeZone made(const ZoneValue& value);

// An instant near a change of clocks, or anywhere in years 1 to 9999.
[[nodiscard]] events::Time arbitrary_time(Random& random, const engine::TimeZone& zone);

// RFC 3339 that is right.
[[nodiscard]] events::Time at(std::string_view text);

}  // namespace leadline::tests
