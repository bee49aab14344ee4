// Dates of the proleptic Gregorian calendar, counted in days since 1970-01-01. Pure arithmetic for
// what runs once for every command in and every event out, and for calendars; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "events/base/time.hpp"

namespace leadline::events {

// Days since 1970-01-01.
struct Day {
    std::int64_t number = 0;
    friend constexpr auto operator<=>(Day, Day) = default;
};

struct Date {
    std::int64_t year;
    std::int64_t month;  // 1 to 12
    std::int64_t day;    // 1 to 31
};

// Rounds towards the past, as clocks before 1970 need it; `by` is positive.
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

inline constexpr std::int64_t march_0000_to_1970 = 719'468;  // days from 0000-03-01 to 1970-01-01

// The day of a date that exists, from 0000-03-01 on. The year begins in March here, so that the day
// that comes and goes stands at its end; months counted from March have 31 30 31 30 31 days over
// and over: 153 in five.
[[nodiscard]] constexpr Day day_of(Date of) {
    const std::int64_t year = of.month > 2 ? of.year : of.year - 1;
    const std::int64_t month = (of.month + 9) % 12;
    const std::int64_t in_year = (153 * month + 2) / 5 + of.day - 1;
    return {year * 365 + year / 4 - year / 100 + year / 400 + in_year - march_0000_to_1970};
}

// The date of a day from 0000-03-01 on, so that all counts here are positive.
[[nodiscard]] constexpr Date date_of(Day of) {
    constexpr std::int64_t days_per_400_years = 146'097;
    constexpr std::int64_t days_per_100_years = 36'524;
    constexpr std::int64_t days_per_4_years = 1'461;
    const std::int64_t since_march = of.number + march_0000_to_1970;
    const std::int64_t cycle = since_march / days_per_400_years;
    const std::int64_t in_cycle = since_march % days_per_400_years;
    // Taking out the leap days that have gone by leaves years of 365 days.
    const std::int64_t years =
        (in_cycle - in_cycle / (days_per_4_years - 1) + in_cycle / days_per_100_years -
         in_cycle / (days_per_400_years - 1)) /
        365;
    const std::int64_t in_year = in_cycle - (years * 365 + years / 4 - years / 100);
    const std::int64_t month = (5 * in_year + 2) / 153;
    const std::int64_t day_of_month = in_year - (153 * month + 2) / 5 + 1;
    const std::int64_t calendar_month = month < 10 ? month + 3 : month - 9;
    return {cycle * 400 + years + (calendar_month <= 2 ? 1 : 0), calendar_month, day_of_month};
}

static_assert(day_of({1970, 1, 1}).number == 0 && day_of({2000, 2, 29}).number == 11'016);
static_assert(date_of({11'016}).day == 29 && date_of({11'017}).month == 3);

[[nodiscard]] constexpr bool is_leap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

[[nodiscard]] constexpr std::int64_t days_in(std::int64_t year, std::int64_t month) {
    constexpr std::array<std::int64_t, 13> days{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[static_cast<std::size_t>(month)] + (month == 2 && is_leap(year) ? 1 : 0);
}

// ISO 8601: Monday is 1, Sunday 7. 1970-01-01 was a Thursday.
[[nodiscard]] constexpr std::int64_t weekday_of(Day of) {
    const std::int64_t since_monday = of.number + 3;
    return since_monday - floor_div(since_monday, 7) * 7 + 1;
}

// "2026-01-31"; none when it is anything else or no date.
[[nodiscard]] inline std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const std::optional<Time> midnight = parse_time(text);
    if (!midnight) return std::nullopt;
    return Day{floor_div(midnight->us, day.us)};
}

}  // namespace leadline::events
