// See zone_rule.hpp. The last year's change is read as every rule that it may be; the one that goes
// back furthest is taken.
#include "config/zone_rule.hpp"

#include <algorithm>
#include <vector>

#include "events/base/date.hpp"

namespace leadline::config {
namespace {

using events::Day;
using events::YearlyChange;
using events::ZoneChange;

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_s = 24 * 3600;
constexpr std::size_t years_least = 28;

// What clocks show at a change, in seconds, before they are changed.
struct Shown {
    std::int64_t year;
    std::int64_t local_s;
};

std::int64_t local_s_of(const YearlyChange& rule, std::int64_t year) {
    const Day first = events::day_of({year, rule.month, 1});
    const std::int64_t to_weekday = (rule.weekday - events::weekday_of(first) + 7) % 7;
    std::int64_t ahead = to_weekday + (rule.week - 1) * 7;
    if (ahead >= events::days_in(year, rule.month)) ahead -= 7;
    return (first.number + ahead) * day_s + rule.time_s;
}

// As the rule of a day so many days behind the one that clocks show.
void add_readings(std::int64_t local_s, std::int64_t shift, std::vector<YearlyChange>& out) {
    const Day day{events::floor_div(local_s, day_s) + shift};
    const events::Date date = events::date_of(day);
    if (date.month < 2 || date.month > 11) return;
    YearlyChange rule;
    rule.month = static_cast<std::uint8_t>(date.month);
    rule.weekday = static_cast<std::uint8_t>(events::weekday_of(day));
    rule.time_s = static_cast<std::int32_t>(local_s - day.number * day_s);
    rule.week = static_cast<std::uint8_t>((date.day + 6) / 7);
    if (rule.week <= 4) out.push_back(rule);
    rule.week = 5;
    if (date.day + 7 > events::days_in(date.year, date.month)) out.push_back(rule);
}

// How many of the last years the rule gives.
std::size_t years_of(const YearlyChange& rule, std::span<const Shown> last_first) {
    const auto other = std::find_if(last_first.begin(), last_first.end(), [&](const Shown& shown) {
        return local_s_of(rule, shown.year) != shown.local_s;
    });
    return static_cast<std::size_t>(other - last_first.begin());
}

struct Found {
    YearlyChange rule;
    std::size_t years = 0;
};

Found best_rule(std::span<const Shown> last_first) {
    std::vector<YearlyChange> readings;
    for (std::int64_t away = 0; away <= 6; ++away) {
        add_readings(last_first.front().local_s, -away, readings);
        if (away > 0) add_readings(last_first.front().local_s, away, readings);
    }
    Found best;
    for (const YearlyChange& rule : readings)
        if (const std::size_t years = years_of(rule, last_first); years > best.years)
            best = {rule, years};
    return best;
}

// The two changes of each of the last years, the last year first, as long as every year has two
// between the same two offsets.
struct LastYears {
    std::vector<Shown> first;
    std::vector<Shown> second;
};

// Whether the two changes before `end` are those of one whole year, which begins with the offset
// that the last change leaves.
bool ends_whole_year(std::span<const ZoneChange> changes, std::size_t end) {
    const ZoneChange& before = changes[end - 3];
    const ZoneChange& one = changes[end - 2];
    const ZoneChange& two = changes[end - 1];
    const std::int64_t year = year_of(two.at);
    const bool goes_on = end == changes.size() || year + 1 == year_of(changes[end].at);
    return goes_on && year_of(one.at) == year && year_of(before.at) != year &&
           before.offset_s == two.offset_s && two.offset_s == changes.back().offset_s &&
           one.offset_s == changes[changes.size() - 2].offset_s;
}

LastYears last_years(std::span<const ZoneChange> changes) {
    LastYears last;
    for (std::size_t end = changes.size(); end >= 3 && ends_whole_year(changes, end); end -= 2) {
        const ZoneChange& one = changes[end - 2];
        const ZoneChange& two = changes[end - 1];
        const std::int64_t year = year_of(two.at);
        last.first.push_back({year, one.at.us / second_us + two.offset_s});
        last.second.push_back({year, two.at.us / second_us + one.offset_s});
    }
    return last;
}

}  // namespace

std::int64_t year_of(events::Time utc) {
    return events::date_of({events::floor_div(utc.us, events::day.us)}).year;
}

std::optional<YearlyRule> yearly_rule(std::span<const ZoneChange> changes) {
    const LastYears last = last_years(changes);
    YearlyRule rule;
    std::size_t years = last.first.size();
    for (std::size_t which = 0; which < 2; ++which) {
        if (years < years_least) return std::nullopt;
        const Found found = best_rule(which == 0 ? last.first : last.second);
        years = std::min(years, found.years);
        rule.changes[which] = found.rule;
        rule.changes[which].offset_s = changes[changes.size() - 2 + which].offset_s;
    }
    if (years < years_least || rule.changes[1].month < rule.changes[0].month + 2)
        return std::nullopt;
    rule.from_year = year_of(changes.back().at) - static_cast<std::int64_t>(years) + 1;
    return rule;
}

}  // namespace leadline::config
