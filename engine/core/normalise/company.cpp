// See company.hpp.
#include "engine/core/normalise/company.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "engine/core/normalise/code_points.hpp"
#include "engine/core/normalise/fold.hpp"
#include "engine/core/normalise/legal_forms.hpp"
#include "engine/core/normalise/words.hpp"

namespace leadline::engine {

namespace {

using Name = std::span<Text>;

// Apostrophes of all kinds, accents typed as such, and marks of protection: they end no word.
bool is_ornament(UChar32 c) {
    constexpr UChar32 ornaments[] = {'\'',   '`',    0x00A9, 0x00AE, 0x00B4, 0x02BC,
                                     0x2018, 0x2019, 0x2032, 0x2120, 0x2122, 0xFF07};
    return std::find(std::begin(ornaments), std::end(ornaments), c) != std::end(ornaments);
}

std::string without_ornaments(Text text) {
    std::string out;
    out.reserve(text.size());
    for_each_code_point(text, [&out](UChar32 c, Text bytes) {
        if (!is_ornament(c)) out += bytes;
    });
    return out;
}

Name without_ampersands_around(Name name) {
    while (!name.empty() && name.front() == ampersand) name = name.subspan(1);
    while (!name.empty() && name.back() == ampersand) name = name.first(name.size() - 1);
    return name;
}

// How many words the longest form behind, or before, the name takes; 0: there is none. At least one
// word is left.
std::size_t words_of_form(Name name, bool is_behind) {
    std::string squeezed;
    std::size_t longest = 0;
    for (std::size_t size = 1; size < name.size() && size <= form_words_max; ++size) {
        const Text next = name[is_behind ? name.size() - size : size - 1];
        if (squeezed.size() + next.size() > form_bytes_max) break;
        if (next != ampersand) squeezed.insert(is_behind ? 0 : squeezed.size(), next);
        if (is_behind ? is_form_behind(squeezed) : is_form_before(squeezed)) longest = size;
    }
    return longest;
}

// Takes away what is written onto the last word, or the first, if a word is left.
bool take_grown(Name name) {
    Text behind = name.back();
    behind.remove_suffix(form_grown_behind(behind));
    if (behind.size() < name.back().size() && is_word(behind)) {
        name.back() = behind;
        return true;
    }
    Text before = name.front();
    before.remove_prefix(form_grown_before(before));
    if (before.size() == name.front().size() || !is_word(before)) return false;
    name.front() = before;
    return true;
}

// Takes the article or one form away; false: there is none.
bool take_one(Name& name) {
    if (name.size() > 1 && name.front() == "the") {
        name = name.subspan(1);
    } else if (const std::size_t behind = words_of_form(name, true); behind != 0) {
        name = name.first(name.size() - behind);
    } else if (const std::size_t before = words_of_form(name, false); before != 0) {
        name = name.subspan(before);
    } else if (!take_grown(name)) {
        return false;
    }
    name = without_ampersands_around(name);
    return true;
}

Name without_forms(Name name) {
    // Romanian companies have "SC" before the name when their form is behind it.
    const bool may_have_sc = words_of_form(name, true) != 0;
    while (take_one(name)) continue;
    if (!may_have_sc || name.size() == 1 || name.front() != "sc") return name;
    name = without_ampersands_around(name.subspan(1));
    while (take_one(name)) continue;
    return name;
}

struct Joined {
    std::string text;
    bool has_initials = false;  // more than one beside each other, which are a word by now
};

Joined joined(Name name) {
    Joined all;
    Text last;
    for (const Text word : name) {
        if (word == ampersand && last == ampersand) continue;
        const bool is_next_initial = is_initial(last) && is_initial(word);
        if (!last.empty() && !is_next_initial) all.text += ' ';
        all.text += word == ampersand ? Text("and") : word;
        all.has_initials = all.has_initials || is_next_initial;
        last = word;
    }
    return all;
}

// No text: there are no words.
Joined words_that_count(Text letters) {
    std::vector<Text> words = words_in(letters);
    const Name name = without_ampersands_around(words);
    return name.empty() ? Joined{} : joined(without_forms(name));
}

}  // namespace

std::string normal_company(events::Text text) {
    const std::string whole = folded(without_ornaments(text));
    Joined name = words_that_count(plain_letters(whole));
    // Once more: initials that have become a word may be one that does not count.
    if (name.has_initials) name = words_that_count(name.text);
    if (!name.text.empty()) return std::move(name.text);
    return says_something(whole) ? whole : std::string();
}

}  // namespace leadline::engine
