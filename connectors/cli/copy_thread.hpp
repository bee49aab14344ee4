// CopyThread: makes copies of views beside those that serve, on a thread of its own that takes only
// what processor and disk others leave, and waits while the store has too much to merge. It goes
// until the copies are near the log's end; the rest is the work of whoever adopts them. Made and
// ended by ViewThread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "projections/projector.hpp"

namespace leadline::connectors {

class CopyThread {
public:
    // `log` and `store` are those of `beside`; `done` is called once, on the thread, when it ends.
    CopyThread(std::unique_ptr<projections::Projector> beside, const engine::LogReader& log,
               const projections::ViewStore& store, std::function<void()> done);
    ~CopyThread();  // what is applied and not flushed is made again
    CopyThread(const CopyThread&) = delete;
    CopyThread& operator=(const CopyThread&) = delete;

    [[nodiscard]] bool is_done() const { return is_done_.load(); }

    // Ends the thread, at once; then the copies, as far as they are, or what stopped them.
    [[nodiscard]] events::Result<projections::Projector*> stop();
    [[nodiscard]] double seconds() const;  // since it began

private:
    void run();
    [[nodiscard]] bool waits_for(std::chrono::milliseconds time);

    std::unique_ptr<projections::Projector> beside_;
    const engine::LogReader& log_;
    const projections::ViewStore& store_;
    std::function<void()> done_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::atomic<bool> is_done_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ends_ = false;                   // under mutex_
    std::optional<events::Error> error_;  // of the thread, read when it has ended
    std::thread thread_;
};

}  // namespace leadline::connectors
