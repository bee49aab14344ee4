// A mail as the bytes that go to a server (RFC 5322): headers, and one part of text, or text and
// HTML beside each other. Whatever comes from outside is checked or encoded before it stands in a
// header, so that no line of its own can begin there. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "events/base/result.hpp"
#include "events/base/time.hpp"

namespace leadline::connectors::notify {

struct Mailbox {
    std::string name;  // UTF-8; may be empty
    std::string address;
};

struct MailText {
    Mailbox from;
    Mailbox to;
    std::string subject;  // UTF-8; a line end counts as a blank
    std::string text;
    std::string html;  // empty: there is only text
    std::string key;   // the notification's: letters and digits; the same mail has the same id
    events::Time time;
};

// Why this is no address that a mail can be sent to; empty: it is one. Refused are more than 254
// bytes, anything but one '@' between two parts, and whatever would end an address or a line:
// blanks, control characters, quotes, brackets, commas. Addresses are ASCII: no server is asked for
// SMTPUTF8.
[[nodiscard]] std::string address_problem(std::string_view address);

// Lines end with CR LF. `configuration` errors for a bad address.
[[nodiscard]] events::Result<std::string> mail_bytes(const MailText& mail);

// "=?UTF-8?B?...?=" words of at most 75 characters, folded (RFC 2047); printable ASCII that needs
// none of it stands as it is.
[[nodiscard]] std::string header_text(std::string_view text);

// "Mon, 23 Nov 2026 15:38:17 +0000".
[[nodiscard]] std::string mail_date(events::Time time);

}  // namespace leadline::connectors::notify
