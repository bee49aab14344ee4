// The legal forms of companies, as they stand behind or before a name: what normal_company() takes
// away. Each is written as plain_letters() gives it and without spaces, so that "G. m. b. H.",
// "GmbH" and "g m b h" are one. Abbreviations and, where they are in use, whole words; from the
// company laws of the countries named beside them. Pure; any thread.
#pragma once

#include <span>

#include "events/base/arena.hpp"

namespace leadline::engine {

// Their greatest sizes, for those who look for them.
inline constexpr std::size_t form_words_max = 8;
inline constexpr std::size_t form_bytes_max = 96;

// Behind the name, in words of their own.
[[nodiscard]] bool is_form_behind(events::Text squeezed);

// Before the name. Two letters that may as well be initials (AB, AS, SA, CV) are not among them:
// "A. S. Watson" is no "Watson".
[[nodiscard]] bool is_form_before(events::Text squeezed);

// The size of the form that is written onto the end, or the beginning, of a word, in scripts that
// set no spaces; 0: none, or the word is nothing else.
[[nodiscard]] std::size_t form_grown_behind(events::Text word);
[[nodiscard]] std::size_t form_grown_before(events::Text word);

// All of them, as they stand in the tables.
[[nodiscard]] std::span<const events::Text> forms_behind();
[[nodiscard]] std::span<const events::Text> forms_before();
[[nodiscard]] std::span<const events::Text> forms_grown();

}  // namespace leadline::engine
