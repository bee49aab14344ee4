// See centroids.hpp. Both kinds of table are searched by halves where they lie.
#include "engine/core/places/centroids.hpp"

#include <algorithm>

#include "engine/core/places/place_data.hpp"

namespace leadline::engine {
namespace {

// "+4821" as a number; the tables hold nothing else.
constexpr std::int32_t signed_number(Text digits) {
    std::int32_t value = 0;
    for (const char c : digits.substr(1)) value = value * 10 + (c - '0');
    return digits.front() == '-' ? -value : value;
}

constexpr std::int32_t of_degrees_and_minutes(std::int32_t ddmm) {
    return ddmm / 100 * 1'000'000 + ddmm % 100 * 1'000'000 / 60;
}

// What follows `key` in the record that begins with it; empty when there is none.
Text find_record(Text records, std::size_t record_bytes, Text key) {
    std::size_t low = 0;
    std::size_t high = records.size() / record_bytes;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        const Text record = records.substr(middle * record_bytes, record_bytes);
        const int order = record.substr(0, key.size()).compare(key);
        if (order == 0) return record.substr(key.size());
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return {};
}

const PostalTable* table_of(Text country) {
    for (const auto& tables : {postal_west_europe, postal_east_europe, postal_us, postal_world}) {
        const auto found = std::lower_bound(
            tables.begin(), tables.end(), country,
            [](const PostalTable& table, Text wanted) { return table.country < wanted; });
        if (found != tables.end() && found->country == country) return &*found;
    }
    return nullptr;
}

// "D-10115" is written in many countries whose own codes are digits.
Text without_country(const PostalTable& table, Text code) {
    if (!is_digit(table.records.front())) return code;
    const auto digits = std::find_if(code.begin(), code.end(), is_digit);
    return code.substr(static_cast<std::size_t>(digits - code.begin()));
}

}  // namespace

std::optional<Coordinates> country_centroid(Text country) {
    if (country.size() != 2) return std::nullopt;
    const Text found = find_record(country_records, country_record_bytes, country);
    if (found.empty()) return std::nullopt;
    return Coordinates{of_degrees_and_minutes(signed_number(found.substr(0, 5))),
                       of_degrees_and_minutes(signed_number(found.substr(5, 6)))};
}

std::optional<Coordinates> postal_centroid(Text country, Text postal_code) {
    const PostalTable* table = table_of(country);
    if (table == nullptr) return std::nullopt;
    const PostalCode written(postal_code);
    const Text code = without_country(*table, written.text());
    for (std::size_t size = std::min(table->width, code.size()); size > 0; --size) {
        // Areas of letters end where digits begin: BX is no part of B.
        if (size < code.size() && is_letter(code[size - 1]) && is_letter(code[size])) continue;
        std::array<char, 4> key{' ', ' ', ' ', ' '};
        std::copy_n(code.begin(), size, key.begin());
        const Text found =
            find_record(table->records, table->record_bytes(), {key.data(), table->width});
        if (found.empty()) continue;
        constexpr std::int32_t hundredth = 10'000;
        return Coordinates{signed_number(found.substr(0, 5)) * hundredth,
                           signed_number(found.substr(5, 6)) * hundredth};
    }
    return std::nullopt;
}

std::optional<Located> place_of(Text country, Text postal_code) {
    if (const auto at = postal_centroid(country, postal_code))
        return Located{*at, PlacedBy::postal_code};
    if (const auto at = country_centroid(country)) return Located{*at, PlacedBy::country};
    return std::nullopt;
}

}  // namespace leadline::engine
