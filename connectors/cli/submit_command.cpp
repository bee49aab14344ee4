// `leadline submit`: what stands on its command line.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/kafka/kafka_submit.hpp"

namespace leadline::connectors {

void register_submit(CLI::App& app, Context& context) {
    CLI::App* command =
        app.add_subcommand("submit", "Decide commands: JSON lines in, one outcome line each out");
    const auto request = std::make_shared<SubmitRequest>();
    command->add_option("FILE", request->files, "files of JSON lines; - or none: standard input");
    CLI::Option* const data =
        command->add_option("--data", context.line.data, "the data folder")->type_name("DIR");
    CLI::Option* const to_kafka =
        command
            ->add_flag("--kafka", request->to_kafka,
                       "publish them on the topic of kafka.commands, and wait for their outcomes")
            ->excludes(data);
    command
        ->add_option_function<std::uint32_t>(
            "--timeout",
            [request](const std::uint32_t& seconds) {
                request->patience = std::chrono::seconds(seconds);
            },
            "with --kafka: end with 75 when no outcome has come for so long (60)")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 86'400))
        ->needs(to_kafka);
    command->add_flag(
        "--strict", request->strict,
        "exit with 65 when there was a dead letter, else 1 when there was a rejection");
    command
        ->add_flag("--accept-loss", request->accept_loss,
                   "go on although durable events are missing from the log")
        ->excludes(to_kafka);
    command->callback([request, &context] {
        if (!request->to_kafka && context.line.data.empty()) throw CLI::RequiredError("--data");
        if (request->files.empty()) request->files = {"-"};
        context.action = [request](Context& c) {
            return request->to_kafka ? submit_to_kafka(*request, c) : submit(*request, c);
        };
    });
}

}  // namespace leadline::connectors
