// The command line's frame: global options, what every command is handed, and the one list of
// commands (app.cpp). A command is one Register function in a file of its own: it adds a subcommand
// and, in CLI11's callback, chooses the action; the action runs once everything is parsed and the
// configuration stands. CLI11 is included by those files only. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/config_file.hpp"
#include "connectors/cli/app_output.hpp"
#include "connectors/cli/exit_codes.hpp"
#include "connectors/files/clock.hpp"

namespace CLI {
class App;
}

namespace leadline::connectors {

enum class OutputFormat : std::uint8_t { text, json, jsonl, csv };

// What stands on the command line before any command's own options.
struct CommandLine {
    std::string program = "leadline";             // as it was started: argv[0]
    std::filesystem::path data;                   // --data; see take_data()
    std::optional<OutputFormat> format;           // -o; absent: the command's own choice
    std::optional<std::filesystem::path> config;  // --config
    std::vector<std::string> sets;                // --set, --log-level and --log-format
};

// What the process is to a command; main.cpp and tests fill it.
struct Console {
    Output& out;        // data, and nothing else
    std::ostream& err;  // everything else: one line per failure, progress, summaries
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    Clock& clock;
    std::vector<std::pair<std::string, std::string>> environment;  // the LEADLINE_ variables
};

struct Context;
// A failure is printed, one line, and becomes its exit code.
using Action = std::function<events::Result<ExitCode>(Context&)>;

struct Context {
    Console console;
    CommandLine line;
    config::Configuration configuration;  // in force; see `loads_configuration`
    Action action;                        // chosen while parsing
    bool loads_configuration = true;  // false: the action looks into it by itself (`config check`)
    bool only_tells = false;  // nothing is decided: who closes the output has seen enough of it

    [[nodiscard]] OutputFormat format_or(OutputFormat own) const {
        return line.format.value_or(own);
    }
    // From where the configuration in force comes, for load_configuration().
    [[nodiscard]] config::OptionSources option_sources() const {
        return {line.config, console.environment, line.sets};
    }
};

// Adds one command, or a noun with its verbs, to `app`. Must not keep references to locals: what a
// callback fills lives in a std::shared_ptr that the callback holds.
using Register = void (*)(CLI::App& app, Context& context);

// The noun that several files give verbs to (`program plan`, `program list`): made when first asked
// for. One of its verbs must be given.
[[nodiscard]] CLI::App& noun(CLI::App& app, const std::string& name, const std::string& help);

// Adds `--data DIR`, required, to a command; its value is context.line.data.
void take_data(CLI::App& command, Context& context);

// Parses, runs the chosen command, prints what failed. Wrong usage is exit code 2.
[[nodiscard]] int run_app(int argc, const char* const* argv, Console console);

}  // namespace leadline::connectors
