// Time: UTC microseconds since 1970-01-01, and its one written form, 27 characters,
// "2026-01-02T03:04:05.123456Z". Pure; reads no clock. Range 0001-01-01 to 9999-12-31.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leadline::events {

struct Duration {
    std::int64_t us = 0;
    friend constexpr auto operator<=>(Duration, Duration) = default;
};

struct Time {
    std::int64_t us = 0;  // 0 means "none" wherever a Time is optional
    friend constexpr auto operator<=>(Time, Time) = default;
    [[nodiscard]] constexpr bool is_set() const { return us != 0; }
};

[[nodiscard]] constexpr Time operator+(Time t, Duration d) { return {t.us + d.us}; }
[[nodiscard]] constexpr Duration operator-(Time a, Time b) { return {a.us - b.us}; }
[[nodiscard]] constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
[[nodiscard]] constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }

inline constexpr Duration minute{60'000'000};
inline constexpr Duration hour{3'600'000'000};
inline constexpr Duration day{86'400'000'000};

// The first and the last instant a Time may name: 0001-01-01T00:00:00.000000Z and
// 9999-12-31T23:59:59.999999Z.
inline constexpr Time time_min{-62'135'596'800'000'000};
inline constexpr Time time_max{253'402'300'799'999'999};

// 27 characters, always. A time outside the range is written as the nearest one in it.
[[nodiscard]] std::string to_text(Time time);

// The same into memory of the caller, where an answer is written without an allocation.
inline constexpr std::size_t time_text_bytes = 27;
void write_text(Time time, char* to);

// RFC 3339 with offset or Z, 0 to 6 fraction digits; or a bare date, meaning its midnight in UTC.
// None when the text is anything else or out of range.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);

// "90s", "15m", "4h", "7d", "250ms", "1us", or several in falling units ("1d12h"). None when it is
// anything else, negative or longer than duration_max.
inline constexpr Duration duration_max{36'525 * day.us};  // 100 years
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

// The shortest of the forms that parse_duration reads.
[[nodiscard]] std::string to_text(Duration duration);

}  // namespace leadline::events
