// See match.hpp. OpenSSL makes the digest.
#include "engine/core/match.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/normalise/company.hpp"
#include "engine/core/normalise/email.hpp"
#include "engine/core/normalise/free_mail.hpp"
#include "engine/core/normalise/phone.hpp"
#include "engine/core/normalise/web_domain.hpp"
#include "engine/core/places/postal_code.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

namespace {

// Who has a mailbox with millions of others has no domain to be matched by.
std::string company_domain(Text text) {
    std::string domain = web_domain(text);
    if (is_free_mail_domain(domain)) domain.clear();
    return domain;
}

// What is longer than any postal code is none.
std::string normal_postal_code(Text text) {
    const PostalCode code(text);
    return code.is_cut() ? std::string() : std::string(code.text());
}

// What is digested. The field's number stands before its text, so that equal texts of two fields
// have unlike digests. Several begin with a zero, which is no field's number, and each has its
// length, so that no two lists of texts read the same. Empty: nothing to match by.
std::string digested(std::span<const MatchText> said) {
    std::vector<MatchText> sorted(said.begin(), said.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const MatchText& a, const MatchText& b) { return a.field < b.field; });
    std::string all;
    if (sorted.size() > 1) all.push_back('\0');
    for (const MatchText& each : sorted) {
        const std::string text = normalise(each);
        if (text.empty()) return {};
        all.push_back(static_cast<char>(each.field));
        if (sorted.size() > 1) {
            std::array<std::byte, sizeof(std::uint32_t)> size{};
            events::store(size.data(), static_cast<std::uint32_t>(text.size()));
            all.append(events::as_text(size));
        }
        all += text;
    }
    return all;
}

}  // namespace

std::string normalise(const MatchText& said) {
    switch (said.field) {
        case MatchField::email:
            return normal_email(said.text);
        case MatchField::phone:
            return normal_phone(said.text, said.country);
        case MatchField::company:
            return normal_company(said.text);
        case MatchField::web_domain:
            return company_domain(said.text);
        case MatchField::country:
            return std::string(said.text);
        case MatchField::postal_code:
            return normal_postal_code(said.text);
    }
    ENSURE(false);
}

events::MatchKey match_key(events::ProgramId program, std::span<const MatchText> said,
                           events::Arena& arena) {
    const std::string text = digested(said);
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
    const events::MatchKey key = match_key(program, said, arena);
    if (!key.is_set()) return {};
    const Match* match = matches.find(match_key_bytes(key));
    return match == nullptr ? Text{} : Text(match->of);
}

}  // namespace leadline::engine
