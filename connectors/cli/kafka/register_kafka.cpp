// `leadline kafka`: what stands on the command line of its verbs.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "connectors/cli/app_commands.hpp"
#include "connectors/cli/kafka/kafka_command.hpp"

namespace leadline::connectors {

void register_kafka(CLI::App& app, Context& context) {
    CLI::App& kafka = noun(app, "kafka", "The topics and the brokers of an engine on Kafka");
    kafka.add_subcommand("init", "Make the topics that are missing, and check all of them")
        ->callback([&context] { context.action = kafka_init; });
    kafka.add_subcommand("check", "Say what is wrong with the topics and the brokers")
        ->callback([&context] { context.action = kafka_check; });
    kafka.add_subcommand("lag", "Say how many commands wait to be decided")->callback([&context] {
        context.only_tells = true;
        context.action = kafka_lag;
    });
}

}  // namespace leadline::connectors
