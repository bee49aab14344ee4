// See staging_thread.hpp.
#include "connectors/cli/staging_thread.hpp"

#include <chrono>

namespace leadline::connectors {

namespace {

// A look at a folder that is not there takes some microseconds.
constexpr std::chrono::milliseconds every{100};

}  // namespace

StagingThread::StagingThread(const std::filesystem::path& data, Staging::Make make)
    : staging_(data, std::move(make)) {
    thread_ = std::thread([this] { run(); });
}

StagingThread::~StagingThread() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void StagingThread::run() {
    for (;;) {
        staging_.look();
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, every, [this] { return ends_; })) return;
    }
}

}  // namespace leadline::connectors
