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

sigset_t heard(Hangup hangup) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (hangup == Hangup::is_heard) sigaddset(&set, SIGHUP);
    return set;
}

void raise_event(int descriptor) {
    const std::uint64_t one = 1;
    const ssize_t written = ::write(descriptor, &one, sizeof one);
    ENSURE(written == sizeof one || errno == EAGAIN);
}

}  // namespace

void ignore_closed_pipes() { ::signal(SIGPIPE, SIG_IGN); }

StopSignals::StopSignals(Hangup hangup) {
    const sigset_t set = heard(hangup);
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
    if (stopped() && act_) act_();
}

void StopSignals::when_hung_up(std::function<void()> act) {
    const std::lock_guard lock(mutex_);
    hang_up_ = std::move(act);
    if (!hang_up_ || !was_hung_up_) return;
    was_hung_up_ = false;
    hang_up_();
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
    const int signal = static_cast<int>(about.ssi_signo);
    if (signal == SIGHUP) {
        const std::lock_guard lock(mutex_);
        was_hung_up_ = !hang_up_;
        if (hang_up_) hang_up_();
        return;
    }
    // Who asks twice does not want to wait. What is durable stays so, and the rest was never told.
    if (stopped_by_.exchange(signal) != 0) ::_exit(static_cast<int>(ExitCode::interrupted));
    wake();
    const std::lock_guard lock(mutex_);
    if (act_) act_();
}

events::Result<void> go_on(const StopSignals& signals) {
    if (signals.stopped()) return events::fail(events::Failure::interrupted, "");
    return {};
}

}  // namespace leadline::connectors
