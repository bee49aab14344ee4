// Words for messages: the nearest known name to a misspelt one, and how names and found text are
// written so that a message stays one line of plain text. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace leadline::config {

// The name with the fewest edits (insert, delete, replace, swap of neighbours) from `text`, the
// earlier one when two are as near; none when more than a third of its letters would change.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view text,
                                                           std::span<const std::string_view> names);

// "text" in quotes, at most 60 code points of it; control characters as \xNN.
[[nodiscard]] std::string shown(std::string_view text);

// "a, b, c", the first 20 and then "and N more".
[[nodiscard]] std::string listed(std::span<const std::string_view> names);

// `unknown WHAT "text"; expected one of: a, b; did you mean "a"?`, as far as there is something
// to say.
[[nodiscard]] std::string unknown_name(std::string_view what, std::string_view text,
                                       std::span<const std::string_view> names);

}  // namespace leadline::config
