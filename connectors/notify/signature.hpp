// How a webhook knows that a notification is ours, and when it was sent: HMAC-SHA-256 (RFC 2104) of
// the time in seconds, a full stop, and the body, under a secret that both know. A receiver that
// refuses old times is safe from repetition. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leadline::connectors::notify {

// 64 hex digits.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view secret, std::string_view text);

// "t=1767312000,v1=5257a869...": the value of the header Leadline-Signature.
[[nodiscard]] std::string signature_of(std::string_view secret, std::int64_t seconds,
                                       std::string_view body);

}  // namespace leadline::connectors::notify
