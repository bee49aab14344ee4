// Reads time zones and time windows; see ruleset_time.hpp.
#include "config/ruleset_time.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"
#include "config/zone.hpp"
#include "engine/core/calendar/time_window.hpp"

namespace leadline::config {
namespace {

constexpr Choice<std::uint8_t> weekdays[] = {{"mon", 1},  {"tue", 2},  {"wed", 4}, {"thu", 8},
                                             {"fri", 16}, {"sat", 32}, {"sun", 64}};

bool read_dates(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                events::TimeWindow& out) {
    if (!node.is_list() || node.items.size() != 2) {
        diagnostics.expected(node, "a list of two dates, the first and the last");
        return false;
    }
    bool is_good = true;
    for (const Node& item : node.items) {
        if (item.is_scalar() && events::parse_day(item.text)) continue;
        diagnostics.expected(item, "a date such as 2026-12-24");
        is_good = false;
    }
    out.first_date = arena.copy(node.items[0].text);
    out.last_date = arena.copy(node.items[1].text);
    return is_good;
}

std::optional<events::Day> date_of(events::Text text) {
    return text.empty() ? std::nullopt : events::parse_day(text);
}

}  // namespace

bool read_weekdays(const Node& node, Diagnostics& diagnostics, std::uint8_t& out) {
    if (!node.is_list() || node.items.empty()) {
        diagnostics.expected(node, "a list of one or more weekdays such as [mon, tue]");
        return false;
    }
    unsigned all = 0;
    bool is_good = true;
    for (const Node& item : node.items) {
        std::uint8_t day = 0;
        if (!read(item, diagnostics, one_of(day, "weekday", weekdays))) {
            is_good = false;
            continue;
        }
        if ((all & day) != 0) {
            diagnostics.error(item, fmt::format("{} is there twice", item.text));
            is_good = false;
        }
        all |= day;
    }
    out = static_cast<std::uint8_t>(all);
    return is_good;
}

// "09:00" to "23:59", and "24:00".
bool read_minute(const Node& node, Diagnostics& diagnostics, std::uint16_t& out) {
    const std::string& text = node.text;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool has_form = node.is_scalar() && text.size() == 5 && text[2] == ':' &&
                          is_digit(text[0]) && is_digit(text[1]) && is_digit(text[3]) &&
                          is_digit(text[4]);
    const int hour = has_form ? (text[0] - '0') * 10 + (text[1] - '0') : 24;
    const int minute = has_form ? (text[3] - '0') * 10 + (text[4] - '0') : 60;
    if (minute >= 60 || hour * 60 + minute > static_cast<int>(events::day_minutes)) {
        diagnostics.expected(node, "a time of day from 00:00 to 24:00 such as 09:30");
        return false;
    }
    out = static_cast<std::uint16_t>(hour * 60 + minute);
    return true;
}

void read_zone(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
               std::vector<events::Zone>& out) {
    std::string name;
    if (!read(node, diagnostics, name)) return;
    const auto found = resolve_zone(name);
    if (!found) return diagnostics.error(node, found.error().message);
    const std::span changes = arena.make<events::ZoneChange>(found->changes.size());
    std::copy(found->changes.begin(), found->changes.end(), changes.begin());
    const std::span yearly = arena.make<events::YearlyChange>(found->yearly.size());
    std::copy(found->yearly.begin(), found->yearly.end(), yearly.begin());
    out = {{arena.copy(found->name), found->offset_s, events::List<events::ZoneChange>(changes),
            found->yearly_from, events::List<events::YearlyChange>(yearly)}};
}

bool read_time_window(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                      events::TimeWindow& out) {
    MapReader m(node, diagnostics, "a time window");
    bool is_good = true;
    bool says_something = false;
    const auto given = [&](std::string_view key) {
        const Node* value = m.child(key);
        says_something = says_something || value != nullptr;
        return value;
    };
    if (const Node* days = given("weekdays"))
        is_good = read_weekdays(*days, diagnostics, out.weekdays) && is_good;
    if (const Node* from = given("from"))
        is_good = read_minute(*from, diagnostics, out.from_min) && is_good;
    if (const Node* to = given("to"))
        is_good = read_minute(*to, diagnostics, out.to_min) && is_good;
    if (const Node* dates = given("dates"))
        is_good = read_dates(*dates, diagnostics, arena, out) && is_good;
    if (!m.finish() || !is_good) return false;
    if (!says_something) {
        diagnostics.expected(node, "one or more of: weekdays, from, to, dates");
        return false;
    }
    const events::Text wrong = engine::what_is_wrong(
        {out.weekdays, out.from_min, out.to_min, date_of(out.first_date), date_of(out.last_date)});
    if (wrong.empty()) return true;
    diagnostics.error(node, fmt::format("this time window never holds: {}", wrong));
    return false;
}

}  // namespace leadline::config
