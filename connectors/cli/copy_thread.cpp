// See copy_thread.hpp. The priority is one thread's own on Linux (setpriority(2), ioprio_set(2)).
#include "connectors/cli/copy_thread.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace leadline::connectors {

using events::Failure;
using events::Result;

namespace {

constexpr std::size_t events_per_step = 4'096;
// So many events the thread that keeps the views does by itself, in some hundredths of a second.
constexpr std::uint64_t near_events = 20'000;
// An intake that outruns the copies for so long is held back instead, by views.lag_max.
constexpr int passes_max = 8;
// Sorted runs that wait to be merged: what serves writes there too, and must not be slowed down.
constexpr std::uint64_t runs_max = 12;
constexpr std::chrono::milliseconds merging_pause{20};
constexpr std::chrono::milliseconds failure_pause{1'000};

void take_lowest_priority() {
    const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
    ::setpriority(PRIO_PROCESS, thread, 19);
    constexpr int io_of_thread = 1;   // IOPRIO_WHO_PROCESS
    constexpr int io_idle = 3 << 13;  // IOPRIO_CLASS_IDLE
    ::syscall(SYS_ioprio_set, io_of_thread, 0, io_idle);
}

}  // namespace

CopyThread::CopyThread(std::unique_ptr<projections::Projector> beside, const engine::LogReader& log,
                       const projections::ViewStore& store, std::function<void()> done)
    : beside_(std::move(beside)), log_(log), store_(store), done_(std::move(done)) {
    thread_ = std::thread([this] {
        take_lowest_priority();
        run();
        is_done_ = true;
        done_();
    });
}

CopyThread::~CopyThread() { static_cast<void>(stop()); }

Result<projections::Projector*> CopyThread::stop() {
    if (thread_.joinable()) {
        {
            const std::lock_guard lock(mutex_);
            ends_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    if (error_) return tl::unexpected(*error_);
    return beside_.get();
}

double CopyThread::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

// False: the thread shall end.
bool CopyThread::waits_for(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, time, [this] { return ends_; });
}

void CopyThread::run() {
    bool is_told = false;
    std::uint64_t pass_end = 0;
    int passes = 0;
    while (waits_for(std::chrono::milliseconds(0))) {
        if (store_.unmerged_runs() > runs_max) {
            if (!waits_for(merging_pause)) return;
            continue;
        }
        const auto more = beside_->step(events_per_step);
        if (!more && more.error().failure == Failure::corrupt) {
            // Damage of the store is met by adopt() too, and mended there.
            if (beside_->damage() == nullptr) error_ = more.error();
            return;
        }
        if (!more) {
            if (!is_told) spdlog::warn("a view cannot be made again yet: {}", more.error().message);
            is_told = true;
            if (!waits_for(failure_pause)) return;
            continue;
        }
        if (!*more) return;
        if (beside_->applied().number < pass_end) continue;
        const auto end = log_.end(beside_->partition());
        if (!end) continue;
        pass_end = end->last_position.number;
        if (pass_end - beside_->applied().number <= near_events || ++passes > passes_max) return;
    }
}

}  // namespace leadline::connectors
