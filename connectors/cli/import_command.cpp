// `leadline import`: CSV files into command lines, to a file or stdout; what was done goes to
// stderr. The lines reach their file whole or not at all. Rows that gave no line are bad input
// (65); the others' lines are written nevertheless.
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/signals.hpp"
#include "connectors/files/import.hpp"

namespace leadline::connectors {
namespace {

using events::fail;
using events::Failure;
using events::Result;

struct ImportArguments {
    ImportRequest request;
    std::string to;  // empty or "-": stdout
};

Result<void> write_file(const std::string& path, const std::string& lines,
                        const StopSignals& signals) {
    const std::string draft = path + ".part";
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file.write(lines.data(), static_cast<std::streamsize>(lines.size()));
    file.close();
    std::error_code error;
    const auto goes_on = go_on(signals);
    if (file && goes_on) std::filesystem::rename(draft, path, error);
    if (file && goes_on && !error) return {};
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    TRY(goes_on);
    return fail(Failure::io, fmt::format("{} cannot be written", path));
}

Result<ExitCode> import_files(const ImportArguments& arguments, Context& context) {
    const StopSignals signals;
    Progress progress(context.console.err, progress_style(context));
    std::string_view verb;
    const auto watch = [&](const ImportStep& step) {
        if (step.verb != verb) progress.restart();
        verb = step.verb;
        progress.at({step.verb, step.noun, step.done, share_of(step.done, step.all)});
        return !signals.stopped();
    };
    std::ostringstream lines;
    const auto report = import_commands(arguments.request, lines, watch);
    progress.clear();
    if (!report) return tl::unexpected(report.error());
    TRY(go_on(signals));
    const bool is_stdout = arguments.to.empty() || arguments.to == "-";
    const std::string text = std::move(lines).str();
    TRY(is_stdout ? context.console.out.write(text) : write_file(arguments.to, text, signals));
    context.console.err << to_text(*report) << std::flush;
    return report->left_out() > 0 ? ExitCode::bad_input : ExitCode::done;
}

}  // namespace

void register_import(CLI::App& app, Context& context) {
    CLI::App* command =
        app.add_subcommand("import", "Turn CSV files into command lines in time order");
    const auto arguments = std::make_shared<ImportArguments>();
    command->add_option("CSV", arguments->request.files, "the CSV files")->required();
    command->add_option("--map", arguments->request.map, "the mapping file (YAML)")->required();
    command->add_option("--to", arguments->to, "where the lines go; stdout without it")
        ->type_name("FILE");
    // Elsewhere too -o is the format: a path behind it is a slip, and must not be lost in silence.
    command
        ->add_option_function<std::string>(
            "-o,--output", [](const std::string&) {}, "the format: jsonl, there is no other")
        ->type_name("FORMAT")
        ->check([](const std::string& format) -> std::string {
            if (format == "jsonl") return {};
            return "-o is the format, and import writes jsonl; the file that the lines go to is "
                   "--to FILE";
        });
    command->callback([arguments, &context] {
        context.action = [arguments](Context& c) { return import_files(*arguments, c); };
    });
}

}  // namespace leadline::connectors
