// See app.hpp.
#include "connectors/cli/app.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>

#include "config/yaml/names.hpp"
#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/logging.hpp"

namespace leadline::connectors {
namespace {

const std::map<std::string, OutputFormat> formats{{"text", OutputFormat::text},
                                                  {"json", OutputFormat::json},
                                                  {"jsonl", OutputFormat::jsonl},
                                                  {"csv", OutputFormat::csv}};

// Checked here, so that what is wrong is named by its flag.
std::function<std::string(const std::string&)> is_choice(std::string_view option_name) {
    return [option_name](const std::string& value) -> std::string {
        const auto choices = config::find_option(option_name)->choices;
        if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
        return config::unknown_name("value", value, choices);
    };
}

void add_global_options(CLI::App& app, CommandLine& line) {
    const auto set_option = [&line](std::string name) {
        return [&line, name](const std::string& value) { line.sets.push_back(name + "=" + value); };
    };
    app.add_option_function<std::string>(
           "-o,--output", [&line](const std::string& name) { line.format = formats.at(name); },
           "text, json, jsonl or csv")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"text", "json", "jsonl", "csv"}));
    app.add_option("--config", line.config, "configuration file")->type_name("FILE");
    app.add_option_function<std::vector<std::string>>(
           "--set",
           [&line](const std::vector<std::string>& sets) {
               line.sets.insert(line.sets.end(), sets.begin(), sets.end());
           },
           "one option of the configuration; may be given again")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option_function<std::string>("--log-level", set_option("log.level"),
                                         "trace, debug, info, warning, error or off")
        ->check(is_choice("log.level"));
    app.add_option_function<std::string>("--log-format", set_option("log.format"), "text or json")
        ->check(is_choice("log.format"));
}

events::Result<void> configure(Context& context) {
    if (!context.loads_configuration) {
        start_logging(config::default_options().log);
        return {};
    }
    config::Diagnostics diagnostics;
    auto loaded = config::load_configuration(context.option_sources(), diagnostics);
    if (!loaded) return tl::unexpected(std::move(loaded).error());
    context.configuration = std::move(*loaded);
    start_logging(context.configuration.options.log);
    return {};
}

// Where the words led before the first one that is no command; what is wrong with that one, empty
// when it is not a word that is wrong. CLI11 would only say that a subcommand is required.
std::string unknown_word(const CLI::App& app) {
    const std::vector<std::string> left = app.remaining(true);
    const CLI::App* at = &app;
    std::string path = app.get_name();
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
        path += " " + at->get_name();
    }
    const auto below = at->get_subcommands([](const CLI::App*) { return true; });
    if (left.empty() || left.front().starts_with('-') || below.empty()) return {};
    std::vector<std::string_view> names;
    for (const CLI::App* const command : below) names.push_back(command->get_name());
    return path + ": " + config::unknown_name("command", left.front(), names) + "\nHelp: " + path +
           " --help\n";
}

ExitCode run_action(Context& context) {
    auto done = configure(context).and_then([&context] { return context.action(context); });
    if (done) return *done;
    if (context.only_tells && done.error().message == output_closed) return ExitCode::done;
    if (!done.error().message.empty())
        context.console.err << "leadline: " << done.error().message << std::endl;
    return exit_code(done.error().failure);
}

}  // namespace

CLI::App& noun(CLI::App& app, const std::string& name, const std::string& help) {
    for (CLI::App* const there : app.get_subcommands([](CLI::App*) { return true; }))
        if (there->get_name() == name) return *there;
    CLI::App* const made = app.add_subcommand(name, help);
    made->require_subcommand(1);
    return *made;
}

void take_data(CLI::App& command, Context& context) {
    command.add_option("--data", context.line.data, "the data folder")
        ->type_name("DIR")
        ->required();
}

int run_app(int argc, const char* const* argv, Console console) {
    Context context{std::move(console), {}, {}, {}, true};
    if (argc > 0 && *argv[0] != '\0') context.line.program = argv[0];
    CLI::App app("Leadline routes sales leads to partners.", "leadline");
    app.fallthrough();
    app.require_subcommand(1);
    app.set_version_flag("--version", "leadline " LEADLINE_VERSION);
    add_global_options(app, context.line);
    for (const Register add : commands()) add(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostream& err = context.console.err;
        if (const std::string unknown = unknown_word(app);
            error.get_exit_code() != 0 && !unknown.empty()) {
            err << unknown << std::flush;
            return static_cast<int>(ExitCode::usage);
        }
        std::ostringstream told;
        const bool is_wrong = app.exit(error, told, err) != 0;
        if (is_wrong) return static_cast<int>(ExitCode::usage);
        const auto written = context.console.out.write(told.str());
        return static_cast<int>(written ? ExitCode::done : ExitCode::io);
    }
    return static_cast<int>(run_action(context));
}

}  // namespace leadline::connectors
