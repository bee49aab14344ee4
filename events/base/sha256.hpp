// SHA-256 (FIPS 180-4) of bytes that come in pieces, by OpenSSL. One thread.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string>

#include "events/base/bytes.hpp"

namespace leadline::events {

class Sha256 {
public:
    Sha256();
    void add(BytesView bytes);
    // Once, after the last piece.
    [[nodiscard]] std::array<std::byte, 32> finish();
    // The same as 64 hex digits.
    [[nodiscard]] std::string finish_hex();

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace leadline::events
