// The words of a name, for normal_company(): letters reduced to their base, digits to 0-9, and a
// word for each "&". Linear in the input. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "events/base/arena.hpp"

namespace leadline::engine {

// What stands for "&", for "+" between words, and for the words that are read so.
inline constexpr events::Text ampersand = "&";

// Whether a word is read as "&" is.
[[nodiscard]] bool is_ampersand(events::Text word);

// Whether what is left of a word is one still: it begins with a letter or digit, and is not read as
// an ampersand.
[[nodiscard]] bool is_word(events::Text rest);

// Whether a word is one letter, as initials are.
[[nodiscard]] bool is_initial(events::Text word);

// `folded` (fold.hpp) without the marks that are left out when people type in a hurry, and in
// letters that every keyboard has.
[[nodiscard]] std::string plain_letters(events::Text folded);

// The words in what plain_letters() has given, which must outlive them; `ampersand` for each that
// is read so.
[[nodiscard]] std::vector<events::Text> words_in(events::Text letters);

}  // namespace leadline::engine
