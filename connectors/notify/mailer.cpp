// See mailer.hpp.
#include "connectors/notify/mailer.hpp"

#include <fmt/format.h>

namespace leadline::connectors::notify {

Mailer::Mailer(MailSettings settings)
    : settings_(std::move(settings)), transfer_(settings_.limits) {}

Attempt Mailer::send(const Message& message) {
    const auto bytes = mail_bytes({settings_.from,
                                   {message.name, message.address},
                                   message.subject,
                                   message.text,
                                   message.html,
                                   message.key,
                                   message.made});
    if (!bytes) return {Attempt::End::dead, 0, bytes.error().message};
    transfer_.begin(settings_.server, "smtp,smtps");
    transfer_.set(CURLOPT_USE_SSL, settings_.tls == MailTls::required
                                       ? static_cast<long>(CURLUSESSL_ALL)
                                       : static_cast<long>(CURLUSESSL_NONE));
    if (!settings_.ca_file.empty()) transfer_.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    if (!settings_.user.empty()) {
        transfer_.set(CURLOPT_USERNAME, settings_.user.c_str());
        transfer_.set(CURLOPT_PASSWORD, settings_.password.c_str());
    }
    const std::string from = "<" + settings_.from.address + ">";
    transfer_.set(CURLOPT_MAIL_FROM, from.c_str());
    transfer_.set_list(CURLOPT_MAIL_RCPT, {"<" + message.address + ">"});
    transfer_.upload(*bytes);
    const CURLcode code = transfer_.run();
    if (transfer_.was_stopped() && code != CURLE_OK)
        return {Attempt::End::try_again, 0, "the engine was stopped"};
    return mail_attempt(code, transfer_.answer());
}

Attempt mail_attempt(CURLcode code, std::uint32_t answer) {
    if (code == CURLE_OK) return {Attempt::End::delivered, answer, {}};
    if (answer >= 500 && answer < 600) {
        const bool is_of_account = answer >= 530 && answer <= 538;
        return {is_of_account ? Attempt::End::try_again : Attempt::End::dead, answer,
                is_of_account ? "the server does not let us in" : "the server refused the mail"};
    }
    if (answer >= 400) return {Attempt::End::try_again, answer, "the server put it off"};
    // The library's words for its own code, which no server has a hand in.
    return {Attempt::End::try_again, 0, fmt::format("not sent: {}", curl_easy_strerror(code))};
}

}  // namespace leadline::connectors::notify
