// `leadline serve`: what stands on its command line.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/serve.hpp"

namespace leadline::connectors {

void register_serve(CLI::App& app, Context& context) {
    CLI::App* command = app.add_subcommand(
        "serve", "Run the engine until it is stopped: commands in, timers, views");
    const auto request = std::make_shared<ServeRequest>();
    take_data(*command, context);
    command
        ->add_option("--inbox", request->inbox,
                     "folder whose files are decided; without: lines from standard input")
        ->type_name("DIR");
    command->add_flag("--accept-loss", request->accept_loss,
                      "go on although durable events are missing from the log");
    command->callback([request, &context] {
        context.action = [request](Context& c) { return serve(*request, c); };
    });
}

}  // namespace leadline::connectors
