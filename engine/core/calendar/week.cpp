// See week.hpp.
#include "engine/core/calendar/week.hpp"

#include <algorithm>

#include "events/base/ensure.hpp"

namespace leadline::engine {
namespace {

constexpr Duration week{7 * events::day.us};
constexpr LocalTime first_monday{4 * events::day.us};  // 1970-01-05

struct Part {
    Duration begin;
    Duration end;
};

bool is_span(const events::OpenSpan& span) {
    return span.weekday >= 1 && span.weekday <= 7 && span.from_min < events::day_minutes &&
           span.to_min <= events::day_minutes;
}

// The span within one week; what goes beyond Sunday's midnight begins that week.
void add_parts(const events::OpenSpan& span, std::vector<Part>& parts) {
    const std::int64_t midnight_us = (span.weekday - 1) * events::day.us;
    const Duration begin{midnight_us + span.from_min * events::minute.us};
    Duration end{midnight_us + span.to_min * events::minute.us};
    if (end <= begin) end.us += events::day.us;
    parts.push_back({begin, std::min(end, week)});
    if (end > week) parts.push_back({{}, end - week});
}

}  // namespace

events::Result<OpenWeek> OpenWeek::make(events::List<events::OpenSpan> spans) {
    using events::Failure;
    if (spans.size() > events::open_spans_max)
        return events::fail(Failure::bad_input, "opening hours: too many spans");
    std::vector<Part> parts;
    for (const events::OpenSpan& span : spans) {
        if (!is_span(span))
            return events::fail(Failure::bad_input, "opening hours: a span of no day or minute");
        add_parts(span, parts);
    }
    std::sort(parts.begin(), parts.end(),
              [](const Part& a, const Part& b) { return a.begin < b.begin; });
    OpenWeek out;
    for (const Part& part : parts) {
        if (!out.spans_.empty() && part.begin <= out.spans_.back().end) {
            out.spans_.back().end = std::max(out.spans_.back().end, part.end);
        } else {
            out.spans_.push_back({part.begin, part.end, {}});
        }
    }
    for (Span& span : out.spans_) {
        span.before = out.per_week_;
        out.per_week_.us += span.end.us - span.begin.us;
    }
    return out;
}

// The last span that has begun by then.
const OpenWeek::Span* OpenWeek::span_at(Duration in_week) const {
    const auto next =
        std::upper_bound(spans_.begin(), spans_.end(), in_week,
                         [](Duration at, const Span& span) { return at < span.begin; });
    return next == spans_.begin() ? nullptr : &*(next - 1);
}

bool OpenWeek::is_open(LocalTime local) const {
    const std::int64_t since = local.us - first_monday.us;
    const Duration in_week{since - events::floor_div(since, week.us) * week.us};
    const Span* span = span_at(in_week);
    return span != nullptr && in_week < span->end;
}

Duration OpenWeek::open_until(LocalTime local) const {
    const std::int64_t since = local.us - first_monday.us;
    const std::int64_t weeks = events::floor_div(since, week.us);
    const Duration in_week{since - weeks * week.us};
    Duration open{weeks * per_week_.us};
    if (const Span* span = span_at(in_week))
        open.us += span->before.us + std::min(in_week, span->end).us - span->begin.us;
    return open;
}

LocalTime OpenWeek::when_open_for(Duration open) const {
    ENSURE(per_week_.us > 0);
    // The week in which it comes to be so much: what is left is 1 us to a whole week's.
    const std::int64_t weeks = events::floor_div(open.us - 1, per_week_.us);
    const Duration left{open.us - weeks * per_week_.us};
    const auto next =
        std::lower_bound(spans_.begin(), spans_.end(), left,
                         [](const Span& span, Duration most) { return span.before < most; });
    const Span& span = *(next - 1);
    return {first_monday.us + weeks * week.us + span.begin.us + left.us - span.before.us};
}

}  // namespace leadline::engine
