// Words for what is wrong in JSON: pointers, quotes, the nearest known name. Only the way of bad
// input comes here, so it may take memory. Pure; any thread.
#pragma once

#include <span>
#include <string>

#include "events/base/arena.hpp"

namespace leadline::events {

// Appends "/" and the key, its "~" and "/" escaped (RFC 6901).
void append_pointer(std::string& to, Text key);

// The text in quotes, at most 60 bytes of it; control characters as \xNN.
[[nodiscard]] std::string quoted(Text text);

// Optional '-', digits, and optionally '.' and digits.
[[nodiscard]] bool is_decimal(Text text);

// "a, b or c".
[[nodiscard]] std::string listed(std::span<const Text> names);

// `unknown WHAT "text"`, and the nearest of `names` where one is near.
[[nodiscard]] std::string unknown_name(Text what, Text text, std::span<const Text> names);

}  // namespace leadline::events
