// A week of opening hours on a clock that is never changed: how long it has been open until some
// local time, and the other way round. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/calendar/time_zone.hpp"
#include "events/opening_hours.hpp"

namespace leadline::engine {

class OpenWeek {
public:
    OpenWeek() = default;  // never open

    // `bad_input` for a weekday, a minute or a number of spans that there is not. Spans may
    // overlap.
    [[nodiscard]] static events::Result<OpenWeek> make(events::List<events::OpenSpan> spans);

    [[nodiscard]] bool is_open(LocalTime local) const;
    [[nodiscard]] Duration per_week() const { return per_week_; }

    // Open time between the Monday of 1970-01-05 and `local`; negative before. Never falls.
    [[nodiscard]] Duration open_until(LocalTime local) const;

    // The first time at which open_until is so much; call only when it is ever open.
    [[nodiscard]] LocalTime when_open_for(Duration open) const;

private:
    // Since Monday's midnight, [begin, end), and how long it was open in this week before.
    struct Span {
        Duration begin;
        Duration end;
        Duration before;
    };

    [[nodiscard]] const Span* span_at(Duration in_week) const;

    std::vector<Span> spans_;  // in order, none touching another
    Duration per_week_;
};

}  // namespace leadline::engine
