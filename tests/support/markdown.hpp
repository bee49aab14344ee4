// The code blocks and tables of a page of the documentation, for tests that run its examples as
// they stand and hold it to what it says. Pure but for reading the page; one thread.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace leadline::tests {

struct CodeBlock {
    std::string language;  // what stands behind the opening fence; may be empty
    std::string text;      // whole lines
};

// The blocks between ``` and ```, in order.
[[nodiscard]] inline std::vector<CodeBlock> code_blocks(const std::filesystem::path& page) {
    std::ifstream in(page);
    if (!in) throw std::runtime_error(page.string() + " cannot be read");
    std::vector<CodeBlock> blocks;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("```")) {
            inside = !inside;
            if (inside) blocks.push_back({line.substr(3), {}});
        } else if (inside) {
            blocks.back().text += line + '\n';
        }
    }
    return blocks;
}

// The texts of those in one language.
[[nodiscard]] inline std::vector<std::string> code_blocks(const std::filesystem::path& page,
                                                          const std::string& language) {
    std::vector<std::string> texts;
    for (CodeBlock& block : code_blocks(page))
        if (block.language == language) texts.push_back(std::move(block.text));
    return texts;
}

// A table's line, cell by cell.
using TableRow = std::vector<std::string>;

[[nodiscard]] inline TableRow cells_of(const std::string& line) {
    TableRow cells;
    for (std::size_t at = line.find("| "); at != std::string::npos;) {
        const std::size_t end = line.find(" |", at);
        if (end == std::string::npos) break;
        cells.push_back(line.substr(at + 2, end - at - 2));
        at = line.find("| ", end + 1);
    }
    return cells;
}

// The lines of the table that follows this heading, from the one that begins with `first` on; that
// one, with the names of the columns, too where it is asked for.
[[nodiscard]] inline std::vector<TableRow> table_rows(const std::filesystem::path& page,
                                                      const std::string& first,
                                                      const std::string& heading = {},
                                                      bool with_columns = false) {
    std::ifstream in(page);
    if (!in) throw std::runtime_error(page.string() + " cannot be read");
    std::vector<TableRow> rows;
    bool is_there = heading.empty();
    bool is_inside = false;
    for (std::string line; std::getline(in, line);) {
        if (line == heading) is_there = true;
        if (is_inside && !line.starts_with("|")) return rows;
        if (is_there && !is_inside && line.starts_with("| " + first + " |")) {
            is_inside = true;
            if (with_columns) rows.push_back(cells_of(line));
        } else if (is_inside && !line.starts_with("|-")) {
            rows.push_back(cells_of(line));
        }
    }
    if (!is_inside) throw std::runtime_error(page.string() + " has no such table: " + heading);
    return rows;
}

}  // namespace leadline::tests
