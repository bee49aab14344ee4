// Reads territories and places; see ruleset_places.hpp.
#include "config/ruleset_places.hpp"

#include <fmt/format.h>

#include <set>

#include "config/ruleset_field.hpp"
#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"
#include "engine/core/places/centroids.hpp"
#include "engine/core/places/coordinates.hpp"
#include "engine/core/places/territory.hpp"

namespace leadline::config {
namespace {

constexpr std::size_t name_bytes_max = 64;

// A country that exists; false after a report.
bool read_known_country(const Node& node, Diagnostics& diagnostics, std::string& out) {
    if (!read_country(node, diagnostics, out)) return false;
    if (engine::country_centroid(out)) return true;
    diagnostics.error(node, fmt::format("{} is no country of ISO 3166-1", shown(out)));
    return false;
}

bool read_region(MapReader& m, std::string& out) {
    if (!m.optional("region", out)) return m.child("region") == nullptr;
    const std::size_t size = engine::comparable_region(out).size();
    if (size > 0 && size <= engine::TerritoryIndex::region_bytes_max) return true;
    m.error("region", fmt::format("expected a region of 1 to {} bytes",
                                  engine::TerritoryIndex::region_bytes_max));
    return false;
}

bool read_prefix(MapReader& m, std::string& out) {
    if (!m.optional("postal_prefix", out)) return m.child("postal_prefix") == nullptr;
    const engine::PostalCode prefix(out);
    if (!prefix.text().empty() && !prefix.is_cut()) return true;
    m.error("postal_prefix",
            fmt::format("expected 1 to {} letters and digits, beside spaces and hyphens",
                        engine::PostalCode::bytes_max));
    return false;
}

bool read_area(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
               events::Territory& out) {
    MapReader m(node, diagnostics, "a part of a territory");
    std::string country;
    std::string region;
    std::string prefix;
    const Node* given = m.required_child("country");
    bool is_good = given != nullptr && read_known_country(*given, diagnostics, country);
    is_good = read_region(m, region) && is_good;
    is_good = read_prefix(m, prefix) && is_good;
    out = {arena.copy(country), arena.copy(region), arena.copy(prefix)};
    return m.finish() && is_good;
}

// Two areas with the same key cover the same addresses.
std::string key_of(const events::Territory& area) {
    return fmt::format("{}|{}|{}", area.country, engine::PostalCode(area.postal_prefix).text(),
                       engine::comparable_region(area.region));
}

void read_areas(const Node& list, Diagnostics& diagnostics, events::Arena& arena,
                events::NamedTerritory& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list,
                                    "a list of countries and parts of countries, such as "
                                    "[{country: DE, postal_prefix: 80}]");
    const std::span<events::Territory> areas = arena.make<events::Territory>(list.items.size());
    std::set<std::string> keys;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (!read_area(list.items[i], diagnostics, arena, areas[i])) continue;
        if (!keys.insert(key_of(areas[i])).second)
            diagnostics.error(list.items[i],
                              fmt::format("territory {} has the same part twice", shown(out.name)));
    }
    out.areas = events::List<events::Territory>(areas);
}

bool read_postal_place(MapReader& m, const Node& of, Diagnostics& diagnostics, std::string& name,
                       events::Coordinates& out) {
    std::string country;
    std::string code;
    const Node* given = m.required_child("country");
    const bool has_country = given != nullptr && read_known_country(*given, diagnostics, country);
    const Node* code_node = m.child("postal_code");
    if (code_node != nullptr && !read(*code_node, diagnostics, code)) return false;
    if (!has_country) return false;
    name = code.empty() ? country : fmt::format("{} {}", country, code);
    const auto at =
        code.empty() ? engine::country_centroid(country) : engine::postal_centroid(country, code);
    if (at) {
        out = *at;
        return true;
    }
    diagnostics.error(
        code_node != nullptr ? *code_node : of,
        fmt::format("it is not known where {} is; give its latitude and longitude", name));
    return false;
}

bool read_point(MapReader& m, const Node& of, Diagnostics& diagnostics, std::string& name,
                events::Coordinates& out) {
    Decimal latitude;
    Decimal longitude;
    const bool has_latitude = m.required("latitude", latitude);
    if (!m.required("longitude", longitude) || !has_latitude) return false;
    const auto at = engine::coordinates_of(latitude.text, longitude.text);
    if (!at) {
        const bool is_north = engine::coordinates_of(latitude.text, "0").has_value();
        diagnostics.error(*of.find(is_north ? "longitude" : "latitude"),
                          is_north ? "expected a longitude from -180 to 180 degrees"
                                   : "expected a latitude from -90 to 90 degrees");
        return false;
    }
    name = fmt::format("{}, {}", latitude.text, longitude.text);
    out = *at;
    return true;
}

}  // namespace

void read_territories(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                      std::vector<events::NamedTerritory>& out) {
    if (!node.is_map() || node.items.empty())
        return diagnostics.expected(node,
                                    "territories by name, such as {benelux: [{country: BE}, "
                                    "{country: NL}, {country: LU}]}");
    if (node.items.size() > events::territories_max)
        return diagnostics.error(node, fmt::format("{} territories, at most {}", node.items.size(),
                                                   events::territories_max));
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const std::string& name = node.keys[i].text;
        if (name.empty() || name.size() > name_bytes_max)
            diagnostics.expected(node.keys[i],
                                 fmt::format("a name of 1 to {} bytes", name_bytes_max));
        events::NamedTerritory& territory = out.emplace_back();
        territory.name = arena.copy(name);
        territory.place = node.keys[i].place;
        read_areas(node.items[i], diagnostics, arena, territory);
    }
}

bool read_nearness(const Node& km, const Node& of, Diagnostics& diagnostics, events::Arena& arena,
                   events::Nearness& out) {
    const bool has_km = read(km, diagnostics, in_range(out.km, 0, events::distance_km_max));
    MapReader m(of, diagnostics, "a place");
    if (!of.is_map()) return false;
    const auto has = [&m](std::string_view key) { return m.child(key) != nullptr; };
    const bool has_latitude = has("latitude");
    const bool has_degrees = has("longitude") || has_latitude;
    const bool has_country = has("country");
    const bool has_code = has("postal_code") || has_country;
    if (has_degrees && has_code) {
        m.finish();
        diagnostics.error(of,
                          "a place is a country and a postal code, or a latitude and a "
                          "longitude, not both");
        return false;
    }
    std::string name;
    const bool is_placed = has_degrees ? read_point(m, of, diagnostics, name, out.at)
                                       : read_postal_place(m, of, diagnostics, name, out.at);
    out.name = arena.copy(name);
    return m.finish() && is_placed && has_km;
}

}  // namespace leadline::config
