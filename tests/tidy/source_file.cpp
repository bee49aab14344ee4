// Reads the tree and blanks out what is not code. Knows as much C++ as that needs: both comments,
// strings, raw strings, characters, and that 1'000 is a number.
#include "tests/tidy/source_file.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace leadline::tests {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where the comment or literal that begins at `at` ends (one past it); `at` itself: none begins.
std::size_t skip(const std::string& text, std::size_t at) {
    const auto after = [&](std::string_view end, std::size_t from) {
        const std::size_t found = text.find(end, from);
        return found == std::string::npos ? text.size() : found + end.size();
    };
    const std::string_view rest = std::string_view(text).substr(at);
    if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
    if (rest.starts_with("/*")) return after("*/", at + 2);
    const bool word_before = at > 0 && is_word(text[at - 1]);
    if (rest.starts_with("R\"") && !word_before) {
        const std::size_t open = text.find('(', at);
        if (open == std::string::npos) return text.size();
        return after(")" + text.substr(at + 2, open - at - 2) + "\"", open);
    }
    if (rest[0] != '"' && (rest[0] != '\'' || word_before)) return at;
    std::size_t end = at + 1;
    while (end < text.size() && text[end] != rest[0] && text[end] != '\n')
        end += text[end] == '\\' ? 2U : 1U;
    return std::min(end + 1, text.size());
}

std::string blanked(const std::string& text) {
    std::string code = text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = skip(text, at);
        for (std::size_t i = at; i < end; ++i)
            if (code[i] != '\n') code[i] = ' ';
        if (end > at && text[at] != '/') code[at] = code[end - 1] = '"';
        at = std::max(end, at + 1);
    }
    return code;
}

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<Include> includes_of(const std::vector<std::string>& lines) {
    std::vector<Include> includes;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].starts_with("#include ")) continue;
        const std::size_t open = lines[i].find_first_of("<\"");
        if (open == std::string::npos) continue;
        const std::size_t close = lines[i].find_first_of(">\"", open + 1);
        if (close == std::string::npos) continue;
        includes.push_back(
            {i + 1, lines[i].substr(open + 1, close - open - 1), lines[i][open] == '"'});
    }
    return includes;
}

}  // namespace

SourceFile source_file(std::string path, std::string text) {
    SourceFile file;
    file.path = std::move(path);
    file.code = blanked(text);
    file.lines = split_lines(text);
    file.includes = includes_of(file.lines);
    file.text = std::move(text);
    return file;
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
    namespace fs = std::filesystem;
    std::vector<SourceFile> files;
    for (const char* room :
         {"events", "engine", "config", "projections", "connectors", "bench", "tests", "cmake"}) {
        if (!fs::exists(root / room)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / room)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".hpp" && extension != ".cpp") continue;
            files.push_back(source_file(fs::relative(entry.path(), root).generic_string(),
                                        read_text(entry.path())));
        }
    }
    std::sort(files.begin(), files.end(),
              [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
    return files;
}

}  // namespace leadline::tests
