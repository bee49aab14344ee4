// Looks at a line's letters where the parser has refused the whole, to find out what is the matter.
// Only the way of bad input comes here. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>

namespace leadline::events {

// Whether lists and objects stand in one another more than `depth_max` deep, closed or not.
[[nodiscard]] bool is_nested_deeper(std::span<const char> json, std::size_t depth_max);

// Numbers that no 64 bits hold: the parser refuses a document for one of them, but the sender must
// hear which field it is. Changes each of them, in place and to the same length, into a fraction,
// which no field takes, so that reading the document names it.
void make_fractions_of_large_numbers(std::span<char> json);

}  // namespace leadline::events
