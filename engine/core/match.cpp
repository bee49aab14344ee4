// See match.hpp. Normaliser 1 is here, whole, and never changes; OpenSSL makes the digest.
#include "engine/core/match.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "engine/core/normalise/company.hpp"
#include "engine/core/normalise/email.hpp"
#include "engine/core/normalise/free_mail.hpp"
#include "engine/core/normalise/phone.hpp"
#include "engine/core/normalise/web_domain.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

namespace {

// ---- Normaliser 1.

Text trimmed_1(Text text) {
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

std::string folded_1(Text text) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, piece, sink, nullptr, status);
    ENSURE(U_SUCCESS(status) != 0);  // it fails for want of memory only
    return out;
}

std::string normal_1(const MatchText& said) {
    if (said.kind != MatchKind::email && said.kind != MatchKind::company) return {};
    const Text inner = trimmed_1(said.text);
    return inner.empty() ? std::string() : folded_1(inner);
}

// ---- Normaliser 2.

// Who has a mailbox with millions of others has no domain to be matched by.
std::string company_domain(Text text) {
    std::string domain = web_domain(text);
    if (is_free_mail_domain(domain)) domain.clear();
    return domain;
}

std::string normal_2(const MatchText& said) {
    switch (said.kind) {
        case MatchKind::email:
            return normal_email(said.text);
        case MatchKind::phone:
            return normal_phone(said.text, said.country);
        case MatchKind::company:
            return normal_company(said.text);
        case MatchKind::domain:
            return company_domain(said.text);
    }
    ENSURE(false);
}

// The kind stands before the text, so that equal texts of two kinds have unlike digests.
std::string digested(std::uint8_t normaliser, const MatchText& said) {
    std::string text = normalise(normaliser, said);
    if (normaliser != 1 && !text.empty()) text.insert(0, 1, static_cast<char>(said.kind));
    return text;
}

}  // namespace

std::string normalise(std::uint8_t normaliser, const MatchText& said) {
    ENSURE(normaliser == 1 || normaliser == 2);
    return normaliser == 1 ? normal_1(said) : normal_2(said);
}

events::MatchKey match_key(events::ProgramId program, const MatchText& said, events::Arena& arena,
                           std::uint8_t normaliser) {
    const std::string text = digested(normaliser, said);
    if (text.empty()) return {};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const unsigned char* made = HMAC(
        EVP_sha256(), program.text.data(), static_cast<int>(program.text.size()),
        reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
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

Text find_match(const ColdTable<Match>& matches, events::ProgramId program, const MatchText& said,
                events::Arena& arena) {
    for (const std::uint8_t normaliser : normalisers_in_use) {
        const events::MatchKey key = match_key(program, said, arena, normaliser);
        if (!key.is_set()) break;
        if (const Match* match = matches.find(match_key_bytes(key))) return match->of;
    }
    return {};
}

}  // namespace leadline::engine
