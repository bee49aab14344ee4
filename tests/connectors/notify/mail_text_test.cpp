// Mails as bytes: what a hostile address, name or subject cannot do to a header.
#include "connectors/notify/mail_text.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

namespace leadline::tests {
namespace {

using namespace connectors::notify;

MailText sample() {
    MailText mail;
    mail.from = {"Leadline", "leads@vendor.example"};
    mail.to = {"Nora Nord", "nora@north.example"};
    mail.subject = "A lead for you";
    mail.text = "Hello\n";
    mail.key = "0123456789abcdef0123456789abcdef";
    mail.time = *events::parse_time("2026-11-23T15:38:17Z");
    return mail;
}

// Where the header ends.
std::string header_of(const MailText& mail) {
    const auto bytes = mail_bytes(mail);
    REQUIRE(bytes);
    return bytes->substr(0, bytes->find("\r\n\r\n") + 2);
}

TEST_CASE("Mail: the whole of a plain one", "[connectors]") {
    CHECK(*mail_bytes(sample()) ==
          "Date: Mon, 23 Nov 2026 15:38:17 +0000\r\n"
          "From: \"Leadline\" <leads@vendor.example>\r\n"
          "To: \"Nora Nord\" <nora@north.example>\r\n"
          "Subject: A lead for you\r\n"
          "Message-ID: <0123456789abcdef0123456789abcdef@vendor.example>\r\n"
          "Auto-Submitted: auto-generated\r\n"
          "MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: base64\r\n"
          "\r\n"
          "SGVsbG8K\r\n");
}

TEST_CASE("Mail: an address with a line break, or of another form, is refused", "[connectors]") {
    for (const char* bad :
         {"", "nora", "@north.example", "nora@", "a@b@c",
          "nora@north.example\r\nBcc: eve@x.example", "nora\n@north.example", "nora@north.example ",
          "no ra@north.example", "nora@north.example,eve@x.example", "<nora@north.example>",
          "nora@n\xC3\xB6rd.example", "\"nora\"@north.example", "nora@north.example\t",
          "nora@north.example\x7F"}) {
        CAPTURE(bad);
        CHECK_FALSE(address_problem(bad).empty());
        MailText mail = sample();
        mail.to.address = bad;
        CHECK_FALSE(mail_bytes(mail));
    }
    CHECK_FALSE(address_problem(std::string("a@b\0c", 5)).empty());
    CHECK_FALSE(address_problem(fmt::format("{:a>301}", "@b")).empty());
    CHECK(address_problem("nora.o'nord+leads@north.example").empty());
}

TEST_CASE("Mail: no line break of a name or a subject begins a header", "[connectors]") {
    MailText mail = sample();
    mail.subject = "New\r\nBcc: eve@x.example";
    mail.to.name = "Nora\r\nBcc: eve@x.example\n\n\"<b>\\";
    const std::string header = header_of(mail);
    CHECK(header.find("\nBcc") == std::string::npos);
    CHECK(header.find("\r\n\r\n") == std::string::npos);
    CHECK(header.find("Subject: New  Bcc: eve@x.example\r\n") != std::string::npos);
    CHECK(header.find("To: \"Nora  Bcc: eve@x.example  \\\"<b>\\\\\" <nora@north.example>\r\n") !=
          std::string::npos);
}

TEST_CASE("Mail: a subject beyond ASCII is in encoded words, none of them too long",
          "[connectors]") {
    CHECK(header_text("M\xC3\xBC") == "=?UTF-8?B?TcO8?=");
    CHECK(header_text("=?x?=") == "=?UTF-8?B?PT94Pz0=?=");
    std::string longer;
    for (int i = 0; i < 40; ++i) longer += "\xE2\x82\xAC";
    std::string folded = header_text(longer);
    folded += "\r\n";
    std::size_t words = 0;
    for (std::size_t at = 0; at < folded.size(); ++words) {
        const std::size_t end = folded.find("\r\n", at);
        CHECK(end - at <= 76);
        CHECK(folded.substr(end - 2, 2) == "?=");
        at = end + 2;
    }
    CHECK(words == 4);  // 120 bytes, 39 in each at most
}

TEST_CASE("Mail: text and HTML stand beside each other, text first", "[connectors]") {
    MailText mail = sample();
    mail.html = "<p>Hello</p>";
    const std::string bytes = *mail_bytes(mail);
    const std::string boundary = "--leadline-0123456789abcdef0123456789abcdef";
    CHECK(bytes.find("multipart/alternative; boundary=\"" + boundary.substr(2) + "\"") !=
          std::string::npos);
    const std::size_t text = bytes.find("text/plain");
    const std::size_t html = bytes.find("text/html");
    CHECK(text < html);
    CHECK(bytes.ends_with("\r\n" + boundary + "--\r\n"));
}

TEST_CASE("Mail: the length of a text is no length of a line", "[connectors]") {
    MailText mail = sample();
    mail.text = std::string(100'000, 'x');
    const std::string bytes = *mail_bytes(mail);
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = bytes.find("\r\n", at);
        REQUIRE(end - at <= 78);
        at = end + 2;
    }
}

}  // namespace
}  // namespace leadline::tests
