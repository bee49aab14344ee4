// See domain_name.hpp. By ICU's UTS 46.
#include "engine/core/normalise/domain_name.hpp"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

#include "events/base/ensure.hpp"

namespace leadline::engine {

namespace {

// Made once and never changed: ICU allows it in all threads.
const icu::IDNA& idna() {
    static const std::unique_ptr<const icu::IDNA> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        constexpr std::uint32_t options =
            UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ;
        std::unique_ptr<const icu::IDNA> instance(icu::IDNA::createUTS46Instance(options, status));
        ENSURE(U_SUCCESS(status) != 0);
        return instance;
    }();
    return *made;
}

bool is_host_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

}  // namespace

std::string ascii_domain(events::Text name) {
    if (name.empty() || name.size() > domain_input_bytes_max) return {};
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    idna().nameToASCII_UTF8({name.data(), static_cast<std::int32_t>(name.size())}, sink, info,
                            status);
    ENSURE(U_SUCCESS(status) != 0);
    // Hosts with hyphens at the third and fourth place are in use, and resolve.
    constexpr std::uint32_t borne = UIDNA_ERROR_HYPHEN_3_4;
    if ((info.getErrors() & ~borne) != 0) return {};
    if (ascii.ends_with('.')) ascii.pop_back();
    if (ascii.empty() || ascii.size() > domain_bytes_max) return {};
    return std::all_of(ascii.begin(), ascii.end(), is_host_byte) ? ascii : std::string();
}

}  // namespace leadline::engine
