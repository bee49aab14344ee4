// How a value is written in a file: plain where that reads back as the same, else in quotes. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>

namespace leadline::config {

enum class ScalarPlace : std::uint8_t {
    line,  // the rest of a line
    flow,  // between brackets
    key,
};

// Whether `text` without quotes is the same text, and nothing that a reader may take for a number,
// a truth value, a date or no value.
[[nodiscard]] bool is_plain(std::string_view text, ScalarPlace place);

// In double quotes, with escapes, on one line.
[[nodiscard]] std::string in_double_quotes(std::string_view text);

}  // namespace leadline::config
