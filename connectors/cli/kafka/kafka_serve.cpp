// See kafka_serve.hpp.
#include "connectors/cli/kafka/kafka_serve.hpp"

#include <signal.h>

#include <optional>

#include "connectors/cli/kafka/kafka_host.hpp"
#include "connectors/cli/logging.hpp"
#include "connectors/cli/notifications.hpp"
#include "connectors/cli/submit.hpp"
#include "engine/runtime/heap.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

// A transaction costs more than a sync, so more commands share it, unless somebody says how many.
constexpr std::uint32_t kafka_epoch_commands = 5'000;

// Replaying is quick, and what was decided is durable elsewhere: fewer and larger checkpoints take
// less of the processor, which the broker and its client need.
constexpr std::uint64_t kafka_checkpoint_events = 500'000;
constexpr std::uint64_t kafka_checkpoint_bytes = 32U << 20U;

void set_defaults(config::Options& options, const config::Configuration& configuration) {
    if (!configuration.is_set("state.checkpoint_events"))
        options.state.checkpoint_events = kafka_checkpoint_events;
    if (!configuration.is_set("state.checkpoint_bytes"))
        options.state.checkpoint_bytes = kafka_checkpoint_bytes;
}

std::uint32_t epoch_commands(const config::Configuration& configuration) {
    const bool is_said = configuration.is_set("epoch.commands_max");
    return is_said ? configuration.options.epoch.commands_max : kafka_epoch_commands;
}

Result<RunEnd> run(KafkaHost& host, StopSignals& signals, Context& context) {
    std::optional<Reload> reload;
    reload.emplace(context.option_sources(), context.configuration,
                   [&host, &reload](const config::Options& options) {
                       change_logging(options.log);
                       host.set_commands_max(epoch_commands(reload->in_force()));
                   });
    signals.when_hung_up([&reload] { log_reload(reload->again()); });
    auto end = host.run();
    signals.when_hung_up({});
    return end;
}

}  // namespace

// Commands come from Kafka and nothing else.
Result<ExitCode> serve_kafka(const ServeRequest& request, Context& context) {
    if (request.inbox)
        return fail(Failure::usage,
                    "engine.log is kafka: commands come from its topic, and "
                    "--inbox is for the embedded log");
    auto notifications = notification_settings(context);
    if (!notifications) return tl::unexpected(std::move(notifications).error());
    engine::keep_buffers();
    StopSignals signals(Hangup::is_heard);
    Progress progress(context.console.err, progress_style(context));
    HostSetup setup = host_setup(context, progress);
    setup.signals = &signals;
    setup.notifications = *std::move(notifications);
    setup.command = "serve";
    setup.options.epoch.commands_max = epoch_commands(context.configuration);
    set_defaults(setup.options, context.configuration);
    const auto host = KafkaHost::open(std::move(setup));
    const bool is_ended = signals.stopped_by() == SIGTERM;
    if (!host && host.error().failure == Failure::interrupted && is_ended) return ExitCode::done;
    if (!host) return tl::unexpected(host.error());
    const auto end = run(**host, signals, context);
    if (!end) return tl::unexpected(end.error());
    if (signals.stopped_by() == SIGTERM) return ExitCode::done;
    return fail(Failure::interrupted, "interrupted; what was decided is durable");
}

}  // namespace leadline::connectors
