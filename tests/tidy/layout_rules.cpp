// The rules on one file. Functions are found by counting braces: a block that opens outside every
// function and is neither a namespace, a type nor an initialiser is a function.
#include "tests/tidy/layout_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

namespace leadline::tests {
namespace {

std::size_t line_at(const std::string& text, std::size_t at) {
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// What a block is, by the code that stands before its brace since the last `;`, `{` or `}`.
enum class Block { scope, data, function };

Block kind_of(std::string_view before) {
    while (!before.empty() && (before.back() == ' ' || before.back() == '\n'))
        before.remove_suffix(1);
    static const std::regex scope(R"(\b(namespace|class|struct|union|enum)\b)");
    const bool names_scope = std::regex_search(before.begin(), before.end(), scope);
    if (names_scope && before.find('(') == std::string_view::npos) return Block::scope;
    if (before.ends_with('=')) return Block::data;
    // `table{` is data too; nothing at all is left before the body when members are initialised.
    const bool bare = before.find_first_not_of(" \n") == std::string_view::npos;
    return bare || before.find('(') != std::string_view::npos ? Block::function : Block::data;
}

// The code with every preprocessor line, continued ones too, made spaces.
std::string without_directives(std::string code) {
    bool directive = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const bool line_begins = at == 0 || code[at - 1] == '\n';
        const bool continued = directive && at > 1 && code[at - 2] == '\\';
        if (line_begins) directive = code[at] == '#' || continued;
        if (directive && code[at] != '\n' && code[at] != '\\') code[at] = ' ';
    }
    return code;
}

std::size_t columns(std::string_view line) {
    const auto begins_one = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), begins_one));
}

}  // namespace

Complaints file_size(const SourceFile& file) {
    const std::size_t most = file.is_header() ? header_lines_max : source_lines_max;
    if (file.lines.size() <= most) return {};
    return {
        {"file size", file.path, 0,
         fmt::format("{} lines, {} at most: it holds two ideas; give the second a file of its own",
                     file.lines.size(), most)}};
}

Complaints function_size(const SourceFile& file) {
    const std::string code = without_directives(file.code);
    Complaints complaints;
    std::vector<Block> open;
    std::size_t statement = 0;  // where the code since the last `;`, `{` or `}` begins
    std::size_t began = 0;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '{') {
            const bool inside = std::any_of(open.begin(), open.end(),
                                            [](Block block) { return block != Block::scope; });
            const auto before = std::string_view(code).substr(statement, at - statement);
            open.push_back(inside ? Block::data : kind_of(before));
            if (open.back() == Block::function) began = at;
        } else if (c == '}' && !open.empty()) {
            const std::size_t first = line_at(code, began);
            const std::size_t count = line_at(code, at) - first + 1;
            if (open.back() == Block::function && count > function_lines_max)
                complaints.push_back(
                    {"function size", file.path, first,
                     fmt::format("a function of {} lines, {} at most: name its steps and make them "
                                 "functions",
                                 count, function_lines_max)});
            open.pop_back();
        }
        if (c == ';' || c == '{' || c == '}') statement = at + 1;
    }
    return complaints;
}

Complaints line_layout(const SourceFile& file) {
    Complaints complaints;
    const auto complain = [&](std::size_t line, std::string message) {
        complaints.push_back({"line layout", file.path, line, std::move(message)});
    };
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const std::string& line = file.lines[i];
        if (columns(line) > line_columns_max)
            complain(i + 1, fmt::format("{} columns, {} at most: break the line (./dev format)",
                                        columns(line), line_columns_max));
        if (line.find('\t') != std::string::npos)
            complain(i + 1, "a tab: indent with four spaces (./dev format)");
        if (!line.empty() && (line.back() == ' ' || line.back() == '\r'))
            complain(i + 1, "white space at the end: remove it (./dev format)");
    }
    if (!file.text.ends_with('\n')) complain(0, "no newline at the end: add one");
    return complaints;
}

Complaints door_sign(const SourceFile& file) {
    Complaints complaints;
    if (file.lines.empty() || !file.lines[0].starts_with("// "))
        complaints.push_back({"door-sign", file.path, 1,
                              "no door-sign: open the file with a comment that says what it is, "
                              "what it guarantees, which thread may call it"});
    const auto first_code = std::find_if(file.lines.begin(), file.lines.end(),
                                         [](const auto& line) { return !line.starts_with("//"); });
    if (file.is_header() && (first_code == file.lines.end() || *first_code != "#pragma once"))
        complaints.push_back({"door-sign", file.path, 1,
                              "the line after the door-sign of a header is `#pragma once`"});
    return complaints;
}

Complaints open_ends(const SourceFile& file) {
    static const std::regex numbered(R"(TODO\(#[0-9]+\): )");
    static const std::regex loose("TODO|FIXME|\\bXXX\\b|HACK");
    Complaints complaints;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (!std::regex_search(file.lines[i], loose)) continue;
        const std::string rest = std::regex_replace(file.lines[i], numbered, "");
        if (std::regex_search(rest, loose))
            complaints.push_back({"open ends", file.path, i + 1,
                                  "work left open without a number: do it, or open an issue and "
                                  "write `TODO(#12): what`"});
    }
    return complaints;
}

Complaints own_namespace(const SourceFile& file) {
    const std::string room = file.path.substr(0, file.path.find('/'));
    if (room == "cmake" || file.code.find("int main(") != std::string::npos) return {};
    const std::regex opens("(^|\n)namespace leadline::" + room + "\\b");
    const bool only_tests = file.path.ends_with("_test.cpp");  // tests may stand in no namespace
    if (only_tests || std::regex_search(file.code, opens)) return {};
    return {{"namespace", file.path, 0,
             "the room is the namespace: put it into `namespace leadline::" + room + "`"}};
}

Complaints catch_all(const SourceFile& file) {
    const bool pure = file.is_under("engine/core/decide") || file.is_under("engine/core/evolve");
    if (!pure) return {};
    static const std::regex catches(R"(\bdefault\s*:)");
    Complaints complaints;
    const std::sregex_iterator end;
    for (std::sregex_iterator hit(file.code.begin(), file.code.end(), catches); hit != end; ++hit)
        complaints.push_back({"catch-all", file.path,
                              line_at(file.code, static_cast<std::size_t>(hit->position())),
                              "a `default:` hides the kind that is added next: name every case"});
    return complaints;
}

}  // namespace leadline::tests
