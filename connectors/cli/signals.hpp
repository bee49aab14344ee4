// Signals, as data: SIGINT and SIGTERM become a call and a readable file descriptor, so that the
// epoch at hand is finished; a second one ends the process at once. SIGPIPE becomes the error of a
// write. Made before any other thread is started, since threads inherit what is blocked.
#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace leadline::connectors {

// For the life of the process.
void ignore_closed_pipes();

class StopSignals {
public:
    // Blocks both signals in the calling thread, and so in those that it starts from now on.
    StopSignals();
    ~StopSignals();  // they do again what they did before
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    // Calls `act` at the first signal, on a thread of this object; at once when it has come
    // already. An empty one takes the last back. Any thread.
    void when_stopped(std::function<void()> act);

    // A signal has come. Any thread.
    [[nodiscard]] bool stopped() const { return stopped_.load(); }

    // Readable once a signal has come or wake() was called: for those who wait in poll(2).
    [[nodiscard]] int wake_descriptor() const { return wake_; }
    void wake() const;  // any thread

private:
    void watch();
    void take_signal();

    sigset_t before_{};
    int signals_ = -1;
    int wake_ = -1;
    int end_ = -1;
    std::atomic<bool> stopped_ = false;
    std::mutex mutex_;
    std::function<void()> act_;  // under mutex_
    std::thread watcher_;
};

}  // namespace leadline::connectors
