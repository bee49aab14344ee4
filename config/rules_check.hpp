// What `rules check` does: reads a program file, a file of rules, or a file of cases, whichever it
// is, and gathers every mistake. Stores nothing, decides nothing. One thread.
#pragma once

#include <filesystem>

#include "config/ruleset_file.hpp"
#include "config/yaml/diagnostics.hpp"
#include "events/base/result.hpp"

namespace leadline::config {

// True when nothing is wrong. In a file of rules nobody can know whether the users and queues that
// it names are there. Fails with `io` when the file cannot be read.
[[nodiscard]] events::Result<bool> check_rules(const std::filesystem::path& file,
                                               Diagnostics& diagnostics);

// What a file says of rules: a program file, or a file of rules alone.
struct RulesInFile {
    std::string program;  // its id; empty: the file does not say
    Ruleset ruleset;
};

// Fails as load_program_file does.
[[nodiscard]] events::Result<RulesInFile> load_rules(const std::filesystem::path& file,
                                                     Diagnostics& diagnostics);

}  // namespace leadline::config
