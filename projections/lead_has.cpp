// See lead_has.hpp.
#include "projections/lead_has.hpp"

#include <fmt/format.h>

#include "engine/core/places/distance.hpp"

namespace leadline::projections {

namespace {

using engine::FieldValue;
using events::Text;

constexpr std::size_t shown_bytes_max = 80;
constexpr std::size_t shown_items_max = 5;

// In quotes; what is long is cut, between two characters.
std::string quoted(Text text) {
    if (text.size() <= shown_bytes_max) return fmt::format("\"{}\"", text);
    std::size_t end = shown_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return fmt::format("\"{}...\"", text.substr(0, end));
}

std::string list_of(events::List<Text> items) {
    std::string text;
    for (std::size_t i = 0; i < items.size() && i < shown_items_max; ++i)
        text += (i == 0 ? "" : ", ") + quoted(items[i]);
    if (items.size() > shown_items_max)
        text += fmt::format(" and {} more", items.size() - shown_items_max);
    return text;
}

std::string value_words(const engine::LeadFacts& facts, const engine::CompiledNode& comparison) {
    const FieldValue value = engine::value_of(facts, comparison.field, comparison.custom_name);
    switch (value.kind) {
        case FieldValue::Kind::none:
            return "the lead has none";
        case FieldValue::Kind::text:
            return "the lead has " + quoted(value.text);
        case FieldValue::Kind::list:
            return "the lead has " + list_of(value.list);
        case FieldValue::Kind::number:
            return fmt::format("the lead has {}", value.number);
        case FieldValue::Kind::money:  // of all fields only the revenue is
            return fmt::format("the lead has {} {}", facts.details.revenue->amount,
                               facts.details.revenue->currency);
    }
    return {};
}

std::string address_words(const events::Address& address) {
    if (address.country.empty()) return "the lead has no country";
    std::string text = fmt::format("the lead is in {}", address.country);
    if (!address.postal_code.empty()) text += fmt::format(" {}", address.postal_code);
    if (!address.region.empty()) text += fmt::format(" {}", address.region);
    return text;
}

std::string distance_words(const engine::LeadFacts& facts, const engine::Near& near) {
    const auto at = engine::whereabouts(facts);
    if (!at) return "nobody knows where the lead is";
    const std::int64_t tenths = (engine::distance_m(engine::Point(*at), near.place) + 99) / 100;
    // Rounded up, so that just outside does not read as inside.
    return fmt::format("the lead is {}.{} km away", tenths / 10, tenths % 10);
}

std::string clock_words(events::Time now, const engine::TimeZone& zone, Text zone_name) {
    constexpr const char* weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const engine::LocalTime local = zone.local(now);
    const events::Day day = engine::day_of(local);
    const events::Date date = events::date_of(day);
    const std::int64_t minutes = engine::time_of_day(local).us / 60'000'000;
    return fmt::format("it was {} {:04}-{:02}-{:02} {:02}:{:02} {}",
                       weekdays[events::weekday_of(day) - 1], date.year, date.month, date.day,
                       minutes / 60, minutes % 60, zone_name);
}

}  // namespace

std::string lead_has(const engine::LeadFacts& facts, const engine::CompiledNode& comparison,
                     const engine::TimeZone& zone, Text zone_name) {
    if (comparison.op == events::ConditionOp::territory)
        return address_words(facts.details.address);
    if (comparison.op == events::ConditionOp::within_km)
        return distance_words(facts, comparison.near);
    if (comparison.op == events::ConditionOp::time_window)
        return clock_words(facts.now, zone, zone_name);
    return value_words(facts, comparison);
}

}  // namespace leadline::projections
