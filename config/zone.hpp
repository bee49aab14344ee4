// Time zones by name: what the system's tz database says of one, from 1970 to 2100, as a value that
// can stand in events. The one place that asks the database, once, when a program file is read;
// what has been decided never depends on the database of another day or machine. TZDIR names
// another folder than /usr/share/zoneinfo, as everywhere. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/base/result.hpp"
#include "events/zone.hpp"

namespace leadline::config {

struct ZoneSpec {
    std::string name;
    std::int32_t offset_s = 0;
    std::vector<events::ZoneChange> changes;
    std::uint32_t yearly_from = 0;
    std::vector<events::YearlyChange> yearly;

    // Views into this.
    [[nodiscard]] events::Zone zone() const {
        return {name, offset_s, changes, yearly_from, yearly};
    }
    friend bool operator==(const ZoneSpec&, const ZoneSpec&) = default;
};

// Fails with `configuration` when there is no such zone, and names the nearest there is; with
// `unavailable` when the system has no tz database. Before 1970 the zone has its first offset;
// after 2100 what the last years showed goes on: changes that came every year since some year
// before 2073, or none.
[[nodiscard]] events::Result<ZoneSpec> resolve_zone(std::string_view name);

// Every name that resolve_zone takes, in order.
[[nodiscard]] std::vector<std::string> zone_names();

}  // namespace leadline::config
