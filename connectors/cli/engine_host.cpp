// See engine_host.hpp.
#include "connectors/cli/engine_host.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "connectors/cli/staging_thread.hpp"
#include "connectors/cli/status_thread.hpp"
#include "connectors/serve/waiting.hpp"
#include "engine/log/placement.hpp"

namespace leadline::connectors {

using engine::Partition;
using events::fail;
using events::Failure;
using events::Position;
using events::Result;

EngineHost::EngineHost(HostSetup setup, std::unique_ptr<StopSignals> own, DataFolder folder)
    : setup_(std::move(setup)),
      own_signals_(std::move(own)),
      signals_(setup_.signals),
      folder_(std::move(folder)),
      commands_max_(setup_.options.epoch.commands_max) {}

EngineHost::~EngineHost() = default;

Result<std::unique_ptr<EngineHost>> EngineHost::open(HostSetup setup) {
    if (setup.options.engine.log != config::LogKind::embedded)
        return fail(Failure::configuration,
                    "engine.log is kafka: only `leadline serve` decides on it, and `leadline "
                    "submit --kafka` publishes for it");
    std::unique_ptr<StopSignals> own;
    if (setup.signals == nullptr) own = std::make_unique<StopSignals>();
    if (own) setup.signals = own.get();
    auto folder = DataFolder::open(setup.folder);
    if (!folder) return tl::unexpected(std::move(folder).error());
    if (const std::string copied = folder->copy_of(); !copied.empty())
        return fail(Failure::configuration,
                    fmt::format("{} holds a copy of {}, and no log of its own: only `leadline "
                                "serve` with engine.log=kafka goes on with it",
                                setup.folder.string(), copied));
    std::unique_ptr<EngineHost> host(
        new EngineHost(std::move(setup), std::move(own), *std::move(folder)));
    TRY(host->open_log());
    TRY(host->open_partitions());
    spdlog::info("opened {} at {}", host->folder_.root().string(), host->position_text());
    return host;
}

Result<void> EngineHost::open_log() {
    EmbeddedOptions options;
    if (setup_.options.disk.compression == config::Compression::none)
        options.compression = LogCompression::none;
    options.partitions = setup_.partitions.value_or(1);
    auto log = EmbeddedLog::open(folder_.log(), options);
    if (!log && setup_.accept_loss &&
        (log.error().failure == Failure::loss || log.error().failure == Failure::corrupt)) {
        setup_.say(fmt::format("going on without what is lost: {}", log.error().message));
        options.accept_loss = true;
        log = EmbeddedLog::open(folder_.log(), options);
    }
    if (!log) return tl::unexpected(std::move(log).error());
    log_ = *std::move(log);
    return check_partitions();
}

Result<void> EngineHost::open_partitions() {
    std::vector<events::Position> ends;
    for (Partition partition; partition.number < partitions(); ++partition.number) {
        const auto end = log_->end(partition);
        if (!end) return tl::unexpected(end.error());
        ends.push_back(end->last_position);
    }
    hosts_.resize(partitions());
    Opening opening(setup_, ends);
    return opening.run([&](Partition partition) -> Result<void> {
        auto opened =
            PartitionHost::open(setup_, folder_, *log_, partition, opening.told(partition));
        if (!opened) return tl::unexpected(std::move(opened).error());
        hosts_[partition.number] = *std::move(opened);
        return {};
    });
}

Result<void> EngineHost::check_partitions() const {
    if (!setup_.partitions || *setup_.partitions == partitions()) return {};
    return fail(
        Failure::configuration,
        fmt::format("embedded.partitions is {}, and the log in {} has {}, for its life: "
                    "`leadline log copy --partitions {}` deals it anew into another folder",
                    *setup_.partitions, folder_.root().string(), partitions(), *setup_.partitions));
}

const engine::State& EngineHost::state_of(events::ProgramId program) const {
    return hosts_[engine::partition_of(program, partitions()).number]->state();
}

std::vector<events::Time> EngineHost::last_times() const {
    std::vector<events::Time> times;
    for (const auto& host : hosts_) times.push_back(host->state().time);
    return times;
}

std::string EngineHost::position_text() const {
    if (hosts_.size() == 1)
        return fmt::format("position {}", hosts_.front()->state().position.number);
    std::string text = "positions";
    for (std::size_t i = 0; i < hosts_.size(); ++i)
        text += fmt::format("{} {}/{}", i == 0 ? "" : ",", i, hosts_[i]->state().position.number);
    return text;
}

std::vector<const projections::ViewStore*> EngineHost::views() const {
    std::vector<const projections::ViewStore*> all;
    for (const auto& host : hosts_)
        if (host->views() != nullptr) all.push_back(&std::as_const(*host).views()->store());
    return all;
}

Result<RunEnd> EngineHost::run(const Io& io) {
    space_ = std::make_unique<FreeSpace>(
        FreeSpaceSetup{{folder_.log(), folder_.root() / "state", folder_.root() / "views"},
                       setup_.options.disk.free_min,
                       [](std::string_view line) { spdlog::warn("{}", line); }});
    gauge_ = std::make_unique<EngineGauge>();
    for (Partition p; p.number < partitions(); ++p.number) {
        const engine::State& state = hosts_[p.number]->state();
        gauge_->begin(p, state.position, state.time);
    }
    std::optional<StatusThread> status;
    if (!setup_.command.empty()) {
        status.emplace(folder_.root(), *setup_.clock, [this, &io](EngineStatus& to) {
            to.command = setup_.command;
            gauge_->fill(to);
            for (Partition p; p.number < partitions(); ++p.number)
                gauge_->fill_views(to, p, hosts_[p.number]->views());
            if (io.add_status) io.add_status(to);
            if (to.closed.empty()) to.closed = space_->why_closed();
        });
    }
    auto ran = run_through(io);
    if (!ran && status) status->end_with(ran.error().message);
    return ran;
}

Result<RunEnd> EngineHost::run_through(const Io& io) {
    if (setup_.progress != nullptr) setup_.progress->restart();
    for (const auto& host : hosts_)
        if (host->views() != nullptr) host->views()->start();
    auto ran = [&] {
        const StagingThread staging(folder_.root(), [this](const auto& to) { return stage(to); });
        return hosts_.size() == 1 ? run_one(io) : run_several(io);
    }();
    Result<void> viewed;
    for (const auto& host : hosts_) {
        if (host->views() == nullptr) continue;
        auto stopped = host->views()->stop();
        if (viewed) viewed = std::move(stopped);
    }
    if (!ran) return tl::unexpected(std::move(ran).error());
    if (!viewed) return tl::unexpected(std::move(viewed).error());
    if (!signals_->stopped()) TRY(finish_views());
    spdlog::info("stands at {}", position_text());
    if (signals_->stopped()) return RunEnd::interrupted;
    return stopped_ ? RunEnd::stopped : RunEnd::input_ended;
}

// As long as it lives, the loop can be stopped: by signals, and by stop().
class EngineHost::Stoppable {
public:
    Stoppable(EngineHost& host, std::function<void()> stop) : host_(host) {
        {
            const std::lock_guard lock(host_.loop_mutex_);
            host_.stop_running_ = std::move(stop);
            if (host_.stopped_) host_.stop_running_();
        }
        host_.signals_->when_stopped([&host] { host.stop_loop(); });
    }
    ~Stoppable() {
        host_.signals_->when_stopped({});
        const std::lock_guard lock(host_.loop_mutex_);
        host_.stop_running_ = {};
        host_.partitioned_ = nullptr;
    }
    Stoppable(const Stoppable&) = delete;
    Stoppable& operator=(const Stoppable&) = delete;

private:
    EngineHost& host_;
};

// The caller's thread decides.
Result<void> EngineHost::run_one(const Io& io) {
    PartitionHost& host = *hosts_.front();
    GaugedSink sink(io.sink, host.views(), *gauge_);
    const auto before_poll = [this, &host, &io](Position position) {
        wait_for_room();
        if (host.views() != nullptr) host.views()->wait_for(position);
        if (io.each_poll) io.each_poll();
    };
    engine::PipelinedLoop loop({host.engine(), host.store(), io.source, sink,
                                setup_.options.epoch.commands_max, before_poll,
                                [this] { note_failure(); }});
    const Stoppable stoppable(*this, [&loop] { loop.stop(); });
    return loop.run();
}

// The caller's thread deals to those that decide.
Result<void> EngineHost::run_several(const Io& io) {
    engine::PartitionedParts parts{{}, io.source, io.sink, setup_.options.epoch.commands_max};
    for (const auto& host : hosts_) {
        engine::PartitionParts one{host->engine(), host->store()};
        if (ViewThread* const views = host->views())
            one.before_poll = [views](Position position) { views->wait_for(position); };
        one.when_failed = [this] { note_failure(); };
        one.tell = [this, views = host->views()](const engine::Epoch& epoch,
                                                 engine::OutcomeSink& sink) {
            return GaugedSink(sink, views, *gauge_).tell(epoch);
        };
        parts.partitions.push_back(std::move(one));
    }
    parts.before_poll = [this, &io] {
        wait_for_room();
        if (io.each_poll) io.each_poll();
    };
    parts.when_failed = [this] { note_failure(); };
    engine::PartitionedLoop loop(std::move(parts));
    loop.set_commands_max(commands_max_);
    {
        const std::lock_guard lock(loop_mutex_);
        partitioned_ = &loop;
    }
    const Stoppable stoppable(*this, [&loop] { loop.stop(); });
    return loop.run();
}

std::optional<events::Time> EngineHost::next_due() {
    // Its own thread set it before the source was polled.
    return partitioned_ != nullptr ? partitioned_->next_due() : hosts_.front()->engine().next_due();
}

void EngineHost::set_commands_max(std::size_t commands) {
    commands_max_ = commands;
    const std::lock_guard lock(loop_mutex_);
    if (partitioned_ != nullptr) partitioned_->set_commands_max(commands);
}

void EngineHost::wait_for_room() {
    const auto room = [this] {
        return space_->has_room() || stopped_ || failed_ || signals_->stopped();
    };
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
        if (stop_running_) stop_running_();
    }
    let_go();
}

void EngineHost::note_failure() {
    failed_ = true;
    let_go();
}

void EngineHost::let_go() {
    for (const auto& host : hosts_)
        if (host->views() != nullptr) host->views()->stop_waiting();
    signals_->wake();
}

Result<void> EngineHost::finish_views() {
    for (const auto& host : hosts_)
        TRY(host->finish_views(setup_.progress, [this] { return signals_->stopped(); }));
    return {};
}

}  // namespace leadline::connectors
