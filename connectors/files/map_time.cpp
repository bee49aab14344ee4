// Times as tables write them; see parse_table_time in map_value.hpp.
#include <fmt/format.h>

#include <charconv>

#include "connectors/files/map_value.hpp"

namespace leadline::connectors {
namespace {

using events::Time;

struct Fields {
    int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
};

// Up to `width` digits of `text` as a number, at least one; they are taken off `text`. A year has
// all of its four.
bool take_number(std::string_view& text, std::size_t width, int& out) {
    std::size_t digits = 0;
    while (digits < width && digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    if (digits == 0 || (width == 4 && digits < width)) return false;
    std::from_chars(text.data(), text.data() + digits, out);
    text.remove_prefix(digits);
    return true;
}

bool take_field(std::string_view& text, char letter, Fields& out) {
    switch (letter) {
        case 'Y':
            return take_number(text, 4, out.year);
        case 'm':
            return take_number(text, 2, out.month);
        case 'd':
            return take_number(text, 2, out.day);
        case 'H':
            return take_number(text, 2, out.hour);
        case 'M':
            return take_number(text, 2, out.minute);
        case 'S':
            return take_number(text, 2, out.second);
        default:
            return false;
    }
}

std::optional<Time> parse_by_format(std::string_view text, std::string_view format) {
    Fields fields;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%' && i + 1 < format.size()) {
            if (!take_field(text, format[++i], fields)) return std::nullopt;
        } else {
            if (text.empty() || text.front() != format[i]) return std::nullopt;
            text.remove_prefix(1);
        }
    }
    if (!text.empty()) return std::nullopt;
    // parse_time knows which of these exist: 30 February does not.
    return events::parse_time(fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", fields.year,
                                          fields.month, fields.day, fields.hour, fields.minute,
                                          fields.second));
}

bool names_an_offset(std::string_view text) {
    if (text.ends_with('Z') || text.ends_with('z')) return true;
    return text.size() > 19 && text.find_first_of("+-", 19) != std::string_view::npos;
}

}  // namespace

std::optional<Time> parse_table_time(std::string_view text, const std::string& format,
                                     std::int64_t utc_offset_minutes) {
    const events::Duration offset{utc_offset_minutes * events::minute.us};
    const auto local = [&](std::optional<Time> time) {
        if (time) time->us -= offset.us;
        return time;
    };
    if (!format.empty()) return local(parse_by_format(text, format));
    constexpr std::size_t date_length = 10;
    if (text.size() <= date_length) return local(events::parse_time(text));
    std::string written(text);
    if (written[date_length] == ' ') written[date_length] = 'T';
    if (names_an_offset(written)) return events::parse_time(written);
    if (written.size() == date_length + 6) written += ":00";
    return local(events::parse_time(written + 'Z'));
}

}  // namespace leadline::connectors
