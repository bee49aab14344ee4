// Opening hours in a time zone, with holidays and absences: is it open, how much working time lies
// between two instants, and when so much of it has passed. Working time is time that passes: an
// hour that clocks show twice counts twice, one that they leap over not at all. A call costs the
// same for a day as for a thousand years. Times outside of years 1 to 9999 count as the nearest
// within. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/calendar/week.hpp"

namespace leadline::engine {

class OpeningHours {
public:
    // The zone must outlive what is made, unmoved. `bad_input` when a span, a date or a period is
    // none, or when there are too many (events/opening_hours.hpp).
    [[nodiscard]] static events::Result<OpeningHours> make(const TimeZone& zone,
                                                           const events::OpeningHours& written);

    [[nodiscard]] bool is_open(Time t) const;

    // 0 when `until` is not after `from`.
    [[nodiscard]] Duration working_time(Time from, Time until) const;

    // The first instant by which so much working time has passed since `from`; `from` itself when
    // `working` is not above 0; none when it is never open for so long again before year 10000.
    // At the end of a working day that is its end and not the next morning.
    [[nodiscard]] std::optional<Time> after(Time from, Duration working) const;

    // The first instant from `t` on at which it is open; none: closed for ever.
    [[nodiscard]] std::optional<Time> next_opening(Time t) const;

private:
    // Closed beside the week, [begin, end): worked_until in all of it, and week_until at its end.
    struct Closed {
        Time begin;
        Time end;
        Duration worked;
        Duration week_at_end;
    };

    OpeningHours(const TimeZone& zone, OpenWeek week);

    void close_day(Day day);
    void merge_closed();

    [[nodiscard]] Duration change_worth(const ZoneSpan& before, const ZoneSpan& after) const;
    [[nodiscard]] Duration week_until(Time t) const;  // of the week alone
    [[nodiscard]] Duration worked_until(Time t) const;
    [[nodiscard]] const Closed* last_closed(Time t) const;
    [[nodiscard]] std::optional<Time> guess(Time from, Duration working, Duration target) const;

    const TimeZone* zone_;
    OpenWeek week_;
    std::vector<Duration> changes_worth_;  // by the number of changes before a listed span
    Duration yearly_worth_[2];             // of the first and the second yearly change
    std::vector<Closed> closed_;           // in order, none touching another
};

}  // namespace leadline::engine
