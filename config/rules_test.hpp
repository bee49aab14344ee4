// Cases beside the rules: given this program and who has logged in, is suspended or is gone, when
// these leads arrive in turn, expect each at this place, decided by this rule. Read here into
// commands and expectations; connectors/cli/rules_runner.hpp decides and compares. All times are
// the file's own: nothing here knows what day it is. docs/rules.md tells the language. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/program_file.hpp"
#include "events/explanation.hpp"

namespace leadline::config {

enum class ExpectedPlace : std::uint8_t { queue, user, offered, waiting, attached, rejected };

struct Expectation {
    ExpectedPlace place = ExpectedPlace::waiting;
    std::string id;    // of the queue, user, partner or original; the reason of a rejection
    std::string rule;  // its name; "": not said
    std::optional<events::RoutedBy> by;
    std::optional<std::int32_t> score;
    std::optional<std::string> grade;
    std::optional<std::string> duplicate;  // of which lead
    SourcePlace written;
};

struct TestLead {
    std::string id;
    std::string command;  // CreateLead, a CloudEvent
    Expectation expect;
};

struct RulesTestCase {
    std::string name;
    SourcePlace place;
    std::vector<std::string> commands;  // all that is given: the program, its people, their state
    std::vector<TestLead> leads;
};

struct RulesTestFile {
    std::string file;  // as it was given
    std::string program;
    std::vector<RulesTestCase> cases;
};

// Reads the cases and the program file that they name. Fails as load_program_file does.
[[nodiscard]] events::Result<RulesTestFile> load_rules_test(const std::filesystem::path& file,
                                                            Diagnostics& diagnostics);

// The same for a document at hand, which stands in `file`.
[[nodiscard]] events::Result<RulesTestFile> read_rules_test(const Document& document,
                                                            const std::filesystem::path& file,
                                                            Diagnostics& diagnostics);

// Where the cases for `file` stand: demo.rules-test.yaml for demo.program.yaml, demo.rules.yaml and
// demo.yaml; a file of cases is its own.
[[nodiscard]] std::filesystem::path rules_test_beside(const std::filesystem::path& file);

}  // namespace leadline::config
