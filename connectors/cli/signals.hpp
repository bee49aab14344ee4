// Signals, as data: SIGINT and SIGTERM become a call and a readable file descriptor, so that the
// epoch at hand is finished; a second one ends the process at once. SIGHUP becomes a call for those
// who hear it. SIGPIPE becomes the error of a write. Made before any other thread is started, since
// threads inherit what is blocked.
#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "events/base/result.hpp"

namespace leadline::connectors {

// For the life of the process.
void ignore_closed_pipes();

enum class Hangup : std::uint8_t { ends, is_heard };  // what SIGHUP does

class StopSignals {
public:
    // Blocks the signals in the calling thread, and so in those that it starts from now on.
    explicit StopSignals(Hangup hangup = Hangup::ends);
    ~StopSignals();  // they do again what they did before
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    // Calls `act` at the first signal, on a thread of this object; at once when it has come
    // already. An empty one takes the last back. Any thread.
    void when_stopped(std::function<void()> act);

    // Calls `act` at each SIGHUP from now on, on a thread of this object, and at once when one has
    // come before. An empty one takes the last back, and returns when it runs no more. Any thread.
    void when_hung_up(std::function<void()> act);

    // A signal that stops has come. Any thread.
    [[nodiscard]] bool stopped() const { return stopped_by_.load() != 0; }
    // Which one: SIGINT or SIGTERM; 0: none.
    [[nodiscard]] int stopped_by() const { return stopped_by_.load(); }

    // Readable once one of those has come or wake() was called: for those who wait in poll(2).
    [[nodiscard]] int wake_descriptor() const { return wake_; }
    void wake() const;  // any thread

private:
    void watch();
    void take_signal();

    sigset_t before_{};
    int signals_ = -1;
    int wake_ = -1;
    int end_ = -1;
    std::atomic<int> stopped_by_ = 0;
    std::mutex mutex_;
    std::function<void()> act_;  // under mutex_, like all below
    std::function<void()> hang_up_;
    bool was_hung_up_ = false;  // and nobody was called
    std::thread watcher_;
};

// `interrupted`, without a word, once a signal that stops has come: asked between items of work.
[[nodiscard]] events::Result<void> go_on(const StopSignals& signals);

}  // namespace leadline::connectors
