// The one form of a YAML file that people write: two spaces for each level, lists below their key
// indented like everything else, brackets where they were as long as the line has room, quotes only
// where they are needed, comments where they stood, one empty line at most. Nothing is sorted. What
// is formatted says the same (first_difference), and formatting it again changes nothing. One
// thread.
#pragma once

#include <string>

#include "config/yaml/document.hpp"

namespace leadline::config {

inline constexpr std::size_t formatted_columns_max = 100;

// Fails with `configuration` where `text` cannot be read (its mistakes are in `diagnostics`), or
// where its form cannot be kept: then nothing may be written.
[[nodiscard]] events::Result<std::string> formatted(const std::string& name,
                                                    const std::string& text,
                                                    Diagnostics& diagnostics);

// The first value of `a` that another in `b` stands for; null: both say the same to every reader.
[[nodiscard]] const Node* first_difference(const Node& a, const Node& b);

}  // namespace leadline::config
