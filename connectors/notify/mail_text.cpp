// See mail_text.hpp. Bodies are base64 throughout: no line of theirs is too long, begins with a
// full stop, or is changed on its way.
#include "connectors/notify/mail_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "events/base/bytes.hpp"
#include "events/base/utf8.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors::notify {

namespace {

constexpr std::size_t address_bytes_max = 254;    // RFC 5321, 4.5.3.1.3 without the brackets
constexpr std::size_t encoded_bytes = 39;         // 64 letters of a word: 76 with a header's name
constexpr std::size_t line_bytes = 57;            // 76 letters of base64
constexpr std::size_t plain_line_bytes_max = 60;  // of a header's text
constexpr std::string_view line_end = "\r\n";

std::string base64(std::string_view text) {
    std::string out;
    events::append_base64(out, events::as_bytes(text));
    return out;
}

bool is_printable(char c) { return c >= 0x20 && c < 0x7F; }

std::string without_control_characters(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return out;
}

std::string address_header(const Mailbox& box) {
    if (box.name.empty()) return box.address;
    // In quotes or encoded: then no letter of a name means anything to a parser.
    const std::string name = header_text(box.name);
    const bool is_encoded = name.starts_with("=?");
    std::string quoted;
    for (const char c : name) {
        if (!is_encoded && (c == '"' || c == '\\')) quoted += '\\';
        quoted += c;
    }
    return is_encoded ? fmt::format("{}\r\n <{}>", quoted, box.address)
                      : fmt::format("\"{}\" <{}>", quoted, box.address);
}

// A part's headers and its bytes.
std::string part_of(std::string_view type, std::string_view content) {
    std::string out = fmt::format(
        "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", type);
    for (; !content.empty(); content.remove_prefix(std::min(line_bytes, content.size()))) {
        out += base64(content.substr(0, line_bytes));
        out += line_end;
    }
    return out;
}

std::string body_of(const MailText& mail) {
    if (mail.html.empty()) return part_of("text/plain", mail.text);
    // No line of base64 begins with two hyphens.
    const std::string boundary = "leadline-" + mail.key;
    return fmt::format(
        "Content-Type: multipart/alternative; boundary=\"{0}\"\r\n\r\n--{0}\r\n{1}--{0}\r\n{2}--{0}"
        "--\r\n",
        boundary, part_of("text/plain", mail.text), part_of("text/html", mail.html));
}

}  // namespace

std::string address_problem(std::string_view address) {
    if (address.empty()) return "there is no address";
    if (address.size() > address_bytes_max) return "the address is too long";
    const bool is_plain = std::all_of(address.begin(), address.end(), [](char c) {
        return is_printable(c) && std::string_view(" \"(),:;<>[\\]").find(c) == std::string::npos;
    });
    if (!is_plain) return "the address has a character that none can have";
    const std::size_t at = address.find('@');
    const bool has_one = at != std::string_view::npos && address.find('@', at + 1) == address.npos;
    if (!has_one || at == 0 || at + 1 == address.size())
        return "the address is not of two parts with one @ between them";
    return {};
}

std::string header_text(std::string_view text) {
    const std::string line = without_control_characters(text);
    const bool is_plain = line.size() <= plain_line_bytes_max && !line.starts_with("=?") &&
                          std::all_of(line.begin(), line.end(), is_printable);
    if (is_plain) return line;
    std::string out;
    for (std::string_view rest = line; !rest.empty();) {
        std::string_view word = events::utf8_prefix(rest, encoded_bytes);
        if (word.empty()) word = rest.substr(0, encoded_bytes);  // no UTF-8: bytes then
        if (!out.empty()) out += "\r\n ";
        out += fmt::format("=?UTF-8?B?{}?=", base64(word));
        rest.remove_prefix(word.size());
    }
    return out;
}

std::string mail_date(events::Time time) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const sys_time<microseconds> at{microseconds(time.us)};
    const sys_days date = floor<std::chrono::days>(at);
    const year_month_day ymd(date);
    const hh_mm_ss clock(floor<seconds>(at) - date);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       days[weekday(date).c_encoding()], static_cast<unsigned>(ymd.day()),
                       months[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

events::Result<std::string> mail_bytes(const MailText& mail) {
    for (const Mailbox* box : {&mail.from, &mail.to})
        if (const std::string problem = address_problem(box->address); !problem.empty())
            return events::fail(events::Failure::configuration, problem);
    const std::string domain = mail.from.address.substr(mail.from.address.find('@') + 1);
    return fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n{}",
        mail_date(mail.time), address_header(mail.from), address_header(mail.to),
        header_text(mail.subject), mail.key, domain, body_of(mail));
}

}  // namespace leadline::connectors::notify
