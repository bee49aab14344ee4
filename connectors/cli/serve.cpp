// See serve.hpp.
#include "connectors/cli/serve.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "connectors/cli/kafka/kafka_serve.hpp"
#include "connectors/cli/logging.hpp"
#include "connectors/cli/notifications.hpp"
#include "connectors/cli/submit.hpp"
#include "connectors/serve/inbox_door.hpp"
#include "connectors/serve/reload.hpp"
#include "connectors/serve/serve_source.hpp"
#include "connectors/serve/stdin_door.hpp"

namespace leadline::connectors {

using events::fail;
using events::Failure;
using events::Result;

namespace {

void warn(std::string_view line) { spdlog::warn("{}", line); }

class Serving {
public:
    Serving(EngineHost& host, Context& context) : host_(host), context_(context) {}

    // Somebody is told what the log owes them.
    [[nodiscard]] Result<void> tell_by(notify::Settings settings);

    [[nodiscard]] Result<ExitCode> from_stdin();
    [[nodiscard]] Result<ExitCode> from_inbox(const Inbox& inbox);

private:
    using AddStatus = std::function<void(EngineStatus&)>;

    [[nodiscard]] Result<RunEnd> run(Door& door, engine::OutcomeSink& sink, const AddStatus& more);
    [[nodiscard]] Result<ExitCode> exit_of(const Result<RunEnd>& end) const;
    void say_if_behind_log() const;

    EngineHost& host_;
    Context& context_;
    notify::LineDoor told_;                       // what became of it
    std::unique_ptr<notify::Notifier> notifier_;  // null: nobody is told anything
};

Result<void> Serving::tell_by(notify::Settings settings) {
    auto opened = open_notifier(host_, std::move(settings), context_, told_);
    if (!opened) return tl::unexpected(std::move(opened).error());
    notifier_ = *std::move(opened);
    return {};
}

Result<ExitCode> Serving::from_stdin() {
    auto lines = LineReader::open({"-"});
    if (!lines) return tl::unexpected(std::move(lines).error());
    StdinDoor door(*std::move(lines), [] {
        spdlog::info("standard input has ended; timers go on until the engine is stopped");
    });
    OutcomeWriter outcomes(
        [this](std::string_view text) { return context_.console.out.write(text); },
        outcome_format(context_.format_or(OutputFormat::jsonl)));
    outcomes.when_closed([this] { host_.stop(); });
    spdlog::info("serves {} from standard input", host_.folder().root().string());
    const auto end = run(door, outcomes, {});
    if (end) outcomes.finish();
    if (end && outcomes.failure()) return tl::unexpected(*outcomes.failure());
    return exit_of(end);
}

Result<ExitCode> Serving::from_inbox(const Inbox& inbox) {
    InboxOutcomes outcomes(inbox);
    InboxDoor door({inbox, outcomes, context_.console.clock, warn});
    spdlog::info("serves {} from the inbox {}", host_.folder().root().string(),
                 inbox.root().string());
    const auto end = run(door, outcomes, [&outcomes](EngineStatus& status) {
        status.inbox_done = outcomes.counts().done;
        status.inbox_failed = outcomes.counts().failed;
    });
    return exit_of(end);
}

Result<RunEnd> Serving::run(Door& door, engine::OutcomeSink& sink, const AddStatus& more) {
    PollWaiting waiting(host_.signals().wake_descriptor());
    ServeSource source({door, context_.console.clock, waiting, [this] { return host_.next_due(); },
                        warn, notifier_ == nullptr ? nullptr : &told_});
    const auto take_over = [this, &source](const config::Options& options) {
        change_logging(options.log);
        source.set_commands_max(options.epoch.commands_max);
        host_.set_commands_max(options.epoch.commands_max);
        source.set_look_again({std::int64_t{options.serve.rescan_ms} * 1'000});
    };
    take_over(context_.configuration.options);
    Reload reload(context_.option_sources(), context_.configuration, take_over);
    host_.when_hung_up([&reload] { log_reload(reload.again()); });
    say_if_behind_log();
    if (notifier_ != nullptr) notifier_->start();
    auto end = host_.run({source, sink, {}, [this, &source, &more](EngineStatus& status) {
                              status.closed = source.why_closed();
                              if (notifier_ != nullptr) add(status, notifier_->counts());
                              if (more) more(status);
                          }});
    host_.when_hung_up({});
    if (notifier_ != nullptr) notifier_->stop();
    return end;
}

void Serving::say_if_behind_log() const {
    const std::vector<events::Time> times = host_.last_times();
    const events::Duration behind =
        *std::max_element(times.begin(), times.end()) - context_.console.clock.now();
    if (behind.us > 0)
        spdlog::warn(
            "the wall clock is {} behind the log's last event: until it is past that, "
            "commands get the time of that event",
            events::to_text(behind));
}

Result<ExitCode> Serving::exit_of(const Result<RunEnd>& end) const {
    if (!end) return tl::unexpected(end.error());
    if (host_.signals().stopped_by() == SIGTERM) return ExitCode::done;
    return fail(Failure::interrupted, "interrupted; what was decided is durable");
}

}  // namespace

Result<ExitCode> serve(const ServeRequest& request, Context& context) {
    if (context.configuration.options.engine.log == config::LogKind::kafka)
        return serve_kafka(request, context);
    auto settings = notification_settings(context);
    if (!settings) return tl::unexpected(std::move(settings).error());
    StopSignals signals(Hangup::is_heard);
    std::optional<Inbox> inbox;
    if (request.inbox) {
        auto opened = Inbox::open(*request.inbox, context.line.data);
        if (!opened) return tl::unexpected(std::move(opened).error());
        inbox.emplace(*std::move(opened));
    }
    Progress progress(context.console.err, progress_style(context));
    HostSetup setup = host_setup(context, progress);
    setup.accept_loss = request.accept_loss;
    setup.signals = &signals;
    setup.command = "serve";
    // What is in force is the source's, since it may change meanwhile.
    setup.options.epoch.commands_max = engine::epoch_commands_limit;
    const auto host = EngineHost::open(std::move(setup));
    if (!host && host.error().failure == Failure::interrupted && signals.stopped_by() == SIGTERM)
        return ExitCode::done;
    if (!host) return tl::unexpected(host.error());
    Serving serving(**host, context);
    if (*settings)
        if (auto told = serving.tell_by(**std::move(settings)); !told)
            return tl::unexpected(std::move(told).error());
    return inbox ? serving.from_inbox(*inbox) : serving.from_stdin();
}

}  // namespace leadline::connectors
