// Mail against a server of SMTP that is written here, which does what real ones do, and worse.
#include "connectors/notify/mailer.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>

#include "tests/connectors/notify/certificate.hpp"
#include "tests/connectors/notify/listener.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

using namespace connectors::notify;
using End = Attempt::End;

struct SmtpPlan {
    std::string greeting = "220 test ready\r\n";
    std::string rcpt = "250 fine\r\n";
    std::string data = "354 go on\r\n";
    std::string taken = "250 taken\r\n";
    std::string auth = "235 come in\r\n";
    bool offers_auth = false;
    Certificate* starttls = nullptr;  // null: it is not offered
    bool hangs_up_in_data = false;
    bool falls_silent_at_data = false;
};

// Every line that came, and each mail as one text.
struct SmtpSeen {
    Received lines;
    Received mails;
};

void serve_smtp(Connection& connection, const SmtpPlan& plan, SmtpSeen& seen) {
    connection.write(plan.greeting);
    for (;;) {
        const std::string line = connection.read_until("\r\n");
        seen.lines.add(line);
        if (line.starts_with("EHLO")) {
            connection.write("250-test\r\n");
            if (plan.offers_auth) connection.write("250-AUTH PLAIN\r\n");
            if (plan.starttls != nullptr) connection.write("250-STARTTLS\r\n");
            connection.write("250 SIZE 1000000\r\n");
        } else if (line.starts_with("STARTTLS")) {
            connection.write("220 go on\r\n");
            connection.begin_tls(plan.starttls->server());
            seen.lines.add("(TLS)");
        } else if (line.starts_with("AUTH")) {
            connection.write("334 \r\n");
            seen.lines.add(connection.read_until("\r\n"));
            connection.write(plan.auth);
        } else if (line.starts_with("MAIL")) {
            connection.write("250 fine\r\n");
        } else if (line.starts_with("RCPT")) {
            connection.write(plan.rcpt);
        } else if (line.starts_with("DATA")) {
            if (plan.falls_silent_at_data) return connection.wait_for_end();
            connection.write(plan.data);
            if (plan.hangs_up_in_data) return;
            if (!plan.data.starts_with("354")) continue;
            seen.mails.add(connection.read_until("\r\n.\r\n"));
            connection.write(plan.taken);
        } else {
            connection.write("221 bye\r\n");
            return;
        }
    }
}

Message message() {
    Message message;
    message.key = "0123456789abcdef0123456789abcdef";
    message.address = "nora@north.example";
    message.name = "Nora";
    message.subject = "A lead";
    message.text = "Hello\n.\nbye\n";
    message.made = {1'767'312'000'000'000};
    return message;
}

MailSettings settings_of(const Listener& listener) {
    MailSettings settings;
    settings.server = "smtp://" + listener.address();
    settings.tls = MailTls::none;
    settings.from = {"Leadline", "leads@vendor.example"};
    settings.limits.total_ms = 5'000;
    return settings;
}

// What comes of a mail to a server with this plan.
struct Mailed {
    Attempt attempt;
    std::vector<std::string> lines;
    std::vector<std::string> mails;
};

using Change = std::function<void(MailSettings&, Message&)>;

Mailed mailed(const SmtpPlan& plan, const Change& change = {}) {
    SmtpSeen seen;
    Mailed mailed;
    {
        Listener listener([&](Connection& connection, int) { serve_smtp(connection, plan, seen); });
        MailSettings settings = settings_of(listener);
        Message what = message();
        if (change) change(settings, what);
        Mailer mailer(settings);
        mailed.attempt = mailer.send(what);
    }
    mailed.lines = seen.lines.all();
    mailed.mails = seen.mails.all();
    return mailed;
}

bool has_line(const Mailed& mailed, const std::string& beginning) {
    for (const std::string& line : mailed.lines)
        if (line.starts_with(beginning)) return true;
    return false;
}

TEST_CASE("Mailer: a mail is handed over whole, from whom and to whom it should be",
          "[connectors]") {
    const Mailed good = mailed({});
    CHECK(good.attempt.end == End::delivered);
    CHECK(good.attempt.answer == 250);
    CHECK(has_line(good, "MAIL FROM:<leads@vendor.example>"));
    CHECK(has_line(good, "RCPT TO:<nora@north.example>"));
    REQUIRE(good.mails.size() == 1);
    const std::string& mail = good.mails.front();
    CHECK(header_value(mail, "To:") == "\"Nora\" <nora@north.example>");
    CHECK(header_value(mail, "Message-ID:") == "<0123456789abcdef0123456789abcdef@vendor.example>");
    CHECK(mail.find("SGVsbG8KLgpieWUK\r\n.\r\n") != std::string::npos);
}

TEST_CASE("Mailer: a second mail goes by the same object", "[connectors]") {
    SmtpSeen seen;
    {
        Listener listener([&](Connection& connection, int) { serve_smtp(connection, {}, seen); });
        Mailer mailer(settings_of(listener));
        CHECK(mailer.send(message()).end == End::delivered);
        CHECK(mailer.send(message()).end == End::delivered);
    }
    CHECK(seen.mails.all().size() == 2);
}

TEST_CASE("Mailer: an answer of 4 is tried again, one of 5 is the end of it", "[connectors]") {
    SmtpPlan unknown;
    unknown.rcpt = "550 no such user\r\n";
    const Mailed dead = mailed(unknown);
    CHECK(dead.attempt.end == End::dead);
    CHECK(dead.attempt.answer == 550);
    CHECK(dead.attempt.problem.find("no such user") == std::string::npos);  // nobody's words
    CHECK(dead.mails.empty());
    SmtpPlan grey;
    grey.rcpt = "451 later\r\n";
    CHECK(mailed(grey).attempt.end == End::try_again);
    SmtpPlan spam;
    spam.taken = "554 not this\r\n";
    CHECK(mailed(spam).attempt.end == End::dead);
    SmtpPlan full;
    full.taken = "452 no room\r\n";
    CHECK(mailed(full).attempt.end == End::try_again);
}

TEST_CASE("Mailer: a server that hangs up, is silent or talks nonsense is tried again",
          "[connectors]") {
    SmtpPlan hangs_up;
    hangs_up.hangs_up_in_data = true;
    CHECK(mailed(hangs_up).attempt.end == End::try_again);
    SmtpPlan nonsense;
    nonsense.greeting = "\x01\x02 hello?\r\n";
    const Change quickly = [](MailSettings& settings, Message&) { settings.limits.total_ms = 500; };
    CHECK(mailed(nonsense, quickly).attempt.end == End::try_again);
    SmtpPlan silent;
    silent.falls_silent_at_data = true;
    const auto begun = std::chrono::steady_clock::now();
    CHECK(mailed(silent, quickly).attempt.end == End::try_again);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(10));
}

TEST_CASE("Mailer: where TLS is required and not offered, neither mail nor password is sent",
          "[connectors]") {
    SmtpPlan plain;
    plain.offers_auth = true;
    const Mailed kept = mailed(plain, [](MailSettings& settings, Message&) {
        settings.tls = MailTls::required;
        settings.user = "leadline";
        settings.password = "secret";
    });
    CHECK(kept.attempt.end == End::try_again);
    CHECK_FALSE(has_line(kept, "AUTH"));
    CHECK_FALSE(has_line(kept, "MAIL"));
    CHECK(kept.mails.empty());
}

TEST_CASE("Mailer: with STARTTLS the password and the mail go in TLS, to a server that is known",
          "[connectors]") {
    const TemporaryFolder folder;
    Certificate certificate(folder.path());
    SmtpPlan plan;
    plan.offers_auth = true;
    plan.starttls = &certificate;
    const Change known = [&](MailSettings& settings, Message&) {
        settings.tls = MailTls::required;
        settings.ca_file = certificate.file();
        settings.user = "leadline";
        settings.password = "secret";
    };
    const Mailed good = mailed(plan, known);
    CHECK(good.attempt.problem.empty());
    CHECK(good.attempt.end == End::delivered);
    const auto at = [&good](const std::string& beginning) {
        return std::find_if(good.lines.begin(), good.lines.end(),
                            [&](const std::string& line) { return line.starts_with(beginning); });
    };
    CHECK(at("(TLS)") < at("AUTH"));
    CHECK(at("AUTH") < at("MAIL"));
    CHECK(good.mails.size() == 1);

    // Nobody vouches for this one.
    const Mailed unknown = mailed(plan, [&](MailSettings& settings, Message& what) {
        known(settings, what);
        settings.ca_file.clear();
    });
    CHECK(unknown.attempt.end == End::try_again);
    CHECK_FALSE(has_line(unknown, "AUTH"));
    CHECK(unknown.mails.empty());
}

TEST_CASE("Mailer: it says who it is where it is asked to, and waits when it is not let in",
          "[connectors]") {
    const Change with_password = [](MailSettings& settings, Message&) {
        settings.user = "leadline";
        settings.password = "secret";
    };
    SmtpPlan plan;
    plan.offers_auth = true;
    const Mailed let_in = mailed(plan, with_password);
    CHECK(let_in.attempt.end == End::delivered);
    CHECK(has_line(let_in, "AUTH PLAIN"));
    CHECK(has_line(let_in, "AGxlYWRsaW5lAHNlY3JldA==\r\n"));  // nobody, leadline, secret
    plan.auth = "535 wrong\r\n";
    const Mailed kept_out = mailed(plan, with_password);
    CHECK(kept_out.attempt.end == End::try_again);
    CHECK(kept_out.mails.empty());
}

TEST_CASE("Mailer: an address with a line break never reaches a server", "[connectors]") {
    const Mailed none = mailed({}, [](MailSettings&, Message& what) {
        what.address = "nora@north.example>\r\nRCPT TO:<eve@x.example";
    });
    CHECK(none.attempt.end == End::dead);
    CHECK(none.lines.empty());
    const Mailed hostile = mailed({}, [](MailSettings&, Message& what) {
        what.name = "Nora\r\nBcc: eve@x.example";
        what.subject = "x\r\n\r\n.\r\nQUIT";
    });
    CHECK(hostile.attempt.end == End::delivered);
    REQUIRE(hostile.mails.size() == 1);
    CHECK(header_value(hostile.mails.front(), "Bcc:").empty());
}

}  // namespace
}  // namespace leadline::tests
