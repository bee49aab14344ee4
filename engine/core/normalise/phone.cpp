// See phone.hpp.
#include "engine/core/normalise/phone.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "engine/core/normalise/code_points.hpp"
#include "engine/core/normalise/fold.hpp"
#include "engine/core/normalise/numbering_plan.hpp"
#include "engine/core/normalise/word_list.hpp"

namespace leadline::engine {

namespace {

constexpr std::size_t digits_most = 32;   // with every prefix; E.164 itself allows 15
constexpr std::size_t complete_from = 9;  // digits that are no number of a town alone

// Folded: full-width forms are plain, letters small.
constexpr Text extension_list =
    "x ext extn extension int interno poste durchwahl dw anexo ramal wewn доб klapka 内線 内线 "
    "分机 分機 내선 вн ";
constexpr auto extension_words = split_words<count_words(extension_list)>(extension_list);
constexpr Text separators = "-./()[]_~'\u2212\u00B7\u30FB";

// The digits as they were typed.
struct Typed {
    std::string digits;
    bool has_plus = false;
    std::size_t zero_in_brackets = Text::npos;  // its place in `digits`
};

bool begins_extension(UChar32 c, Text rest) {
    if (c == ';' || c == ',' || c == '#') return true;
    if (u_isalpha(c) == 0) return false;
    return std::any_of(extension_words.begin(), extension_words.end(), [rest](Text word) {
        if (!rest.starts_with(word)) return false;
        const Text after = rest.substr(word.size());
        if (after.empty()) return true;
        UChar32 next = 0;
        U8_GET(reinterpret_cast<const std::uint8_t*>(after.data()), 0, 0, after.size(), next);
        return u_isalpha(next) == 0;
    });
}

bool is_separator(UChar32 c, Text bytes) {
    return u_isUWhiteSpace(c) != 0 || u_charType(c) == U_DASH_PUNCTUATION ||
           separators.find(bytes) != Text::npos;
}

// False: this is no number.
bool read_one(UChar32 c, Text bytes, Typed& typed, std::size_t& opened_at) {
    if (const std::int32_t digit = u_charDigitValue(c); digit >= 0) {
        typed.digits.push_back(static_cast<char>('0' + digit));
        return typed.digits.size() <= digits_most;
    }
    if (c == '+') {
        const bool is_first = typed.digits.empty() && !typed.has_plus;
        typed.has_plus = true;
        return is_first;
    }
    if (c == '(') opened_at = typed.digits.size();
    if (c == ')' && typed.digits.size() == opened_at + 1 && typed.digits.back() == '0' &&
        typed.zero_in_brackets == Text::npos) {
        typed.zero_in_brackets = opened_at;
    }
    return is_separator(c, bytes);
}

// No digits: this is no number.
Typed read(Text folded) {
    if (folded.starts_with("tel:")) folded.remove_prefix(4);
    Typed typed;
    std::size_t opened_at = Text::npos - 1;
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t start = at;
        UChar32 c = 0;
        U8_NEXT(reinterpret_cast<const std::uint8_t*>(folded.data()), at, folded.size(), c);
        if (!typed.digits.empty() && begins_extension(c, folded.substr(start))) break;
        if (!read_one(c, folded.substr(start, at - start), typed, opened_at)) return {};
    }
    return typed;
}

// Calls use(prefix) for those of "a|b|c" that `digits` begins with, until it gives a number.
template <class Use>
std::string first_of(Text prefixes, Text digits, Use use) {
    while (!prefixes.empty()) {
        const Text prefix = prefixes.substr(0, prefixes.find('|'));
        prefixes.remove_prefix(std::min(prefixes.size(), prefix.size() + 1));
        if (!digits.starts_with(prefix)) continue;
        if (std::string made = use(digits.substr(prefix.size())); !made.empty()) return made;
    }
    return {};
}

// The area code, of two to four digits, is followed by 15 and the rest of ten digits.
std::string from_argentine_mobile(Text national) {
    if (national.size() != 12) return std::string(national);
    for (std::size_t area = national.starts_with("11") ? 2 : 3; area <= 4; ++area) {
        if (national.substr(area, 2) != "15") continue;
        return "9" + std::string(national.substr(0, area)) + std::string(national.substr(area + 2));
    }
    return std::string(national);
}

bool fits(const NumberingPlan& plan, Text national) {
    if (national.size() < plan.digits_min || national.size() > plan.digits_max) return false;
    if (!plan.trunk.empty() && national.front() == '0') return false;
    return plan.habit != Habit::american || (national[0] >= '2' && national[3] >= '2');
}

std::string whole(const NumberingPlan& plan, Text national) {
    const std::string made =
        plan.habit == Habit::argentine ? from_argentine_mobile(national) : std::string(national);
    return fits(plan, made) ? "+" + std::to_string(plan.calling_code) + made : std::string();
}

// With the trunk prefix before it.
std::string with_trunk(const NumberingPlan& plan, Text digits) {
    return first_of(plan.trunk, digits, [&plan](Text rest) {
        const bool has_carrier = plan.habit == Habit::brazilian && rest.size() > plan.digits_max;
        return whole(plan, has_carrier ? rest.substr(2) : rest);
    });
}

// With the calling code before it, and maybe a trunk prefix that does not belong there.
std::string from_abroad(std::string digits, std::size_t zero_in_brackets) {
    std::uint32_t code = 0;
    if (digits.starts_with('0')) return {};
    for (std::size_t size = 1; size <= 3 && size < digits.size(); ++size) {
        code = code * 10 + static_cast<std::uint32_t>(digits[size - 1] - '0');
        const NumberingPlan* plan = plan_of_code(code);
        if (plan == nullptr) continue;
        if (zero_in_brackets == size && plan->habit != Habit::keeps_zero) digits.erase(size, 1);
        const Text national = Text(digits).substr(size);
        std::string made = with_trunk(*plan, national);
        return made.empty() ? whole(*plan, national) : made;
    }
    return {};
}

std::string from_home(const NumberingPlan& plan, Text digits) {
    std::string made = with_trunk(plan, digits);
    if (!made.empty()) return made;
    const std::size_t complete = std::min<std::size_t>(plan.digits_max, complete_from);
    if (!plan.trunk.empty() && digits.size() < complete) return {};
    return whole(plan, digits);
}

}  // namespace

std::string normal_phone(events::Text text, events::Text country) {
    const Typed typed = read(folded(text));
    if (typed.digits.empty()) return {};
    const auto abroad = [&typed](Text rest) {
        const std::size_t prefix = typed.digits.size() - rest.size();
        const std::size_t zero = typed.zero_in_brackets;
        return from_abroad(std::string(rest), zero < prefix ? Text::npos : zero - prefix);
    };
    if (typed.has_plus) {
        std::string made = abroad(typed.digits);
        return made.empty() ? first_of("00", typed.digits, abroad) : made;
    }
    const NumberingPlan* plan = plan_of_country(country);
    std::string made;
    if (plan != nullptr) {
        made = first_of(plan->international, typed.digits, abroad);
        if (made.empty()) made = from_home(*plan, typed.digits);
    }
    if (made.empty()) made = first_of("00", typed.digits, abroad);
    // The calling code of home, and nothing before it.
    if (made.empty() && plan != nullptr &&
        typed.digits.starts_with(std::to_string(plan->calling_code))) {
        made = abroad(typed.digits);
    }
    return made;
}

}  // namespace leadline::engine
