// Text on its way to a person: made safe for a terminal, measured in columns, cut to fit. What came
// from outside may hold anything that UTF-8 can say, escape sequences too. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace leadline::connectors {

// Line ends and tabs become spaces; other control characters, and bytes that are no UTF-8, '?'.
[[nodiscard]] std::string one_line(std::string_view text);

// How many columns a terminal gives it: wide characters two, combining ones none.
[[nodiscard]] std::size_t columns_of(std::string_view text);

// At most `columns` wide, the last of them an ellipsis when something was cut off.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

// The columns of the terminal behind a file descriptor; 0: there is none, or it does not say.
[[nodiscard]] std::size_t terminal_columns(int fd);

// A cursor as it stands on a command line, and back: bytes that are not safe there as %XX.
[[nodiscard]] std::string cursor_text(std::string_view cursor);
[[nodiscard]] std::string cursor_of(std::string_view text);

}  // namespace leadline::connectors
