// Webhook: notifications as a POST of JSON. Headers: Idempotency-Key, the same for each attempt;
// Leadline-Signature, see signature.hpp. Any 2xx delivers; 408, 425, 429 and 5xx are tried again,
// not before Retry-After; anything else is dead at once. See channel.hpp.
#pragma once

#include "connectors/files/clock.hpp"
#include "connectors/notify/transfer.hpp"

namespace leadline::connectors::notify {

struct WebhookSettings {
    std::string url;     // https://, or http:// inside a network that is trusted
    std::string secret;  // for the signature
    std::string ca_file;
    TransferLimits limits{};
};

class Webhook final : public Channel {
public:
    // `clock`: for the time in the signature.
    Webhook(WebhookSettings settings, const Clock& clock);
    [[nodiscard]] Attempt send(const Message& message) override;
    void stop() override { transfer_.stop(); }

private:
    WebhookSettings settings_;
    const Clock& clock_;
    Transfer transfer_;
};

// What the library's result and the answer's status mean. An answer that was not read to its end is
// an answer all the same: its status is what counts.
[[nodiscard]] Attempt webhook_attempt(CURLcode code, std::uint32_t answer,
                                      std::uint32_t retry_after_s);

}  // namespace leadline::connectors::notify
