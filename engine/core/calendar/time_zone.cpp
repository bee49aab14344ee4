// See time_zone.hpp. Listed changes are searched by halves; yearly ones are reckoned from the year.
#include "engine/core/calendar/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leadline::engine {
namespace {

using events::Failure;
using events::YearlyChange;
using events::Zone;

constexpr std::int64_t second_us = 1'000'000;
constexpr Duration least_apart{2 * events::day.us};  // more than twice the largest offset
static_assert(least_apart.us > 2 * events::zone_offset_max_s * second_us);

constexpr std::int32_t week_s = 7 * 24 * 3600;

events::Result<void> refuse(const Zone& zone, std::string_view why) {
    return events::fail(Failure::bad_input, fmt::format("time zone {}: {}", zone.name, why));
}

bool is_offset(std::int32_t offset_s) {
    return offset_s >= -events::zone_offset_max_s && offset_s <= events::zone_offset_max_s;
}

bool is_yearly(const YearlyChange& change) {
    return change.month >= 2 && change.month <= 11 && change.week >= 1 && change.week <= 5 &&
           change.weekday >= 1 && change.weekday <= 7 && change.time_s > -week_s &&
           change.time_s < week_s && is_offset(change.offset_s);
}

// What stands in messages must be one line.
bool is_name(events::Text name) {
    constexpr std::size_t name_bytes_max = 64;
    return name.size() <= name_bytes_max &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~'; });
}

events::Result<void> check_listed(const Zone& zone) {
    if (zone.changes.size() > events::zone_changes_max) return refuse(zone, "too many changes");
    if (!is_offset(zone.offset_s)) return refuse(zone, "an offset of more than 18 hours");
    Time last = events::time_min;
    for (const events::ZoneChange& change : zone.changes) {
        if (change.at > events::time_max || change.at.us < last.us + least_apart.us)
            return refuse(zone, "changes less than two days apart, or out of order");
        if (!is_offset(change.offset_s)) return refuse(zone, "an offset of more than 18 hours");
        last = change.at;
    }
    return {};
}

// Two months between them keep two yearly changes at least two weeks apart, however early the one
// and late the other may be.
events::Result<void> check_yearly(const Zone& zone) {
    if (zone.yearly.empty()) return {};
    if (zone.yearly.size() != 2 || !is_yearly(zone.yearly[0]) || !is_yearly(zone.yearly[1]))
        return refuse(zone, "a yearly change that is none");
    if (zone.yearly[1].month < zone.yearly[0].month + 2)
        return refuse(zone, "yearly changes within two months");
    if (zone.yearly_from < 1 || zone.yearly_from > 9'999)
        return refuse(zone, "yearly changes from no year");
    const Day new_year = events::day_of({zone.yearly_from, 1, 1});
    const bool in_time = zone.changes.empty() || zone.changes[zone.changes.size() - 1].at <
                                                     Time{new_year.number * events::day.us};
    const std::int32_t before =
        zone.changes.empty() ? zone.offset_s : zone.changes[zone.changes.size() - 1].offset_s;
    if (!in_time || before != zone.yearly[1].offset_s)
        return refuse(zone, "yearly changes that do not follow the listed ones");
    return {};
}

}  // namespace

events::Result<TimeZone> TimeZone::make(const Zone& zone) {
    if (!is_name(zone.name))
        return events::fail(Failure::bad_input, "a time zone whose name is none");
    TRY(check_listed(zone));
    TRY(check_yearly(zone));
    return TimeZone(zone);
}

TimeZone::TimeZone(const Zone& zone) {
    begins_.push_back(long_ago);
    offsets_.push_back({zone.offset_s * second_us});
    for (const events::ZoneChange& change : zone.changes) {
        begins_.push_back(change.at);
        offsets_.push_back({change.offset_s * second_us});
    }
    if (!zone.yearly.empty()) {
        yearly_from_ = zone.yearly_from;
        yearly_ = {zone.yearly[0], zone.yearly[1]};
        listed_end_ = yearly_at(yearly_from_, 0);
    }
    for (std::size_t i = 0; i < begins_.size(); ++i) {
        const Time end = i + 1 < begins_.size() ? begins_[i + 1] : listed_end_;
        leaves_.push_back({end.us + offsets_[i].us});
    }
}

// The year that holds a change by the clocks holds it in UTC too, since it is none of the first and
// last weeks of a year.
Time TimeZone::yearly_at(std::int64_t year, std::size_t which) const {
    const YearlyChange& change = yearly_[which];
    const std::int64_t month = change.month;
    const Day first = events::day_of({year, month, 1});
    const std::int64_t to_weekday = (change.weekday - events::weekday_of(first) + 7) % 7;
    std::int64_t ahead = to_weekday + (change.week - 1) * 7;
    if (ahead >= events::days_in(year, month)) ahead -= 7;  // there is no fifth
    const std::int64_t shown_us =
        (first.number + ahead) * events::day.us + change.time_s * second_us;
    return {shown_us - yearly_offset(1 - which).us};
}

ZoneSpan TimeZone::yearly_span_at(Time t, std::int64_t year) const {
    const std::int64_t before =
        static_cast<std::int64_t>(begins_.size()) - 1 + 2 * (year - yearly_from_);
    const Time first = yearly_at(year, 0);
    if (t < first) return {yearly_at(year - 1, 1), first, yearly_offset(1), before};
    const Time second = yearly_at(year, 1);
    if (t < second) return {first, second, yearly_offset(0), before + 1};
    return {second, yearly_at(year + 1, 0), yearly_offset(1), before + 2};
}

ZoneSpan TimeZone::listed_span(std::size_t i) const {
    const Time end = i + 1 < begins_.size() ? begins_[i + 1] : listed_end_;
    return {begins_[i], end, offsets_[i], static_cast<std::int64_t>(i)};
}

ZoneSpan TimeZone::span_at(Time any) const {
    const Time t = in_range(any);
    if (t >= listed_end_) {
        const Day day{events::floor_div(t.us, events::day.us)};
        return yearly_span_at(t, events::date_of(day).year);
    }
    const auto next = std::upper_bound(begins_.begin() + 1, begins_.end(), t);
    return listed_span(static_cast<std::size_t>(next - begins_.begin()) - 1);
}

// The first span whose clocks come to that time or behind it; in it, when they show it, or at its
// begin, when they leapt over it.
Time TimeZone::instant(LocalTime any) const {
    constexpr std::int64_t most = events::time_max.us + 100 * events::day.us;
    const LocalTime local{std::clamp(any.us, events::time_min.us - 100 * events::day.us, most)};
    const auto span = std::upper_bound(leaves_.begin(), leaves_.end(), local);
    if (span != leaves_.end()) {
        const auto i = static_cast<std::size_t>(span - leaves_.begin());
        return std::max(begins_[i], Time{local.us - offsets_[i].us});
    }
    const std::int64_t year = events::date_of(day_of(local)).year;
    const Time first = yearly_at(year, 0);
    if (local.us < first.us + yearly_offset(1).us) return {local.us - yearly_offset(1).us};
    const Time second = yearly_at(year, 1);
    if (local.us < second.us + yearly_offset(0).us)
        return std::max(first, Time{local.us - yearly_offset(0).us});
    return std::max(second, Time{local.us - yearly_offset(1).us});
}

}  // namespace leadline::engine
