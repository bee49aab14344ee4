// `leadline program plan|apply`: what stands on their command lines.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/program_command.hpp"

namespace leadline::connectors {

void register_program(CLI::App& app, Context& context) {
    CLI::App& program = noun(app, "program", "Partner programs: what is in force, and changing it");
    const auto request = std::make_shared<ProgramRequest>();

    CLI::App* plan = program.add_subcommand("plan", "Show what `apply` would do");
    plan->add_option("FILE", request->file, "the program file (YAML)")->required();
    take_data(*plan, context);
    plan->add_flag("--commands", request->as_commands,
                   "print the commands instead, lines for `submit`, on Kafka too");
    plan->callback([request, &context] {
        context.only_tells = true;
        context.action = [request](Context& c) { return program_plan(*request, c); };
    });

    CLI::App* apply = program.add_subcommand(
        "apply", "Bring what is in force to what the file says; twice is once");
    apply->add_option("FILE", request->file, "the program file (YAML)")->required();
    take_data(*apply, context);
    apply->add_flag("--accept-loss", request->accept_loss,
                    "go on although durable events are missing from the log");
    apply->callback([request, &context] {
        context.action = [request](Context& c) { return program_apply(*request, c); };
    });
}

}  // namespace leadline::connectors
