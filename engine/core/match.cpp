// See match.hpp. ICU folds and knows white space; OpenSSL makes the digest.
#include "engine/core/match.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "events/base/bytes.hpp"

namespace leadline::engine {

namespace {

Text trimmed(Text text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    std::int32_t begin = size;
    std::int32_t end = 0;
    for (std::int32_t at = 0; at < size;) {
        const std::int32_t start = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        if (c >= 0 && u_isUWhiteSpace(c) != 0) continue;
        begin = std::min(begin, start);
        end = at;
    }
    if (begin >= end) return {};
    return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::string folded(Text text) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, piece, sink, nullptr, status);
    ENSURE(U_SUCCESS(status) != 0);  // it fails for want of memory only
    return out;
}

}  // namespace

std::string normalise(std::uint8_t normaliser, Text text) {
    ENSURE(normaliser == 1);
    const Text inner = trimmed(text);
    return inner.empty() ? std::string() : folded(inner);
}

events::MatchKey match_key(events::ProgramId program, Text text, events::Arena& arena,
                           std::uint8_t normaliser) {
    const std::string normal = normalise(normaliser, text);
    if (normal.empty()) return {};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const unsigned char* made = HMAC(
        EVP_sha256(), program.text.data(), static_cast<int>(program.text.size()),
        reinterpret_cast<const unsigned char*>(normal.data()), normal.size(), digest.data(), &size);
    ENSURE(made != nullptr && size >= match_digest_bytes);
    const Text first(reinterpret_cast<const char*>(digest.data()), match_digest_bytes);
    return {normaliser, match_algorithm, match_key_id, arena.copy(first)};
}

std::string match_key_bytes(const events::MatchKey& key) {
    if (!key.is_set()) return {};
    std::array<std::byte, sizeof key.key> number{};
    events::store(number.data(), key.key);
    std::string bytes;
    bytes.reserve(2 + number.size() + key.digest.size());
    bytes.push_back(static_cast<char>(key.normaliser));
    bytes.push_back(static_cast<char>(key.algorithm));
    bytes.append(events::as_text(number));
    bytes.append(key.digest);
    return bytes;
}

std::string match_key_hex(const events::MatchKey& key) {
    constexpr Text digits = "0123456789abcdef";
    std::string hex;
    for (const char c : match_key_bytes(key)) {
        const auto byte = static_cast<unsigned char>(c);
        hex.push_back(digits[byte >> 4U]);
        hex.push_back(digits[byte & 0xFU]);
    }
    return hex;
}

Text find_match(const ColdTable<Match>& matches, events::ProgramId program, Text text,
                events::Arena& arena) {
    for (const std::uint8_t normaliser : normalisers_in_use) {
        const events::MatchKey key = match_key(program, text, arena, normaliser);
        if (!key.is_set()) continue;
        if (const Match* match = matches.find(match_key_bytes(key))) return match->of;
    }
    return {};
}

}  // namespace leadline::engine
