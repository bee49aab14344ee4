// See signals.hpp. The signals are read from a descriptor by a thread of their own: no handler runs
// in the middle of anything.
#include "connectors/cli/signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "connectors/cli/exit_codes.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors {
namespace {

sigset_t stopping() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void raise_event(int descriptor) {
    const std::uint64_t one = 1;
    const ssize_t written = ::write(descriptor, &one, sizeof one);
    ENSURE(written == sizeof one || errno == EAGAIN);
}

}  // namespace

void ignore_closed_pipes() { ::signal(SIGPIPE, SIG_IGN); }

StopSignals::StopSignals() {
    const sigset_t set = stopping();
    ENSURE(pthread_sigmask(SIG_BLOCK, &set, &before_) == 0);
    signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
    wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    end_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    ENSURE(signals_ >= 0 && wake_ >= 0 && end_ >= 0);
    watcher_ = std::thread([this] { watch(); });
}

StopSignals::~StopSignals() {
    raise_event(end_);
    watcher_.join();
    for (const int descriptor : {signals_, wake_, end_}) ::close(descriptor);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopSignals::when_stopped(std::function<void()> act) {
    const std::lock_guard lock(mutex_);
    act_ = std::move(act);
    if (stopped_ && act_) act_();
}

void StopSignals::wake() const { raise_event(wake_); }

void StopSignals::watch() {
    for (;;) {
        pollfd both[2] = {{signals_, POLLIN, 0}, {end_, POLLIN, 0}};
        if (::poll(both, 2, -1) < 0) continue;
        if (both[1].revents != 0) return;
        take_signal();
    }
}

void StopSignals::take_signal() {
    signalfd_siginfo about{};
    if (::read(signals_, &about, sizeof about) != sizeof about) return;
    // Who asks twice does not want to wait. What is durable stays so, and the rest was never told.
    if (stopped_.exchange(true)) ::_exit(static_cast<int>(ExitCode::interrupted));
    wake();
    const std::lock_guard lock(mutex_);
    if (act_) act_();
}

}  // namespace leadline::connectors
