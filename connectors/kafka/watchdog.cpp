// See watchdog.hpp.
#include "connectors/kafka/watchdog.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "events/base/ensure.hpp"

namespace leadline::connectors::kafka {

struct Watchdog::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::function<void()> call;  // under mutex, like all below
    bool is_done = false;
    bool ends = false;
    std::thread thread;
};

Watchdog::Watchdog(std::chrono::milliseconds limit)
    : limit_(limit), shared_(std::make_shared<Shared>()) {
    shared_->thread = std::thread([shared = shared_] { work(shared); });
}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->ends = true;
        shared_->changed.notify_all();
    }
    if (has_given_up_) {
        shared_->thread.detach();
    } else {
        shared_->thread.join();
    }
}

bool Watchdog::run(std::function<void()> call) {
    ENSURE(!has_given_up_);
    std::unique_lock lock(shared_->mutex);
    shared_->call = std::move(call);
    shared_->is_done = false;
    shared_->changed.notify_all();
    has_given_up_ = !shared_->changed.wait_for(lock, limit_, [this] { return shared_->is_done; });
    return !has_given_up_;
}

void Watchdog::work(const std::shared_ptr<Shared>& shared) {
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->changed.wait(lock, [&] { return shared->call || shared->ends; });
        if (!shared->call) return;
        auto call = std::exchange(shared->call, {});
        lock.unlock();
        call();
        call = {};  // what it owned ends here, on this thread
        lock.lock();
        shared->is_done = true;
        shared->changed.notify_all();
    }
}

}  // namespace leadline::connectors::kafka
