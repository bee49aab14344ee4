// `leadline submit`: what stands on its command line.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/submit.hpp"

namespace leadline::connectors {

void register_submit(CLI::App& app, Context& context) {
    CLI::App* command =
        app.add_subcommand("submit", "Decide commands: JSON lines in, one outcome line each out");
    const auto request = std::make_shared<SubmitRequest>();
    command->add_option("FILE", request->files, "files of JSON lines; - or none: standard input");
    take_data(*command, context);
    command->add_flag(
        "--strict", request->strict,
        "exit with 65 when there was a dead letter, else 1 when there was a rejection");
    command->add_flag("--accept-loss", request->accept_loss,
                      "go on although durable events are missing from the log");
    command->callback([request, &context] {
        if (request->files.empty()) request->files = {"-"};
        context.action = [request](Context& c) { return submit(*request, c); };
    });
}

}  // namespace leadline::connectors
