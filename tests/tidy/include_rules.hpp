// The arrows between rooms, proved from the include lines: who may include whom, which libraries
// and which parts of the standard library stay out of a room, and that no file includes itself in
// the end.
#pragma once

#include "tests/tidy/source_file.hpp"

namespace leadline::tests {

// One room's rights. The longest `folder` that a file's path begins with is the one that counts.
struct RoomRule {
    std::string_view folder;
    std::vector<std::string_view> may_include;  // folders of ours; "" is everything
    std::vector<std::string_view> forbidden;    // beginnings of <...> names
    std::string_view reason;
};

// The rule for the file; a file in no known room is a bug of the table.
[[nodiscard]] const RoomRule& room_rule(std::string_view path);

[[nodiscard]] Complaints arrows(const SourceFile& file);

// Names of the standard library that make a decision depend on more than its log (DESIGN D11).
[[nodiscard]] Complaints impurities(const SourceFile& file);

// Quoted includes name files that exist, from the repository's root; no file is included in a
// circle.
[[nodiscard]] Complaints include_graph(const std::vector<SourceFile>& files);

}  // namespace leadline::tests
