// The rules that look at one file alone: its size, its functions, its lines, its opening, and a few
// words that may not stand in it. Each answers with what it found wrong; pure.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace leadline::tests {

inline constexpr std::size_t header_lines_max = 160;
inline constexpr std::size_t source_lines_max = 350;
inline constexpr std::size_t function_lines_max = 80;
inline constexpr std::size_t line_columns_max = 100;

[[nodiscard]] Complaints file_size(const SourceFile& file);
[[nodiscard]] Complaints function_size(const SourceFile& file);
[[nodiscard]] Complaints line_layout(const SourceFile& file);
[[nodiscard]] Complaints door_sign(const SourceFile& file);
[[nodiscard]] Complaints open_ends(const SourceFile& file);
[[nodiscard]] Complaints own_namespace(const SourceFile& file);

// In the core's decide and evolve: a `default:` would swallow the kind that somebody adds next.
[[nodiscard]] Complaints catch_all(const SourceFile& file);

}  // namespace leadline::tests
