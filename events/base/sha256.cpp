// See sha256.hpp.
#include "events/base/sha256.hpp"

#include "events/base/ensure.hpp"

namespace leadline::events {

Sha256::Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    ENSURE(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256::add(BytesView bytes) {
    ENSURE(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::array<std::byte, 32> Sha256::finish() {
    std::array<std::byte, 32> digest;
    ENSURE(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()),
                              nullptr) == 1);
    return digest;
}

std::string Sha256::finish_hex() {
    std::string text;
    for (const std::byte byte : finish()) {
        text.push_back("0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4U]);
        text.push_back("0123456789abcdef"[std::to_integer<unsigned>(byte) & 0xFU]);
    }
    return text;
}

}  // namespace leadline::events
