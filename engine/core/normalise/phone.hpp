// Telephone numbers as they are compared: E.164. Pure; any thread.
#pragma once

#include <string>

#include "events/base/arena.hpp"

namespace leadline::engine {

// "+", calling code and national number, as `text` has it for somebody in `country` (ISO 3166-1
// alpha-2; empty: not known, and then only numbers with "+" or "00" can be told). Understood:
// digits of any script; the country's international and trunk prefixes; "(0)" behind a calling
// code, which goes unless the country keeps its zeros (Italy); "tel:"; white space, dashes, dots,
// slashes and brackets anywhere. An extension goes: "ext", "x" and their like in other languages,
// and all behind ";", "," or "#".
//
// Empty: letters ("1-800-FLOWERS"), a number of no country (of a network or satellite, too), too
// short or too long for its country, and what may lack an area code: a number without any prefix
// must be of its country's full length, or 9 digits at least.
[[nodiscard]] std::string normal_phone(events::Text text, events::Text country);

}  // namespace leadline::engine
