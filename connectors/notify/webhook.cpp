// See webhook.hpp.
#include "connectors/notify/webhook.hpp"

#include <fmt/format.h>

#include "connectors/notify/signature.hpp"

namespace leadline::connectors::notify {

Webhook::Webhook(WebhookSettings settings, const Clock& clock)
    : settings_(std::move(settings)), clock_(clock), transfer_(settings_.limits) {}

Attempt Webhook::send(const Message& message) {
    transfer_.begin(settings_.url, "http,https");
    if (!settings_.ca_file.empty()) transfer_.set(CURLOPT_CAINFO, settings_.ca_file.c_str());
    const std::int64_t seconds = clock_.now().us / 1'000'000;
    transfer_.set_list(
        CURLOPT_HTTPHEADER,
        {"Content-Type: application/json", "User-Agent: leadline",
         "Expect:", "Idempotency-Key: " + message.key,
         "Leadline-Signature: " + signature_of(settings_.secret, seconds, message.body)});
    transfer_.set(CURLOPT_POST, 1L);
    transfer_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(message.body.size()));
    transfer_.set(CURLOPT_POSTFIELDS, message.body.c_str());
    const CURLcode code = transfer_.run();
    const std::uint32_t answer = transfer_.answer();
    if (transfer_.was_stopped() && code != CURLE_OK && answer == 0)
        return {Attempt::End::try_again, 0, "the engine was stopped"};
    return webhook_attempt(code, answer, transfer_.retry_after_s());
}

Attempt webhook_attempt(CURLcode code, std::uint32_t answer, std::uint32_t retry_after_s) {
    if (answer < 200)
        return {Attempt::End::try_again, 0,
                fmt::format("no answer: {}",
                            code == CURLE_OK ? "it was none of HTTP" : curl_easy_strerror(code))};
    if (answer < 300) return {Attempt::End::delivered, answer, {}};
    const events::Duration wait{std::int64_t{retry_after_s} * 1'000'000};
    if (answer == 408 || answer == 425 || answer == 429)
        return {Attempt::End::try_again, answer, "the receiver put it off", wait};
    if (answer >= 500) return {Attempt::End::try_again, answer, "the receiver failed", wait};
    return {Attempt::End::dead, answer,
            answer < 400 ? "the receiver sent us elsewhere" : "the receiver refused it"};
}

}  // namespace leadline::connectors::notify
