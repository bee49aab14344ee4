// Numbers that no 64 bits hold. The parser refuses a whole document for one of them; a command must
// rather hear which field it is.
#pragma once

#include <span>

namespace leadline::events {

// Changes every number that is out of range, in place and to the same length, into a fraction. No
// field takes a fraction, so each of them is named as a mistake when the document is read.
void make_fractions_of_large_numbers(std::span<char> json);

}  // namespace leadline::events
