// See domain_name.hpp. By ICU's UTS 46.
#include "engine/core/normalise/domain_name.hpp"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

#include "engine/core/normalise/code_points.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

namespace {

constexpr std::size_t label_bytes_max = 63;

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

// By IDNA; empty for what that refuses.
std::string converted(events::Text name) {
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    idna().nameToASCII_UTF8({name.data(), static_cast<std::int32_t>(name.size())}, sink, info,
                            status);
    // A few letters may stand for many, and ICU gives labels of more than some thousand up.
    if (U_FAILURE(status) != 0) return {};
    // Hosts with hyphens at the third and fourth place are in use, and resolve.
    constexpr std::uint32_t borne = UIDNA_ERROR_HYPHEN_3_4;
    return (info.getErrors() & ~borne) == 0 ? ascii : std::string();
}

bool is_label(events::Text label) {
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
           label.back() != '-';
}

// What is ASCII and has no Punycode in it is only made small: for most names the work of IDNA is
// spared, which costs about as much as all the rest of an address.
std::string lowered(events::Text name) {
    std::string ascii(name);
    for (char& c : ascii)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    events::Text rest = ascii;
    if (rest.ends_with('.')) rest.remove_suffix(1);
    for (bool is_last = false; !is_last;) {
        const std::size_t dot = rest.find('.');
        if (!is_label(rest.substr(0, dot))) return {};
        is_last = dot == events::Text::npos;
        rest.remove_prefix(is_last ? 0 : dot + 1);
    }
    return ascii;
}

bool may_have_punycode(events::Text name) { return name.find("--") != events::Text::npos; }

}  // namespace

std::string ascii_domain(events::Text name) {
    if (name.empty() || name.size() > domain_input_bytes_max) return {};
    const bool is_plain = is_ascii(name) && !may_have_punycode(name);
    std::string ascii = is_plain ? lowered(name) : converted(name);
    if (ascii.ends_with('.')) ascii.pop_back();
    if (ascii.empty() || ascii.size() > domain_bytes_max) return {};
    return std::all_of(ascii.begin(), ascii.end(), is_host_byte) ? ascii : std::string();
}

}  // namespace leadline::engine
