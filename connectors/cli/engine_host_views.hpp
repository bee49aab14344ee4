// ViewThread: keeps one partition's views up with its log on a thread of its own while the engine
// runs, has copies of them made beside on another and puts them in their places, and tells the
// intake when it runs too far ahead. Made and ended by EngineHost; wait_for() is the decider's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "config/options.hpp"
#include "connectors/cli/copy_thread.hpp"
#include "projections/projector.hpp"

namespace leadline::connectors {

// One view as readers find it.
struct ViewHealth {
    std::string name;  // "lead@v1"
    events::Position position;
    std::string stopped;  // why it stands still; empty: it does not
};

class ViewThread {
public:
    // Opens the views in `folder`, or makes them; see was_emptied().
    [[nodiscard]] static events::Result<std::unique_ptr<ViewThread>> open(
        const engine::LogReader& log, const std::filesystem::path& folder,
        engine::Partition partition, const config::Options::Views& options);
    ~ViewThread();
    ViewThread(const ViewThread&) = delete;
    ViewThread& operator=(const ViewThread&) = delete;

    // Why views are made again, or "".
    [[nodiscard]] const std::string& was_emptied() const { return projector_->was_emptied(); }

    void start();
    // The log may have more.
    void wake();
    // Returns once views are no more than views.lag_max behind `position`, or will not be soon:
    // what they cannot write, on a full disk say, holds nobody else back.
    void wait_for(events::Position position);
    // Lets wait_for() go for ever, from any thread.
    void stop_waiting();
    // Ends the thread; what is applied is flushed. Then what stopped it, if something did.
    [[nodiscard]] events::Result<void> stop();

    // Without a thread: to the log's end, with all copies that are wanted. Calls `step` now and
    // then.
    [[nodiscard]] events::Result<void> catch_up(const std::function<void(events::Position)>& step,
                                                const std::function<bool()>& give_up);

    // While the thread runs: makes `folder`, the views' store as it is between two steps. Another
    // thread's.
    [[nodiscard]] events::Result<void> copy_to(const std::filesystem::path& folder);

    // As it was within the last second. Any thread.
    [[nodiscard]] std::vector<ViewHealth> health() const;

    [[nodiscard]] std::vector<projections::StoppedView> stopped() const {
        return projector_->stopped();
    }
    [[nodiscard]] const projections::ViewStore& store() const { return *store_; }

private:
    ViewThread(const engine::LogReader& log, std::filesystem::path folder)
        : log_(log), folder_(std::move(folder)) {}
    void run();
    void tell_news();
    void note_health();
    void look_after_copies();
    void run_errand();
    [[nodiscard]] events::Result<void> take_requests();
    [[nodiscard]] events::Result<void> take_over();
    [[nodiscard]] events::Result<void> begin_copies();

    [[nodiscard]] bool stands_still(const events::Error& error);

    const engine::LogReader& log_;
    std::filesystem::path folder_;
    std::unique_ptr<projections::ViewStore> store_;
    std::unique_ptr<projections::Projector> projector_;
    std::unique_ptr<CopyThread> copies_;  // while copies are made
    bool copies_failed_ = false;          // nothing is tried until they are asked for again
    std::chrono::steady_clock::time_point looked_{};
    std::size_t times_told_ = 0;    // that views were made again
    std::size_t stopped_told_ = 0;  // views that have stopped
    std::uint64_t lag_max_ = 0;
    std::chrono::milliseconds idle_{};
    std::chrono::steady_clock::time_point noted_{};  // when health_ was
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ViewHealth> health_;  // under mutex_, like all below
    bool has_more_ = false;
    bool ends_ = false;
    bool lets_go_ = false;
    std::optional<events::Error> error_;    // they have stopped for good
    std::optional<events::Error> trouble_;  // they stand still, and will try again
    std::function<void()> errand_;          // to be run between two steps
    std::thread thread_;
};

}  // namespace leadline::connectors
