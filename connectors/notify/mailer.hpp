// Mailer: notifications as mail, by SMTP (RFC 5321) through libcurl, with STARTTLS and
// authentication. A mail that the server has taken is delivered; what becomes of it behind that
// server is not known here. See channel.hpp.
#pragma once

#include "connectors/notify/mail_text.hpp"
#include "connectors/notify/transfer.hpp"

namespace leadline::connectors::notify {

enum class MailTls : std::uint8_t {
    required,  // STARTTLS, or smtps://; without it nothing is sent, and no password
    none       // for a server on the same machine
};

struct MailSettings {
    std::string server;  // smtp://HOST:PORT or smtps://HOST:PORT
    MailTls tls = MailTls::required;
    std::string ca_file;  // who vouches for the server; empty: the system's
    std::string user;     // empty: no authentication
    std::string password;
    Mailbox from;
    TransferLimits limits{};
};

class Mailer final : public Channel {
public:
    explicit Mailer(MailSettings settings);
    [[nodiscard]] Attempt send(const Message& message) override;
    void stop() override { transfer_.stop(); }

private:
    MailSettings settings_;
    Transfer transfer_;
};

// What the library's result and the server's last answer mean: 4yz may go well later, 5yz will not
// (but for 530 to 538: the account, which a person can mend, and so can be tried again).
[[nodiscard]] Attempt mail_attempt(CURLcode code, std::uint32_t answer);

}  // namespace leadline::connectors::notify
