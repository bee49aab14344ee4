// Company names as they are compared. Pure; any thread.
#pragma once

#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// The words of a name, a space between them, and what people leave out or write in another way
// taken away:
// - case, width and compatibility forms (fold.hpp), and digits of other scripts;
// - accents and points on Latin, Greek, Cyrillic, Arabic and Hebrew letters ("é", "ё"); "ø ł đ ð æ
//   œ þ ı" become "o l d d ae oe th i". Marks of other scripts are letters' own parts, and stay;
// - punctuation and symbols, apostrophes without a gap ("O'Neill" is "oneill"), others with one;
//   initials are written together ("I. B. M." is "ibm");
// - "the" in front, and legal forms (legal_forms.hpp) at the end or in front, as often as there are
//   any, with and without dots and spaces;
// - "&" is "and", and so are "+" between words, "und", "et", "og", "och": they are how it is read.
//   British law (SI 2015/17, Schedule 3) and German registers take such names for the same.
//
// Something of a name always stays: a company called "AG" is "ag", and one that has only symbols in
// its name is its folded text. Empty: nothing was said ("", "-", white space).
[[nodiscard]] std::string normal_company(events::Text text);

}  // namespace leadline::engine
