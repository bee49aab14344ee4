// See hours.hpp.
#include "config/hours.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/ruleset_time.hpp"
#include "config/yaml/map_reader.hpp"
#include "events/base/date.hpp"

namespace leadline::config {
namespace {

constexpr std::uint8_t all_days = 0x7F;

// read(node, item) for each item of a list; false after a report.
template <class T, class Read>
bool read_items(const Node& node, Diagnostics& diagnostics, std::string_view what, std::size_t max,
                std::vector<T>& out, Read&& read) {
    if (!node.is_list()) {
        diagnostics.expected(node, fmt::format("a list of {}", what));
        return false;
    }
    bool is_good = true;
    for (const Node& item : node.items) is_good = read(item) && is_good;
    if (out.size() <= max) return is_good;
    diagnostics.error(node, fmt::format("{} {}, at most {}", out.size(), what, max));
    return false;
}

bool read_spans(const Node& node, Diagnostics& diagnostics, std::vector<events::OpenSpan>& out) {
    MapReader m(node, diagnostics, "a part of the week");
    std::uint8_t days = all_days;
    events::OpenSpan span;
    bool is_good = true;
    if (const Node* named = m.child("days")) is_good = read_weekdays(*named, diagnostics, days);
    const Node* from = m.required_child("from");
    const Node* to = m.required_child("to");
    is_good = from != nullptr && read_minute(*from, diagnostics, span.from_min) && is_good;
    is_good = to != nullptr && read_minute(*to, diagnostics, span.to_min) && is_good;
    if (!m.finish() || !is_good) return false;
    for (std::uint8_t day = 0; day < 7; ++day) {
        if ((days & (1U << day)) == 0) continue;
        span.weekday = static_cast<std::uint8_t>(day + 1);
        out.push_back(span);
    }
    return true;
}

bool read_absence(const Node& node, Diagnostics& diagnostics, std::vector<events::Absence>& out) {
    MapReader m(node, diagnostics, "an absence");
    events::Absence absence;
    m.required("from", absence.from);
    const bool has_end = m.optional("until", absence.until);
    if (!m.finish()) return false;
    if (has_end && absence.until <= absence.from) {
        m.error("until", "an absence ends after it begins");
        return false;
    }
    out.push_back(absence);
    return true;
}

template <class T>
events::List<T> kept(const std::vector<T>& items, events::Arena& arena) {
    const std::span<T> copy = arena.make<T>(items.size());
    std::copy(items.begin(), items.end(), copy.begin());
    return events::List<T>(copy);
}

}  // namespace

void read_hours(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                std::optional<events::OpeningHours>& out) {
    MapReader m(node, diagnostics, "hours");
    std::vector<events::OpenSpan> week;
    std::vector<events::Text> holidays;
    std::vector<events::Absence> absences;
    bool is_good = true;
    if (const Node* spans = m.child("week")) {
        is_good = read_items(*spans, diagnostics, "parts of the week", events::open_spans_max, week,
                             [&](const Node& item) { return read_spans(item, diagnostics, week); });
        if (is_good && week.empty()) diagnostics.expected(*spans, "one or more parts of the week");
    }
    if (const Node* dates = m.child("holidays"))
        is_good = read_items(*dates, diagnostics, "holidays", events::holidays_max, holidays,
                             [&](const Node& item) {
                                 if (item.is_scalar() && events::parse_day(item.text)) {
                                     holidays.push_back(arena.copy(item.text));
                                     return true;
                                 }
                                 diagnostics.expected(item, "a date such as 2026-12-24");
                                 return false;
                             }) &&
                  is_good;
    if (const Node* periods = m.child("absences"))
        is_good = read_items(*periods, diagnostics, "absences", events::absences_max, absences,
                             [&](const Node& item) {
                                 return read_absence(item, diagnostics, absences);
                             }) &&
                  is_good;
    if (!m.finish() || !is_good) return;
    out = events::OpeningHours{kept(week, arena), kept(holidays, arena), kept(absences, arena)};
}

}  // namespace leadline::config
