// See status_thread.hpp.
#include "connectors/cli/status_thread.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>

namespace leadline::connectors {

namespace {

constexpr std::chrono::seconds every{1};

}  // namespace

StatusThread::StatusThread(std::filesystem::path folder, const Clock& clock, Fill fill)
    : folder_(std::move(folder)), clock_(clock), fill_(std::move(fill)), begun_(clock.now()) {
    thread_ = std::thread([this] { run(); });
}

StatusThread::~StatusThread() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    changed_.notify_all();
    thread_.join();
    write(true);
}

void StatusThread::run() {
    for (;;) {
        write(false);
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, every, [this] { return ends_; })) return;
    }
}

void StatusThread::write(bool has_ended) {
    EngineStatus status;
    fill_(status);
    const ClockReading now = clock_.read();
    status.process = ::getpid();
    status.begun = begun_;
    status.written = now.wall;
    status.monotonic = now.monotonic;
    status.has_ended = has_ended;
    if (has_ended) status.failed = failed_;
    status.memory_bytes = resident_bytes();
    const auto written = write_status(folder_, status);
    if (!written && !was_said_) spdlog::warn("no status can be told: {}", written.error().message);
    was_said_ = !written;
}

}  // namespace leadline::connectors
