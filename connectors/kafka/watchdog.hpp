// Watchdog: makes calls that may hang on a thread of its own, and gives up one that does not come
// back in time. The thread is then left to itself, with all that the call owns: librdkafka 2.0.2
// has a call that can hang for ever, and a client in such a call must not be ended by another
// thread. One thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace leadline::connectors::kafka {

class Watchdog {
public:
    explicit Watchdog(std::chrono::milliseconds limit);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    // False: it has not come back within the limit. Nothing may be run any more then, and what
    // `call` uses may be used at any time until it is destroyed on that thread: it must own it.
    [[nodiscard]] bool run(std::function<void()> call);

private:
    struct Shared;
    static void work(const std::shared_ptr<Shared>& shared);

    std::chrono::milliseconds limit_;
    std::shared_ptr<Shared> shared_;
    bool has_given_up_ = false;
};

}  // namespace leadline::connectors::kafka
