// See fold.hpp. ICU knows the properties and the foldings.
#include "engine/core/normalise/fold.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>

#include "engine/core/normalise/code_points.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

namespace {

constexpr UChar32 non_joiner = 0x200C;
constexpr UChar32 joiner = 0x200D;

bool is_white_space(UChar32 c) { return c >= 0 && u_isUWhiteSpace(c) != 0; }

bool is_invisible(UChar32 c) {
    if (c < 0) return true;
    if (u_charType(c) == U_CONTROL_CHAR) return !is_white_space(c);
    return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_invisible_ascii(char c) {
    return (c >= 0 && c < '\t') || (c > '\r' && c < ' ') || c == '\x7f';
}

const std::uint8_t* bytes_of(Text text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

// Its bytes; some bytes of an ill-formed text.
Text last_code_point(Text text) {
    std::size_t size = 1;
    while (size < text.size() && size < U8_MAX_LENGTH &&
           (bytes_of(text)[text.size() - size] & 0xC0U) == 0x80U)
        ++size;
    return text.substr(text.size() - size);
}

std::string visible_ascii(Text text) {
    std::string out;
    out.reserve(text.size());
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return !is_invisible_ascii(c); });
    return out;
}

// All of ASCII is its own composition.
std::string folded_ascii(Text text) {
    std::string out = visible_ascii(trimmed(text));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return std::string(trimmed(out));
}

}  // namespace

Text trimmed_front(Text text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        UChar32 c = 0;
        U8_NEXT(bytes_of(text), at, text.size(), c);
        if (!is_white_space(c)) return text.substr(start);
    }
    return {};
}

Text trimmed(Text text, Text also) {
    text = trimmed_front(text);
    while (!text.empty()) {
        const Text last = last_code_point(text);
        UChar32 c = 0;
        U8_GET(bytes_of(last), 0, 0, last.size(), c);
        const bool goes = is_white_space(c) ||
                          (c >= 0 && c < 0x80 && also.find(static_cast<char>(c)) != Text::npos);
        if (!goes) break;
        text.remove_suffix(last.size());
    }
    return text;
}

std::string visible(Text text, Joiners joiners) {
    if (is_ascii(text)) return visible_ascii(text);
    std::string out;
    out.reserve(text.size());
    int marks = 0;
    for_each_code_point(text, [&](UChar32 c, Text bytes) {
        const bool stays = joiners == Joiners::stay && (c == joiner || c == non_joiner);
        if (!stays && is_invisible(c)) return;
        marks = u_getCombiningClass(c) == 0 ? 0 : marks + 1;
        if (marks <= marks_in_a_row_max) out += bytes;
    });
    return out;
}

std::string folded(Text text) {
    if (is_ascii(text)) return folded_ascii(text);
    const std::string seen = visible(text);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    ENSURE(U_SUCCESS(status) != 0);  // here and below it fails for want of memory only
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(seen.size()));
    const icu::StringPiece piece(seen.data(), static_cast<std::int32_t>(seen.size()));
    fold->normalizeUTF8(0, piece, sink, nullptr, status);
    ENSURE(U_SUCCESS(status) != 0);
    return std::string(trimmed(out));
}

bool says_something(Text folded) {
    bool says = false;
    for_each_code_point(folded, [&says](UChar32 c, Text) {
        if (c >= 0 && u_ispunct(c) == 0 && !is_white_space(c)) says = true;
    });
    return says;
}

}  // namespace leadline::engine
