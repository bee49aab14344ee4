// See opening_hours.hpp. worked_until is a sum that needs no walk over time: the week's time on an
// unchanged clock, what each change of clocks took or gave (the same every year for yearly ones,
// since they come on the same weekday at the same hour), less what holidays and absences took.
#include "engine/core/calendar/opening_hours.hpp"

#include <algorithm>

namespace leadline::engine {
namespace {

using events::Failure;

// How often `after` tries to step over what was closed, before it searches by halves.
constexpr int guesses_max = 6;

events::Result<Day> holiday_of(events::Text text) {
    if (const auto day = events::parse_day(text)) return *day;
    return events::fail(Failure::bad_input, "opening hours: a holiday that is no date");
}

}  // namespace

events::Result<OpeningHours> OpeningHours::make(const TimeZone& zone,
                                                const events::OpeningHours& written) {
    if (written.holidays.size() > events::holidays_max ||
        written.absences.size() > events::absences_max)
        return events::fail(Failure::bad_input, "opening hours: too many holidays or absences");
    auto week = OpenWeek::make(written.week);
    if (!week) return tl::unexpected(std::move(week).error());
    OpeningHours out(zone, std::move(*week));
    for (const events::Text text : written.holidays) {
        const events::Result<Day> day = holiday_of(text);
        TRY(day);
        out.close_day(*day);
    }
    for (const events::Absence& absence : written.absences) {
        const Time end = absence.until.is_set() ? in_range(absence.until) : far_off;
        if (end <= in_range(absence.from))
            return events::fail(Failure::bad_input, "opening hours: an absence that has no time");
        out.closed_.push_back({in_range(absence.from), end, {}, {}});
    }
    out.merge_closed();
    return out;
}

OpeningHours::OpeningHours(const TimeZone& zone, OpenWeek week)
    : zone_(&zone), week_(std::move(week)) {
    changes_worth_.push_back({});
    for (std::size_t i = 1; i < zone.listed_spans(); ++i)
        changes_worth_.push_back({changes_worth_.back().us +
                                  change_worth(zone.listed_span(i - 1), zone.listed_span(i)).us});
    if (!zone.has_yearly()) return;
    const ZoneSpan first = zone.first_yearly_span();
    const ZoneSpan second = zone.span_at(first.end);
    yearly_worth_[0] = change_worth(zone.listed_span(zone.listed_spans() - 1), first);
    yearly_worth_[1] = change_worth(first, second);
}

// What the week's time on an unchanged clock must be put right by: clocks put forward show that
// time without its having passed, clocks put back make it pass again.
Duration OpeningHours::change_worth(const ZoneSpan& before, const ZoneSpan& after) const {
    const std::int64_t at_us = after.begin.us;
    return {week_.open_until({at_us + before.offset.us}).us -
            week_.open_until({at_us + after.offset.us}).us};
}

// A date is shown once, but by clocks put back over its midnight, or over the next.
void OpeningHours::close_day(Day day) {
    const LocalTime begin = midnight(day);
    const LocalTime end = midnight({day.number + 1});
    ZoneSpan span = zone_->span_at(zone_->instant(begin));
    constexpr int spans_max = 3;  // they are two days long and more
    for (int i = 0; i < spans_max; ++i) {
        const Time from = std::max(span.begin, Time{begin.us - span.offset.us});
        const Time until = std::min(span.end, Time{end.us - span.offset.us});
        if (from < until) closed_.push_back({from, until, {}, {}});
        if (span.end > events::time_max) return;
        span = zone_->span_at(span.end);
    }
}

void OpeningHours::merge_closed() {
    std::sort(closed_.begin(), closed_.end(),
              [](const Closed& a, const Closed& b) { return a.begin < b.begin; });
    std::vector<Closed> merged;
    for (const Closed& closed : closed_) {
        if (!merged.empty() && closed.begin <= merged.back().end) {
            merged.back().end = std::max(merged.back().end, closed.end);
        } else {
            merged.push_back(closed);
        }
    }
    const Closed* before = nullptr;
    for (Closed& closed : merged) {
        closed.worked = week_until(closed.begin);
        if (before != nullptr) closed.worked.us += before->worked.us - before->week_at_end.us;
        closed.week_at_end = week_until(closed.end);
        before = &closed;
    }
    closed_ = std::move(merged);
}

Duration OpeningHours::week_until(Time any) const {
    const Time t = in_range(any);
    const ZoneSpan span = zone_->span_at(t);
    const auto listed = static_cast<std::int64_t>(changes_worth_.size()) - 1;
    const auto known = static_cast<std::size_t>(std::min(span.number, listed));
    std::int64_t worth_us = changes_worth_[known].us;
    if (const std::int64_t yearly = span.number - listed; yearly > 0)
        worth_us += (yearly + 1) / 2 * yearly_worth_[0].us + yearly / 2 * yearly_worth_[1].us;
    return {week_.open_until({t.us + span.offset.us}).us + worth_us};
}

const OpeningHours::Closed* OpeningHours::last_closed(Time t) const {
    const auto next =
        std::upper_bound(closed_.begin(), closed_.end(), t,
                         [](Time at, const Closed& closed) { return at < closed.begin; });
    return next == closed_.begin() ? nullptr : &*(next - 1);
}

Duration OpeningHours::worked_until(Time any) const {
    const Time t = in_range(any);
    const Closed* closed = last_closed(t);
    if (closed == nullptr) return week_until(t);
    if (t < closed->end) return closed->worked;
    return {closed->worked.us + week_until(t).us - closed->week_at_end.us};
}

bool OpeningHours::is_open(Time any) const {
    const Time t = in_range(any);
    const Closed* closed = last_closed(t);
    return (closed == nullptr || t >= closed->end) && week_.is_open(zone_->local(t));
}

Duration OpeningHours::working_time(Time from, Time until) const {
    if (in_range(until) <= in_range(from)) return {};
    return worked_until(until) - worked_until(from);
}

// Steps on an unchanged clock until so much has been worked, which mostly needs one step for each
// holiday or change of clocks between; none when that does not end soon. An instant is the first
// of its sum when it was open just before.
std::optional<Time> OpeningHours::guess(Time from, Duration working, Duration target) const {
    Time at = from;
    Duration missing = working;
    for (int step = 0; step < guesses_max && missing.us > 0; ++step) {
        const LocalTime shown = zone_->local(at);
        const LocalTime then = week_.when_open_for({week_.open_until(shown).us + missing.us});
        at.us += then.us - shown.us;
        if (at > events::time_max) return std::nullopt;
        missing = target - worked_until(at);
    }
    if (missing.us != 0 || !is_open({at.us - 1})) return std::nullopt;
    return at;
}

std::optional<Time> OpeningHours::after(Time any, Duration working) const {
    const Time from = in_range(any);
    if (working.us <= 0) return from;
    const Duration before = worked_until(from);
    if (working > worked_until(events::time_max) - before) return std::nullopt;
    const Duration target{before.us + working.us};
    if (const auto at = guess(from, working, target)) return at;
    Time low = from;  // less than that has been worked until then
    Time high = events::time_max;
    while (high.us - low.us > 1) {
        const Time middle{low.us + (high.us - low.us) / 2};
        (worked_until(middle) < target ? low : high) = middle;
    }
    return high;
}

std::optional<Time> OpeningHours::next_opening(Time any) const {
    const Time t = in_range(any);
    if (is_open(t)) return t;
    const std::optional<Time> opened = after(t, {1});
    if (!opened) return std::nullopt;
    return Time{opened->us - 1};
}

}  // namespace leadline::engine
