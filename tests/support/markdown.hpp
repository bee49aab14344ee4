// The code blocks of a page of the documentation, for tests that run its examples as they stand.
// Pure but for reading the page; one thread.
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

}  // namespace leadline::tests
