// See time.hpp. Calendar arithmetic by hand: these run once for every command in and every event
// out, and need neither streams nor memory.
#include "events/base/time.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "events/base/date.hpp"

namespace leadline::events {
namespace {

constexpr std::int64_t second_us = 1'000'000;

constexpr std::array<char, 200> digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}();

void put_pair(char* to, std::int64_t number) {
    std::memcpy(to, &digit_pairs[static_cast<std::size_t>(number) * 2], 2);
}

// Reads a text from its beginning; after a failure everything else fails too.
struct Scan {
    const char* at;
    const char* end;
    bool ok = true;

    [[nodiscard]] bool done() const { return at == end; }
    [[nodiscard]] char peek() const { return done() ? '\0' : *at; }

    // Exactly `count` digits.
    std::int64_t digits(std::size_t count) {
        std::int64_t value = 0;
        if (static_cast<std::size_t>(end - at) < count) ok = false;
        for (std::size_t i = 0; ok && i < count; ++i, ++at) {
            const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
            if (digit > 9) ok = false;
            value = value * 10 + digit;
        }
        return value;
    }
    void expect(char c) {
        if (ok && peek() == c) {
            ++at;
        } else {
            ok = false;
        }
    }
};

std::int64_t scan_date(Scan& in) {
    Date date{};
    date.year = in.digits(4);
    in.expect('-');
    date.month = in.digits(2);
    in.expect('-');
    date.day = in.digits(2);
    in.ok = in.ok && date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
            date.day <= days_in(date.year, date.month);
    return in.ok ? day_of(date).number : 0;
}

// Up to six digits behind the point, in microseconds.
std::int64_t scan_fraction(Scan& in) {
    std::int64_t us = 0;
    std::int64_t worth = second_us / 10;
    if (in.peek() != '.') return 0;
    ++in.at;
    in.ok = in.ok && in.peek() >= '0' && in.peek() <= '9';
    for (; in.ok && in.peek() >= '0' && in.peek() <= '9'; ++in.at, worth /= 10) {
        if (worth == 0) in.ok = false;
        us += (in.peek() - '0') * worth;
    }
    return us;
}

// What "Z", "+02:00" or "-05:30" says the time is ahead of UTC, in minutes.
std::int64_t scan_offset(Scan& in) {
    const char sign = in.peek();
    if (sign == 'Z' || sign == 'z') {
        ++in.at;
        return 0;
    }
    if (sign != '+' && sign != '-') in.ok = false;
    if (in.ok) ++in.at;
    const std::int64_t hours = in.digits(2);
    in.expect(':');
    const std::int64_t minutes = in.digits(2);
    in.ok = in.ok && hours <= 23 && minutes <= 59;
    return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

struct Unit {
    std::string_view name;
    std::int64_t us;
};
constexpr std::array<Unit, 6> units{Unit{"d", day.us},    Unit{"h", hour.us}, Unit{"m", minute.us},
                                    Unit{"s", second_us}, Unit{"ms", 1'000},  Unit{"us", 1}};

// The duration in the units whose bits are set, largest first; empty when they leave a rest.
std::string in_units(std::int64_t us, unsigned chosen) {
    std::string out;
    for (std::size_t i = 0; i < units.size(); ++i) {
        if ((chosen >> i & 1U) == 0 || us < units[i].us) continue;
        out += std::to_string(us / units[i].us);
        out += units[i].name;
        us %= units[i].us;
    }
    return us == 0 ? out : std::string{};
}

}  // namespace

void write_text(Time time, char* to) {
    const std::int64_t us = std::min(std::max(time.us, time_min.us), time_max.us);
    std::int64_t days = us / day.us;
    std::int64_t rest = us % day.us;
    if (rest < 0) {
        rest += day.us;
        --days;
    }
    const Date date = date_of({days});
    const std::int64_t seconds = rest / second_us;
    const std::int64_t fraction = rest % second_us;
    std::memcpy(to, "0000-00-00T00:00:00.000000Z", time_text_bytes);
    put_pair(to, date.year / 100);
    put_pair(to + 2, date.year % 100);
    put_pair(to + 5, date.month);
    put_pair(to + 8, date.day);
    put_pair(to + 11, seconds / 3600);
    put_pair(to + 14, seconds / 60 % 60);
    put_pair(to + 17, seconds % 60);
    put_pair(to + 20, fraction / 10'000);
    put_pair(to + 22, fraction / 100 % 100);
    put_pair(to + 24, fraction % 100);
}

std::string to_text(Time time) {
    std::string out(time_text_bytes, '\0');
    write_text(time, out.data());
    return out;
}

std::optional<Time> parse_time(std::string_view text) {
    Scan in{text.data(), text.data() + text.size()};
    const std::int64_t midnight = scan_date(in) * day.us;
    if (in.ok && in.done()) return Time{midnight};
    if (in.peek() != 'T' && in.peek() != 't') return std::nullopt;
    ++in.at;
    const std::int64_t hours = in.digits(2);
    in.expect(':');
    const std::int64_t minutes = in.digits(2);
    in.expect(':');
    const std::int64_t seconds = in.digits(2);
    const std::int64_t fraction = scan_fraction(in);
    const std::int64_t ahead = scan_offset(in);
    if (!in.ok || !in.done() || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    const Time time{midnight + (hours * 60 + minutes - ahead) * minute.us + seconds * second_us +
                    fraction};
    if (time < time_min || time > time_max) return std::nullopt;
    return time;
}

std::optional<Duration> parse_duration(std::string_view text) {
    std::int64_t total = 0;
    std::size_t next_unit = 0;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::int64_t count = 0;
        std::size_t length = 0;
        for (; length < text.size() && text[length] >= '0' && text[length] <= '9'; ++length) {
            count = count * 10 + (text[length] - '0');
            if (count > duration_max.us) return std::nullopt;
        }
        if (length == 0) return std::nullopt;
        text.remove_prefix(length);
        const std::string_view name = text.substr(0, text.find_first_of("0123456789"));
        while (next_unit < units.size() && units[next_unit].name != name) ++next_unit;
        if (next_unit == units.size()) return std::nullopt;
        if (count > (duration_max.us - total) / units[next_unit].us) return std::nullopt;
        total += count * units[next_unit++].us;
        text.remove_prefix(name.size());
    }
    return Duration{total};
}

std::string to_text(Duration duration) {
    if (duration.us <= 0) return "0s";
    std::string shortest;
    for (unsigned chosen = 1; chosen < 1U << units.size(); ++chosen) {
        std::string text = in_units(duration.us, chosen);
        if (!text.empty() && (shortest.empty() || text.size() < shortest.size()))
            shortest = std::move(text);
    }
    return shortest;
}

}  // namespace leadline::events
