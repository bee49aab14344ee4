// SIGINT and SIGTERM: the epoch at hand is finished, and nothing is lost.
#include "connectors/cli/signals.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"

using namespace leadline;

namespace {

// Reads until `lines` outcomes have come.
std::string outcomes(int from, std::size_t lines) {
    std::string text;
    char piece[4096];
    while (tests::lines_in(text) < lines) {
        const ssize_t got = ::read(from, piece, sizeof piece);
        if (got <= 0) break;
        text.append(piece, static_cast<std::size_t>(got));
    }
    return text;
}

// Whether a signal to this process is seen, told by a call, and blocked no longer than wanted.
bool sees_a_signal() {
    int called = 0;
    bool is_seen = false;
    {
        connectors::StopSignals signals;
        if (signals.stopped()) return false;
        ::kill(::getpid(), SIGTERM);
        std::uint64_t count = 0;
        while (::read(signals.wake_descriptor(), &count, sizeof count) < 0) {
        }
        signals.when_stopped([&called] { ++called; });
        is_seen = signals.stopped() && called >= 1;
    }
    sigset_t blocked;
    return is_seen && pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0 &&
           sigismember(&blocked, SIGTERM) == 0;
}

}  // namespace

TEST_CASE(
    "signals: an interrupted submit ends with 130, and a rerun ends where an unbroken run does",
    "[connectors]") {
    const int signal = GENERATE(SIGINT, SIGTERM);
    const tests::TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const std::string begin = tests::setup_lines() + tests::lead_lines(1, 300);
    const std::string all = begin + tests::lead_lines(301, 1'000);
    int in[2];
    int out[2];
    REQUIRE(::pipe2(in, O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out, O_CLOEXEC) == 0);
    REQUIRE(::fcntl(in[1], F_SETPIPE_SZ, 1 << 20) > 0);  // all of `begin` fits
    tests::Child child({"submit", "--data", data}, {in[0], out[1]});
    ::close(in[0]);
    ::close(out[1]);
    REQUIRE(::write(in[1], begin.data(), begin.size()) == static_cast<ssize_t>(begin.size()));
    CHECK(tests::lines_in(outcomes(out[0], tests::lines_in(begin))) == tests::lines_in(begin));
    ::kill(child.pid(), signal);  // it waits for more lines
    const tests::Ended ended = child.wait();
    ::close(in[1]);
    ::close(out[0]);
    CHECK(ended.exit_code == 130);
    CHECK(ended.err.find("leadline: interrupted") != std::string::npos);

    const tests::Ended rerun = tests::leadline({"submit", "--data", data}, all);
    CHECK(rerun.exit_code == 0);
    const std::string other = (folder.path() / "other").string();
    REQUIRE(tests::leadline({"submit", "--data", other}, all).exit_code == 0);
    CHECK(tests::held_in(data) == tests::held_in(other));
}

// What the test after it runs.
TEST_CASE("a signal to this process is seen", "[.][alone]") { CHECK(sees_a_signal()); }

// In a process of its own: threads that RocksDB left behind in this one would take the signal.
TEST_CASE("signals: they are a call and a readable descriptor, and pass with their object",
          "[connectors]") {
    tests::ChildIo io;
    io.program = std::filesystem::read_symlink("/proc/self/exe");
    const tests::Ended ended = tests::Child({"a signal to this process is seen"}, io).wait();
    CHECK(ended.exit_code == 0);
    CHECK_THAT(ended.out, Catch::Contains("1 test case"));
}
