// A story of four programs that lie in several partitions, and what a data folder holds of each
// program afterwards. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <regex>
#include <sstream>

#include "tests/connectors/cli/read/support.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {

using Words = std::vector<std::string>;

// By murmur2 modulo 2 they lie in 0, 1, 1 and 0.
inline const Words programs{"acme", "bolt", "cedar", "delta"};

[[nodiscard]] inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// The same lines for each program, a line of each in turn; claims lapse after an hour.
[[nodiscard]] inline std::string interleaved(const std::string& lines) {
    std::string all;
    for (const std::string& line : lines_of(lines)) {
        for (const std::string& program : programs) {
            std::string own = line;
            const std::string acme = R"("program":"acme")";
            own.replace(own.find(acme), acme.size(), R"("program":")" + program + '"');
            all += own + '\n';
        }
    }
    return all;
}

[[nodiscard]] inline std::string story_lines(int leads) {
    return interleaved(
        setup_lines() +
        asked("q2", "DefineQueue",
              R"({"queue":"q","title":"All","everybody":true,"policy":{"touch_within":"1m"}})") +
        lead_lines(1, leads));
}

// What happened in each program: `log export` without the numbers of positions.
[[nodiscard]] inline std::map<std::string, std::string> events_by_program(const std::string& data) {
    static const std::regex position(R"("id":"[0-9]+-[0-9]+",|"sequence":"[0-9]+",)");
    static const std::regex program(R"re("program":"([^"]*)")re");
    const Ran exported = run({"log", "export", "--data", data});
    REQUIRE(exported.code == 0);
    std::map<std::string, std::string> all;
    for (const std::string& line : lines_of(exported.out)) {
        std::smatch found;
        if (!std::regex_search(line, found, program)) continue;  // TimeReached
        all[found[1]] += std::regex_replace(line, position, "") + '\n';
    }
    return all;
}

struct PartitionsCase {
    TemporaryFolder folder;
    std::string data = (folder.path() / "data").string();

    Ran submit(const std::string& lines, const Words& more = {}) const {
        const std::filesystem::path file = folder.path() / "lines.jsonl";
        write_text(file, lines);
        Words words{"submit", file.string(), "--data", data};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    Ran submit_to(int partitions, const std::string& lines) const {
        return submit(lines, {"--set", "embedded.partitions=" + std::to_string(partitions)});
    }
    // `leadline NOUN VERB... --data DIR`
    Ran ask(Words words) const {
        words.insert(words.end(), {"--data", data});
        return run(words);
    }
};

}  // namespace leadline::tests
