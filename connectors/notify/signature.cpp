// See signature.hpp.
#include "connectors/notify/signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "events/base/ensure.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::connectors::notify {

std::string hmac_sha256_hex(std::string_view secret, std::string_view text) {
    std::array<unsigned char, 32> digest{};
    unsigned int size = 0;
    const auto* made = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                            digest.data(), &size);
    ENSURE(made != nullptr && size == digest.size());
    std::string hex;
    events::append_hex(hex, std::as_bytes(std::span(digest)));
    return hex;
}

std::string signature_of(std::string_view secret, std::int64_t seconds, std::string_view body) {
    return fmt::format("t={},v1={}", seconds,
                       hmac_sha256_hex(secret, fmt::format("{}.{}", seconds, body)));
}

}  // namespace leadline::connectors::notify
