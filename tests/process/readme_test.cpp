// README.md as a stranger meets it: its commands are executed as they stand by a shell, in a folder
// of their own with the binary where README says it is, and what README shows is what they print.
// `./dev run` stands for the demo that it ends with; `./dev test` has tests of its own.
#include <catch2/catch.hpp>
#include <regex>
#include <sstream>

#include "tests/support/child.hpp"
#include "tests/support/markdown.hpp"
#include "tests/support/repository.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

fs::path readme() { return repository_root() / "README.md"; }

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// What differs from run to run, and nothing else: how long something took, how fast it was, hashes
// and ids of 32 digits and more, the name of the demo's folder.
std::string without_chance(std::string line) {
    static const std::regex took("in [0-9.]+ m?s\\b");
    static const std::regex rate("[0-9][0-9,]*/s");
    static const std::regex hash("\\b[0-9a-f]{32,}\\b");
    static const std::regex folder("leadline-demo-\\w{6}");
    line = std::regex_replace(line, took, "in # s");
    line = std::regex_replace(line, rate, "#/s");
    line = std::regex_replace(line, hash, "#");
    return std::regex_replace(line, folder, "leadline-demo-#");
}

// Empty, or the first line that README shows and that was not printed there. A line "..." stands
// for any lines.
std::string not_printed(const std::string& shown, const std::string& printed) {
    Lines all;
    for (const std::string& line : lines_of(printed)) all.push_back(without_chance(line));
    std::size_t at = 0;
    bool is_anywhere = false;
    for (const std::string& line : lines_of(shown)) {
        if (line == "...") {
            is_anywhere = true;
            continue;
        }
        const std::string wanted = without_chance(line);
        while (is_anywhere && at < all.size() && all[at] != wanted) ++at;
        if (at == all.size() || all[at] != wanted) return line;
        ++at;
        is_anywhere = false;
    }
    if (at < all.size() && !is_anywhere) return "(nothing more, but there is) " + all[at];
    return {};
}

// One block of commands, and the output that README shows right below it.
struct Example {
    std::string commands;
    std::string shown;
};

std::vector<Example> examples() {
    std::vector<Example> all;
    for (const CodeBlock& block : code_blocks(readme())) {
        if (block.language == "sh") all.push_back({block.text, {}});
        if (block.language == "text" && !all.empty()) all.back().shown = block.text;
    }
    return all;
}

// `./dev run` is the demo, once everything is built.
std::string without_dev(const std::string& commands) {
    static const std::regex run("\\./dev run\\b");
    static const std::regex test("\\./dev test\\b");
    return std::regex_replace(std::regex_replace(commands, run, "build/release/leadline demo"),
                              test, "true");
}

// What README takes for granted: a built clone, and two files in Olist's columns.
void furnish(const fs::path& folder) {
    fs::create_directories(folder / "build");
    fs::create_directory_symlink(build_folder(), folder / "build/release");
    fs::create_directory_symlink(repository_root() / "config", folder / "config");
    write_text(folder / "olist_marketing_qualified_leads_dataset.csv",
               "mql_id,first_contact_date,landing_page_id,origin\nm1,2018-02-01,page1,social\n");
    write_text(folder / "olist_closed_deals_dataset.csv",
               "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment\n"
               "m1,s1,ann,bob,2018-02-02 23:59:59,pet\n");
}

// All blocks in one shell, since the later ones use the earlier one's alias and files. It stops at
// the first command that fails and names it; the output of block N lies in the file N.
std::string script_of(const std::vector<Example>& examples, const fs::path& folder) {
    std::string script =
        "set -Eeuo pipefail\nshopt -s expand_aliases\n"
        "trap 'echo \"exit code $? of: $BASH_COMMAND\" >&2' ERR\n"
        "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
        "cd '" +
        folder.string() + "'\nexport TMPDIR=$PWD\n";
    for (std::size_t n = 0; n < examples.size(); ++n) {
        script += "exec >" + std::to_string(n) + ".out\n";
        script += without_dev(examples[n].commands);
    }
    return script;
}

// `leadline ...` in running text.
Lines commands_in_text() {
    const std::string page = read_text(readme());
    static const std::regex inline_command("`leadline ([^`\\n]+)`");
    Lines commands;
    for (std::sregex_iterator at(page.begin(), page.end(), inline_command), end; at != end; ++at)
        commands.push_back((*at)[1]);
    return commands;
}

}  // namespace

TEST_CASE("README: its commands are executed as they stand, and print what it shows", "[process]") {
    const std::vector<Example> all = examples();
    REQUIRE(all.size() >= 3);
    const TemporaryFolder folder;
    furnish(folder.path());
    write_text(folder.path() / "script", script_of(all, folder.path()));
    Child shell({"--norc", (folder.path() / "script").string()}, {-1, -1, "/bin/bash"});
    const Ended ended = shell.wait();
    INFO(ended.err);
    REQUIRE(ended.exit_code == 0);
    std::size_t compared = 0;
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (all[n].shown.empty()) continue;
        const std::string printed = read_text(folder.path() / (std::to_string(n) + ".out"));
        INFO("README shows this, but it is not what is printed there:\n"
             << not_printed(all[n].shown, printed) << "\nprinted:\n"
             << printed);
        CHECK(not_printed(all[n].shown, printed).empty());
        ++compared;
    }
    CHECK(compared >= 2);
}

TEST_CASE("README: the commands that it names in passing exist and succeed", "[process]") {
    const Lines commands = commands_in_text();
    CHECK(commands.size() >= 2);
    for (const std::string& command : commands) {
        std::istringstream words(command);
        std::vector<std::string> arguments;
        for (std::string word; words >> word;) arguments.push_back(word);
        INFO("leadline " << command);
        const Ended ended = leadline(arguments);
        INFO(ended.err);
        CHECK(ended.exit_code == 0);
        CHECK_FALSE(ended.out.empty());
    }
}

TEST_CASE("README's test: sees a line that is missing, changed, or not shown", "[process]") {
    const std::string printed = "a\nb in 3.1 s, 1,200/s\nc\nd\n";
    CHECK(not_printed("a\nb in 0.2 s, 9/s\nc\nd\n", printed).empty());
    CHECK(not_printed("...\nc\n...\n", printed).empty());
    CHECK(not_printed("a\n...\nd\n", printed).empty());
    CHECK(not_printed("a\nc\n...\n", printed) == "c");
    CHECK(not_printed("...\nx\n...\n", printed) == "x");
    CHECK(not_printed("...\nc\n...\na\n", printed) == "a");
    CHECK(not_printed("a\n", printed) == "(nothing more, but there is) b in # s, #/s");
}

}  // namespace leadline::tests
