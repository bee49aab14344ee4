// The main function of every test binary: Catch2's own, and `--shard I/N`, which runs the I-th of N
// equal parts of the chosen test cases, so that ctest can run one binary on several cores. A part
// in which no test case lies fails: a test run that tests nothing must not look green.
#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_CONSOLE_WIDTH 160
#include <catch2/catch.hpp>
#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

namespace {

// Catch2 reads a test's name as a pattern: escaped, so that commas and brackets are letters of it.
std::string pattern_of(const std::string& name) {
    std::string pattern;
    for (const char c : name) {
        const bool first = pattern.empty() && (c == '"' || c == '~');
        if (first || c == ',' || c == '[' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern;
}

std::vector<Catch::TestCase> chosen_by(const Catch::Config& config) {
    return Catch::filterTests(Catch::getAllTestCasesSorted(config), config.testSpec(), config);
}

// Every count-th chosen test case, beginning with the index-th; none when "I/N" is not that.
std::vector<std::string> part_of(const Catch::Config& config, const std::string& shard) {
    std::size_t index = 0;
    std::size_t count = 0;
    char slash = 0;
    std::istringstream in(shard);
    in >> index >> slash >> count;
    if (!in || slash != '/' || index == 0 || index > count) return {};

    const auto chosen = chosen_by(config);
    std::vector<std::string> part;
    for (std::size_t i = index - 1; i < chosen.size(); i += count)
        part.push_back(pattern_of(chosen[i].name));
    return part;
}

}  // namespace

int main(int argc, char** argv) {
    Catch::Session session;
    std::string shard;
    using Catch::clara::Opt;
    session.cli(session.cli() |
                Opt(shard, "I/N")["--shard"]("run the I-th of N parts of the test cases"));
    if (const int wrong = session.applyCommandLine(argc, argv); wrong != 0) return wrong;
    session.configData().warnings = static_cast<Catch::WarnAbout::What>(
        session.configData().warnings | Catch::WarnAbout::NoTests);
    if (shard.empty()) return session.run();

    const std::vector<std::string> part = part_of(session.config(), shard);
    if (part.empty()) {
        std::cerr << "no test case in part " << shard << '\n';
        return 2;
    }
    std::string joined;
    for (const std::string& pattern : part) joined += (joined.empty() ? "" : ",") + pattern;
    session.configData().testsOrTags = {joined};
    session.useConfigData(session.configData());
    if (chosen_by(session.config()).size() != part.size()) {
        std::cerr << "two test cases have names that Catch2 takes for each other\n";
        return 2;
    }
    return session.run();
}
