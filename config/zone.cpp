// See zone.hpp. Abseil reads the database. It tells changes one by one; that the later ones follow
// a rule is found out here, and kept only where the rule gives every one of them again.
#include "config/zone.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "config/yaml/names.hpp"
#include "config/zone_rule.hpp"

namespace leadline::config {
namespace {

using events::Failure;

std::filesystem::path database() {
    const char* other = std::getenv("TZDIR");
    return other != nullptr && *other != '\0' ? other : "/usr/share/zoneinfo";
}

// Beside zones the database has copies of all of them, with and without leap seconds, and files
// that stand for the machine's own zone.
bool may_be_name(std::string_view name) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    return !name.empty() && name.size() <= 64 && name.front() != '/' &&
           name.find_first_not_of(letters) == std::string_view::npos &&
           !name.starts_with("posix/") && !name.starts_with("right/") && name != "posixrules" &&
           name != "localtime" && name != "Factory";
}

bool is_zone_file(const std::filesystem::path& file) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(file, none)) return false;
    std::string begin(4, '\0');
    std::ifstream(file, std::ios::binary).read(begin.data(), 4);
    return begin == "TZif";
}

tl::unexpected<events::Error> unknown(std::string_view name) {
    const std::vector<std::string> known = zone_names();
    if (known.empty())
        return events::fail(Failure::unavailable,
                            fmt::format("there is no time zone database in {} (Debian: tzdata)",
                                        database().string()));
    const std::vector<std::string_view> names(known.begin(), known.end());
    std::string message = fmt::format("unknown time zone {}", shown(name));
    if (const auto nearest = nearest_name(name, names)) {
        message += fmt::format("; did you mean {}?", shown(*nearest));
    } else {
        message += "; expected a name of the tz database, such as \"Europe/Berlin\"";
    }
    return events::fail(Failure::configuration, std::move(message));
}

std::int32_t offset_at(const absl::TimeZone& zone, absl::Time t) { return zone.At(t).offset; }

// What changes offsets from 1970 to 2100; a change of names alone is none.
std::vector<events::ZoneChange> changes_of(const absl::TimeZone& zone) {
    const absl::Time end = absl::FromCivil(absl::CivilYear(2101), absl::UTCTimeZone());
    std::vector<events::ZoneChange> changes;
    absl::Time t = absl::UnixEpoch();
    std::int32_t offset_s = offset_at(zone, t);
    absl::TimeZone::CivilTransition change;
    while (zone.NextTransition(t, &change)) {
        t = zone.At(change.to).trans;
        if (t >= end) break;
        if (offset_at(zone, t) == offset_s) continue;
        offset_s = offset_at(zone, t);
        changes.push_back({events::Time{absl::ToUnixMicros(t)}, offset_s});
    }
    return changes;
}

}  // namespace

events::Result<ZoneSpec> resolve_zone(std::string_view name) {
    absl::TimeZone zone;
    if (!may_be_name(name) || !is_zone_file(database() / name) ||
        !absl::LoadTimeZone(std::string(name), &zone))
        return unknown(name);
    ZoneSpec spec;
    spec.name = name;
    spec.offset_s = offset_at(zone, absl::UnixEpoch());
    spec.changes = changes_of(zone);
    if (const auto rule = yearly_rule(spec.changes)) {
        spec.yearly_from = static_cast<std::uint32_t>(rule->from_year);
        spec.yearly.assign(rule->changes.begin(), rule->changes.end());
        std::erase_if(spec.changes, [&](const events::ZoneChange& change) {
            return year_of(change.at) >= rule->from_year;
        });
    }
    if (spec.changes.size() > events::zone_changes_max)
        return events::fail(Failure::configuration,
                            fmt::format("time zone {} changes too often", shown(name)));
    return spec;
}

std::vector<std::string> zone_names() {
    std::vector<std::string> names;
    std::error_code none;
    const std::filesystem::path folder = database();
    for (std::filesystem::recursive_directory_iterator at(folder, none), end; at != end;
         at.increment(none)) {
        std::string name = at->path().lexically_relative(folder).string();
        if (name == "posix" || name == "right") at.disable_recursion_pending();
        if (may_be_name(name) && is_zone_file(at->path())) names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace leadline::config
