// See words.hpp. ICU knows scripts, decompositions and digits.
#include "engine/core/normalise/words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "engine/core/normalise/code_points.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

using events::Text;

namespace {

struct Spelling {
    UChar32 letter;
    Text plain;
};

// Latin letters that have no decomposition; sorted.
constexpr Spelling spellings[] = {
    {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"},  {0x00FE, "th"}, {0x0111, "d"}, {0x0127, "h"},
    {0x0131, "i"},  {0x0142, "l"}, {0x0153, "oe"}, {0x0167, "t"},  {0x0180, "b"}, {0x0268, "i"},
};

constexpr Text ampersands[] = {ampersand, "and", "und", "et", "og", "och"};

constexpr UChar32 tatweel = 0x0640;  // stretches Arabic words, and says nothing

// Scripts whose marks are left out when people type in a hurry or without the keyboard.
bool drops_marks(UScriptCode script) {
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC ||
           script == USCRIPT_ARABIC || script == USCRIPT_HEBREW;
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

// Writes letters as their bases; whether marks go is said by the letter that they stand on, and
// those that stand on none go.
class Plain {
public:
    explicit Plain(std::string& out) : out_(&out) {
        UErrorCode status = U_ZERO_ERROR;
        canonical_ = icu::Normalizer2::getNFDInstance(status);
        ENSURE(U_SUCCESS(status) != 0);
    }

    void add(UChar32 c, Text bytes) {
        if (c < 0x80) {
            drops_marks_ = true;
            out_->append(bytes);
        } else if (const std::int32_t digit = u_charDigitValue(c); digit >= 0) {
            drops_marks_ = true;
            out_->push_back(static_cast<char>('0' + digit));
        } else if (is_mark(c)) {
            if (!drops_marks_) out_->append(bytes);
        } else if (u_isalpha(c) == 0) {
            drops_marks_ = true;
            out_->append(bytes);
        } else if (c != tatweel) {
            add_letter(c, bytes);
        }
    }

private:
    void add_letter(UChar32 c, Text bytes) {
        UErrorCode status = U_ZERO_ERROR;
        drops_marks_ = drops_marks(uscript_getScript(c, &status));
        icu::UnicodeString parts;
        if (drops_marks_ && canonical_->getDecomposition(c, parts) != 0) {
            for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
                const UChar32 part = parts.char32At(at);
                if (!is_mark(part)) add_base(part);
            }
        } else if (drops_marks_) {
            add_base(c);
        } else {
            out_->append(bytes);
        }
    }

    void add_base(UChar32 c) {
        const auto* found = std::lower_bound(
            std::begin(spellings), std::end(spellings), c,
            [](const Spelling& spelling, UChar32 wanted) { return spelling.letter < wanted; });
        if (found != std::end(spellings) && found->letter == c) {
            out_->append(found->plain);
        } else {
            append_code_point(*out_, c);
        }
    }

    std::string* out_;
    const icu::Normalizer2* canonical_ = nullptr;
    bool drops_marks_ = true;
};

// A "+" is read as a word when it has the same on both sides, space or letter: "A + B", "A+B", but
// not "C++" and "Canal+".
bool is_read(Text letters, std::size_t plus) {
    if (plus == 0 || plus + 1 == letters.size()) return false;
    const char before = letters[plus - 1];
    const char after = letters[plus + 1];
    return before != '+' && after != '+' && (before == ' ') == (after == ' ');
}

}  // namespace

bool is_ampersand(Text word) {
    return std::find(std::begin(ampersands), std::end(ampersands), word) != std::end(ampersands);
}

bool is_word(Text rest) {
    if (rest.empty()) return false;
    UChar32 first = 0;
    U8_GET(reinterpret_cast<const std::uint8_t*>(rest.data()), 0, 0, rest.size(), first);
    return !is_mark(first) && !is_ampersand(rest);
}

bool is_initial(Text word) {
    std::size_t code_points = 0;
    bool has_others = false;
    for_each_code_point(word.substr(0, 2 * U8_MAX_LENGTH), [&](UChar32 c, Text) {
        ++code_points;
        has_others = has_others || u_isalpha(c) == 0;
    });
    return code_points == 1 && !has_others;
}

std::string plain_letters(Text folded) {
    std::string out;
    out.reserve(folded.size());
    Plain plain(out);
    for_each_code_point(folded, [&plain](UChar32 c, Text bytes) { plain.add(c, bytes); });
    return out;
}

std::vector<Text> words_in(Text letters) {
    std::vector<Text> words;
    std::size_t begin = 0;
    std::size_t at = 0;
    const auto end_word = [&] {
        const Text word = letters.substr(begin, at - begin);
        if (!word.empty()) words.push_back(is_ampersand(word) ? ampersand : word);
    };
    for_each_code_point(letters, [&](UChar32 c, Text bytes) {
        if (u_isalnum(c) == 0 && !is_mark(c)) {
            end_word();
            if (c == '&' || (c == '+' && is_read(letters, at))) words.push_back(ampersand);
            begin = at + bytes.size();
        }
        at += bytes.size();
    });
    end_word();
    return words;
}

}  // namespace leadline::engine
