// EngineHost: a data folder with its engine running on it: lock, log, state, views, signals. It
// says in one line each what was mended while opening, slows the intake when views fall behind,
// finishes the epoch at hand on SIGINT and SIGTERM, and brings views to the log's end. Made and
// used by one thread, before any other thread is started; stop() is anybody's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "config/options.hpp"
#include "connectors/cli/engine_gauge.hpp"
#include "connectors/cli/free_space.hpp"
#include "connectors/cli/progress.hpp"
#include "connectors/cli/signals.hpp"
#include "connectors/embedded/data_folder.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "connectors/files/clock.hpp"
#include "engine/runtime/epoch_loop.hpp"
#include "engine/runtime/rocks_state_store.hpp"

namespace leadline::connectors {

struct HostSetup {
    std::filesystem::path folder;
    config::Options options;
    bool accept_loss = false;                   // go on although durable events are missing
    std::function<void(std::string_view)> say;  // a line for the person, without its end
    Progress* progress = nullptr;
    Hangup hangup = Hangup::ends;
    std::string command{};         // that runs the engine; empty: no STATUS is written
    const Clock* clock = nullptr;  // for STATUS
};

enum class RunEnd : std::uint8_t { input_ended, interrupted, stopped };

class EngineHost {
public:
    // `unavailable` when the folder is in use, `loss` when durable events are gone.
    [[nodiscard]] static events::Result<std::unique_ptr<EngineHost>> open(HostSetup setup);
    ~EngineHost();
    EngineHost(const EngineHost&) = delete;
    EngineHost& operator=(const EngineHost&) = delete;

    [[nodiscard]] const engine::Log& log() const { return *log_; }
    [[nodiscard]] const engine::State& state() const { return engine_->state(); }
    [[nodiscard]] const StopSignals& signals() const { return *signals_; }
    [[nodiscard]] const DataFolder& folder() const { return folder_; }
    // Null when views are off.
    [[nodiscard]] const projections::ViewStore* views() const;

    struct Io {
        engine::InputSource& source;
        engine::OutcomeSink& sink;
        std::function<void()> each_poll{};  // on the decider's thread
        // Adds to STATUS what the engine itself does not know; any thread.
        std::function<void(EngineStatus&)> add_status{};
    };
    // Decides the input; when it has ended, views stand at the log's end. May be called again.
    [[nodiscard]] events::Result<RunEnd> run(const Io& io);

    // Ends the intake after the epoch at hand. Any thread, while run() runs.
    void stop();

    // When the next timer is due; the decider's thread, while run() runs.
    [[nodiscard]] std::optional<events::Time> next_due() { return engine_->next_due(); }
    // See StopSignals.
    void when_hung_up(std::function<void()> act) { signals_->when_hung_up(std::move(act)); }

private:
    EngineHost(HostSetup setup, std::unique_ptr<StopSignals> signals, DataFolder folder);
    [[nodiscard]] events::Result<void> open_log();
    [[nodiscard]] events::Result<void> open_engine();
    [[nodiscard]] events::Result<std::unique_ptr<engine::PartitionEngine>> recover();
    [[nodiscard]] engine::StateLimits limits() const;
    [[nodiscard]] events::Result<void> open_views();
    void stop_loop();
    void wait_for_room();  // on the disk; returns when the engine is to stop, too
    void tell_mended(const engine::RecoveryReport& report) const;
    [[nodiscard]] events::Result<RunEnd> run_through(const Io& io);
    [[nodiscard]] events::Result<void> run_loop(const Io& io);
    [[nodiscard]] events::Result<void> finish_views();
    // engine_host_stage.cpp: fills `to` with a consistent copy of log, state and views.
    [[nodiscard]] events::Result<void> stage(const std::filesystem::path& to);

    HostSetup setup_;
    std::unique_ptr<StopSignals> signals_;
    DataFolder folder_;
    std::unique_ptr<EmbeddedLog> log_;
    std::unique_ptr<engine::RocksStateStore> store_;
    std::unique_ptr<engine::PartitionEngine> engine_;
    std::unique_ptr<ViewThread> views_;
    std::unique_ptr<EngineGauge> gauge_;
    std::unique_ptr<FreeSpace> space_;
    std::atomic<bool> stopped_ = false;  // by stop(), not by a signal
    std::mutex loop_mutex_;
    engine::PipelinedLoop* loop_ = nullptr;  // under loop_mutex_; while run() runs
};

}  // namespace leadline::connectors
