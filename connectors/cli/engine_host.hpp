// EngineHost: a data folder with its engine running on it: lock, log, signals, and each partition's
// state and views. It slows the intake when views fall behind, finishes what is at hand on SIGINT
// and SIGTERM, and brings views to the log's end. Made and used by one thread, before any other
// thread is started; stop() is anybody's.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "connectors/cli/engine_gauge.hpp"
#include "connectors/cli/free_space.hpp"
#include "connectors/cli/opening.hpp"
#include "connectors/cli/partition_host.hpp"
#include "connectors/embedded/embedded_log.hpp"
#include "engine/runtime/partitioned_loop.hpp"

namespace leadline::connectors {

enum class RunEnd : std::uint8_t { input_ended, interrupted, stopped };

class EngineHost {
public:
    // `unavailable` when the folder is in use, `loss` when durable events are gone, `configuration`
    // when the log has another number of partitions than is asked for, `interrupted` when a signal
    // came while state was read.
    [[nodiscard]] static events::Result<std::unique_ptr<EngineHost>> open(HostSetup setup);
    ~EngineHost();
    EngineHost(const EngineHost&) = delete;
    EngineHost& operator=(const EngineHost&) = delete;

    [[nodiscard]] const engine::Log& log() const { return *log_; }
    [[nodiscard]] std::uint32_t partitions() const { return log_->partitions(); }
    // Of the partition that holds the program, or would. Not while run() runs.
    [[nodiscard]] const engine::State& state_of(events::ProgramId program) const;
    // Of each partition's last event; not set: it has none. Not while run() runs.
    [[nodiscard]] std::vector<events::Time> last_times() const;
    // "position 12", or of several partitions "positions 0/12, 1/7". Not while run() runs.
    [[nodiscard]] std::string position_text() const;
    [[nodiscard]] const StopSignals& signals() const { return *signals_; }
    [[nodiscard]] const DataFolder& folder() const { return folder_; }
    // One per partition; none when views are off.
    [[nodiscard]] std::vector<const projections::ViewStore*> views() const;

    struct Io {
        engine::InputSource& source;
        engine::OutcomeSink& sink;
        std::function<void()> each_poll{};  // on the thread that called run()
        // Adds to STATUS what the engine itself does not know; any thread.
        std::function<void(EngineStatus&)> add_status{};
    };
    // Decides the input; when it has ended, views stand at the log's end. May be called again.
    [[nodiscard]] events::Result<RunEnd> run(const Io& io);

    // Ends the intake after what is at hand. Any thread, while run() runs.
    void stop();
    // Most commands per epoch, up to what the host was opened with. Any thread, while run() runs.
    void set_commands_max(std::size_t commands);

    // When the next timer is due; the source's, while it is polled.
    [[nodiscard]] std::optional<events::Time> next_due();
    // See StopSignals.
    void when_hung_up(std::function<void()> act) { signals_->when_hung_up(std::move(act)); }

private:
    EngineHost(HostSetup setup, std::unique_ptr<StopSignals> own, DataFolder folder);
    class Stoppable;

    [[nodiscard]] events::Result<void> open_log();
    [[nodiscard]] events::Result<void> open_partitions();
    void wait_for_room();  // on the disk; returns when the engine is to stop, too
    [[nodiscard]] events::Result<void> check_partitions() const;
    [[nodiscard]] events::Result<RunEnd> run_through(const Io& io);
    [[nodiscard]] events::Result<void> run_one(const Io& io);
    [[nodiscard]] events::Result<void> run_several(const Io& io);
    [[nodiscard]] events::Result<void> finish_views();
    void stop_loop();
    void note_failure();  // some thread of run() has met an error
    void let_go();        // whoever waits for views or input comes back
    // engine_host_stage.cpp: fills `to` with a consistent copy of log, state and views.
    [[nodiscard]] events::Result<void> stage(const std::filesystem::path& to);

    HostSetup setup_;
    std::unique_ptr<StopSignals> own_signals_;  // null: they are the caller's
    StopSignals* signals_;
    DataFolder folder_;
    std::unique_ptr<EmbeddedLog> log_;
    std::vector<std::unique_ptr<PartitionHost>> hosts_;
    std::unique_ptr<EngineGauge> gauge_;
    std::unique_ptr<FreeSpace> space_;
    std::atomic<bool> stopped_ = false;  // by stop(), not by a signal
    std::atomic<bool> failed_ = false;
    std::atomic<std::size_t> commands_max_;
    std::mutex loop_mutex_;
    std::function<void()> stop_running_;              // under loop_mutex_; while run() runs
    engine::PartitionedLoop* partitioned_ = nullptr;  // the same; of several partitions
};

}  // namespace leadline::connectors
