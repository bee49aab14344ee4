// What all normal forms of text begin with: what nobody sees is left out, white space around it
// goes, and letters lose their case and width. Linear in the input whatever is in it (ill-formed
// UTF-8, NUL, thousands of combining marks), and never fails. By ICU, so a newer Unicode may fold
// letters that were unknown before; only `decide` uses it, and what it decided stands in events.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

using events::Text;

// Unicode's limit for text that is normalised in one go (UAX #15, Stream-Safe Text Format): no
// language needs as many marks on one letter, and sorting them takes the square of their number.
inline constexpr int marks_in_a_row_max = 30;

// `text` without the white space (Unicode's White_Space) before it, or on both sides; at its end
// those of the ASCII characters `also` go, too.
[[nodiscard]] Text trimmed_front(Text text);
[[nodiscard]] Text trimmed(Text text, Text also = {});

// The zero-width joiner and non-joiner tell domain names apart, and nothing else here.
enum class Joiners : std::uint8_t { go, stay };

// `text` without ill-formed bytes, controls that are no white space, what Unicode calls default
// ignorable (zero-width and direction marks, soft hyphens, variation selectors), and combining
// marks beyond `marks_in_a_row_max`.
[[nodiscard]] std::string visible(Text text, Joiners joiners = Joiners::go);

// The visible part of `text` in Unicode's NFKC_Casefold (UAX #44: compatibility composition with
// full case folding, by the mappings that belong to no language), trimmed: "ＡＣＭＥ Straße" is
// "acme strasse", and "é" is the same in one and in two code points.
[[nodiscard]] std::string folded(Text text);

// Whether there is anything in folded text by which somebody could be known: a letter, a digit, or
// a symbol that is no punctuation ("-", "?" and "..." are put where nothing is known).
[[nodiscard]] bool says_something(Text folded);

}  // namespace leadline::engine
