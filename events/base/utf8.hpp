// Looks at text that is UTF-8 already. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace leadline::events {

// Whether there is a control character in it: U+0000 to U+001F, or U+007F to U+009F.
[[nodiscard]] bool has_control_character(std::string_view text);

// The beginning of `text`, at most `bytes_max` bytes long and never ending within a character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);

}  // namespace leadline::events
