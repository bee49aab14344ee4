// One file of the tree as the style rules see it: its lines as written, the same text with comments
// and literals blanked out, and what it includes. Built from any text, so that each rule can be
// shown a file that breaks it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::tests {

struct Include {
    std::size_t line = 0;  // from 1
    std::string what;      // "events/ids.hpp" or "vector"
    bool quoted = false;   // with quotation marks, not angle brackets
};

struct SourceFile {
    std::string path;  // from the repository's root, with slashes
    std::string text;
    std::string code;  // as long as `text`, comments and the insides of literals are spaces
    std::vector<std::string> lines;
    std::vector<Include> includes;

    [[nodiscard]] bool is_header() const { return path.ends_with(".hpp"); }
    [[nodiscard]] bool is_under(std::string_view folder) const { return path.starts_with(folder); }
};

[[nodiscard]] SourceFile source_file(std::string path, std::string text);

// Every .hpp and .cpp of the rooms and of tests/, in the order of their paths.
[[nodiscard]] std::vector<SourceFile> read_tree(const std::filesystem::path& root);

[[nodiscard]] std::string read_text(const std::filesystem::path& file);

// A rule's complaint: where, what, and the way out. `rule` and `path` are what an exemption names.
struct Complaint {
    std::string rule;
    std::string path;
    std::size_t line = 0;  // 0: the whole file
    std::string message;

    friend bool operator==(const Complaint&, const Complaint&) = default;
};

using Complaints = std::vector<Complaint>;

}  // namespace leadline::tests
