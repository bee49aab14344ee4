// See engine_host.hpp.
#include "connectors/cli/engine_host.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "connectors/cli/staging_thread.hpp"
#include "connectors/cli/status_thread.hpp"
#include "connectors/serve/waiting.hpp"

namespace leadline::connectors {

using engine::Partition;
using engine::PartitionEngine;
using events::fail;
using events::Failure;
using events::Position;
using events::Result;

namespace {

constexpr Partition only_partition{};  // of an embedded log that this version makes

}  // namespace

EngineHost::EngineHost(HostSetup setup, std::unique_ptr<StopSignals> signals, DataFolder folder)
    : setup_(std::move(setup)), signals_(std::move(signals)), folder_(std::move(folder)) {}

EngineHost::~EngineHost() = default;

Result<std::unique_ptr<EngineHost>> EngineHost::open(HostSetup setup) {
    auto signals = std::make_unique<StopSignals>(setup.hangup);
    auto folder = DataFolder::open(setup.folder);
    if (!folder) return tl::unexpected(std::move(folder).error());
    std::unique_ptr<EngineHost> host(
        new EngineHost(std::move(setup), std::move(signals), *std::move(folder)));
    TRY(host->open_log());
    TRY(host->open_engine());
    TRY(host->open_views());
    spdlog::info("opened {} at position {}", host->folder_.root().string(),
                 host->state().position.number);
    return host;
}

Result<void> EngineHost::open_log() {
    EmbeddedOptions options;
    if (setup_.options.disk.compression == config::Compression::none)
        options.compression = LogCompression::none;
    auto log = EmbeddedLog::open(folder_.log(), options);
    if (!log && setup_.accept_loss &&
        (log.error().failure == Failure::loss || log.error().failure == Failure::corrupt)) {
        setup_.say(fmt::format("going on without what is lost: {}", log.error().message));
        options.accept_loss = true;
        log = EmbeddedLog::open(folder_.log(), options);
    }
    if (!log) return tl::unexpected(std::move(log).error());
    log_ = *std::move(log);
    if (log_->partitions() == 1) return {};
    return fail(Failure::configuration,
                fmt::format("{} has {} partitions, and this version of the command line knows logs "
                            "of one",
                            folder_.log().string(), log_->partitions()));
}

Result<void> EngineHost::open_engine() {
    store_ = engine::RocksStateStore::open(folder_.state(only_partition),
                                           setup_.options.state.memory / 8);
    auto engine = recover();
    if (!engine && engine.error().failure == Failure::loss && setup_.accept_loss) {
        setup_.say(fmt::format("going on without what is lost: {}", engine.error().message));
        TRY(store_->set_aside());
        engine = recover();
    }
    if (!engine) return tl::unexpected(std::move(engine).error());
    engine_ = *std::move(engine);
    tell_mended(engine_->report());
    return {};
}

Result<std::unique_ptr<PartitionEngine>> EngineHost::recover() {
    const auto tell = [this](Position at, Position end) {
        if (setup_.progress == nullptr || end.number == 0) return;
        setup_.progress->at({"state: read", "events of the log", at.number,
                             static_cast<double>(at.number) / static_cast<double>(end.number)});
    };
    if (setup_.progress != nullptr) setup_.progress->restart();
    return PartitionEngine::open(*log_, {*log_, *store_, only_partition, tell, limits()});
}

// `state.memory` is for all of state: the things in memory, the store's cache (an eighth), and what
// is gathered for a checkpoint and written.
engine::StateLimits EngineHost::limits() const {
    const auto& state = setup_.options.state;
    return {state.memory / 8 * 5, {state.checkpoint_events, state.checkpoint_bytes}};
}

void EngineHost::tell_mended(const engine::RecoveryReport& report) const {
    if (setup_.progress != nullptr) setup_.progress->clear();
    if (report.rebuilt) {
        setup_.say(fmt::format("state was {}: rebuilt from the log, {} events{}",
                               report.why_rebuilt.empty() ? "missing" : "damaged", report.events,
                               report.why_rebuilt.empty() ? "" : " (" + report.why_rebuilt + ")"));
    } else if (report.events > 0) {
        spdlog::info("state: {} events after the checkpoint at position {} were read from the log",
                     report.events, report.from.number);
    }
}

Result<void> EngineHost::open_views() {
    if (!setup_.options.views.enabled) return {};
    auto views = ViewThread::open(*log_, folder_.views(only_partition), only_partition,
                                  setup_.options.views);
    if (!views) return tl::unexpected(std::move(views).error());
    views_ = *std::move(views);
    if (!views_->was_emptied().empty())
        setup_.say(fmt::format("views are made again from the log: {}", views_->was_emptied()));
    for (const projections::StoppedView& stopped : views_->stopped())
        setup_.say(stopped.error.message);
    return {};
}

const projections::ViewStore* EngineHost::views() const {
    return views_ == nullptr ? nullptr : &views_->store();
}

Result<RunEnd> EngineHost::run(const Io& io) {
    space_ = std::make_unique<FreeSpace>(
        FreeSpaceSetup{{folder_.log(), folder_.root() / "state", folder_.root() / "views"},
                       setup_.options.disk.free_min,
                       [](std::string_view line) { spdlog::warn("{}", line); }});
    gauge_ = std::make_unique<EngineGauge>(only_partition, state().position, state().time);
    std::optional<StatusThread> status;
    if (!setup_.command.empty()) {
        status.emplace(folder_.root(), *setup_.clock, [this, &io](EngineStatus& to) {
            to.command = setup_.command;
            gauge_->fill(to, views_.get());
            if (io.add_status) io.add_status(to);
            if (to.closed.empty()) to.closed = space_->why_closed();
        });
    }
    return run_through(io);
}

Result<RunEnd> EngineHost::run_through(const Io& io) {
    if (setup_.progress != nullptr) setup_.progress->restart();
    auto ran = run_loop(io);
    Result<void> viewed;
    if (views_ != nullptr) viewed = views_->stop();
    if (!ran) return tl::unexpected(std::move(ran).error());
    if (!viewed) return tl::unexpected(std::move(viewed).error());
    if (!signals_->stopped()) TRY(finish_views());
    spdlog::info("stands at position {}", state().position.number);
    if (signals_->stopped()) return RunEnd::interrupted;
    return stopped_ ? RunEnd::stopped : RunEnd::input_ended;
}

Result<void> EngineHost::run_loop(const Io& io) {
    GaugedSink sink(io.sink, views_.get(), *gauge_);
    const auto before_poll = [this, &io](Position position) {
        wait_for_room();
        if (views_ != nullptr) views_->wait_for(position);
        if (io.each_poll) io.each_poll();
    };
    engine::PipelinedLoop loop(
        {*engine_, *store_, io.source, sink, setup_.options.epoch.commands_max, before_poll});
    {
        const std::lock_guard lock(loop_mutex_);
        loop_ = &loop;
        if (stopped_) loop.stop();
    }
    signals_->when_stopped([this] { stop_loop(); });
    if (views_ != nullptr) views_->start();
    auto ran = [&] {
        const StagingThread staging(folder_.root(), [this](const auto& to) { return stage(to); });
        return loop.run();
    }();
    signals_->when_stopped({});
    const std::lock_guard lock(loop_mutex_);
    loop_ = nullptr;
    return ran;
}

void EngineHost::wait_for_room() {
    const auto room = [this] { return space_->has_room() || stopped_ || signals_->stopped(); };
    if (room()) return;
    if (setup_.progress != nullptr) setup_.progress->clear();
    PollWaiting waiting(signals_->wake_descriptor());
    constexpr std::chrono::microseconds every = FreeSpace::look_every;
    while (!room()) waiting.wait(-1, {every.count()});
}

void EngineHost::stop() {
    stopped_ = true;
    stop_loop();
}

void EngineHost::stop_loop() {
    {
        const std::lock_guard lock(loop_mutex_);
        if (loop_ != nullptr) loop_->stop();
    }
    if (views_ != nullptr) views_->stop_waiting();
    signals_->wake();
}

// The rest of the way, once nothing is decided any more.
Result<void> EngineHost::finish_views() {
    if (views_ == nullptr) return {};
    if (setup_.progress != nullptr) setup_.progress->restart();
    const Position end = state().position;
    TRY(views_->catch_up(
        [this, end](Position at) {
            if (setup_.progress == nullptr || end.number == 0) return;
            setup_.progress->at({"views: at position", "of the log", at.number,
                                 static_cast<double>(at.number) / static_cast<double>(end.number)});
        },
        [this] { return signals_->stopped(); }));
    if (setup_.progress != nullptr) setup_.progress->clear();
    return {};
}

}  // namespace leadline::connectors
