// `leadline serve` as a process: its doors, its signals, its timers by the machine's own clock, and
// `leadline status` beside it.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/connectors/cli/story.hpp"
#include "tests/support/child.hpp"
#include "tests/support/repository.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using Words = std::vector<std::string>;

// Until it is so; fails the test after a minute, which no busy machine needs.
template <class IsSo>
void wait_until(IsSo is_so, const Child* child = nullptr) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > limit)
            FAIL("it took more than a minute; it said " << (child ? child->err_so_far() : ""));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

std::string leads(int from, int to) {
    std::string lines;
    for (int n = from; n <= to; ++n)
        lines += asked("x" + std::to_string(n), "CreateLead",
                       R"({"lead":"x)" + std::to_string(n) + R"("})", 0, "system:crm");
    return lines;
}

std::size_t count_in(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

// A `serve` on a pipe.
struct Piped {
    explicit Piped(const std::string& data) {
        int in[2];
        int out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) FAIL("no pipe");
        child.emplace(Words{"serve", "--data", data}, ChildIo{in[0], out[1], {}});
        ::close(in[0]);
        ::close(out[1]);
        to = in[1];
        from = out[0];
    }
    ~Piped() {
        close_in();
        ::close(from);
    }
    void close_in() {
        if (to >= 0) ::close(to);
        to = -1;
    }
    // Sends lines, and takes as many outcomes.
    std::string answers_to(const std::string& lines) const {
        REQUIRE(::write(to, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()));
        std::string told;
        char piece[4096];
        while (lines_in(told) < lines_in(lines)) {
            const ssize_t got = ::read(from, piece, sizeof piece);
            REQUIRE(got > 0);
            told.append(piece, static_cast<std::size_t>(got));
        }
        return told;
    }
    std::optional<Child> child;
    int to = -1;
    int from = -1;
};

// A `serve` on an inbox.
struct Served {
    TemporaryFolder folder;
    std::string data = (folder.path() / "data").string();
    fs::path inbox = folder.path() / "inbox";
    std::optional<Child> child;

    void start(const Words& more = {}) {
        Words words{"serve", "--data", data, "--inbox", inbox.string()};
        words.insert(words.end(), more.begin(), more.end());
        child.emplace(words);
    }
    void put(const std::string& name, const std::string& text) const {
        fs::create_directories(inbox);
        write_text(inbox / ("." + name), text);
        fs::rename(inbox / ("." + name), inbox / name);
    }
    [[nodiscard]] bool is_done(const std::string& name) const {
        return fs::exists(inbox / "done" / name);
    }
    [[nodiscard]] std::string told(const std::string& name) const {
        wait_until([&] { return is_done(name); }, &*child);
        return read_text(inbox / "done" / (name + ".outcomes.jsonl"));
    }
    void await_words(const std::string& words) const {
        wait_until([&] { return child->err_so_far().find(words) != std::string::npos; }, &*child);
    }
    void signal(int number) const { REQUIRE(::kill(child->pid(), number) == 0); }
    [[nodiscard]] Ended stop(int number = SIGTERM) {
        signal(number);
        Ended ended = child->wait();
        child.reset();
        return ended;
    }
    [[nodiscard]] Ended status() const { return leadline({"status", "--data", data}); }
};

}  // namespace

TEST_CASE("serve: lines from stdin are answered at once; SIGTERM ends it with 0, SIGINT with 130",
          "[connectors]") {
    const TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    const int signal = GENERATE(SIGTERM, SIGINT);
    Piped serve(data);
    CHECK_THAT(serve.answers_to(setup_lines()), Contains(R"("id":"s7","outcome":"accepted")"));
    CHECK_THAT(serve.answers_to("no json\n"), Contains(R"("reason":"not_json")"));
    CHECK_THAT(serve.answers_to(leads(1, 1)), Contains(R"("id":"x1","outcome":"accepted")"));
    ::kill(serve.child->pid(), signal);
    const Ended ended = serve.child->wait();
    CHECK(ended.exit_code == (signal == SIGTERM ? 0 : 130));
    CHECK(count_in(ended.err, "leadline: interrupted") == (signal == SIGTERM ? 0 : 1));
    // It was the wall clock's time, not that of the lines.
    CHECK(leadline({"log", "tail", "--data", data}).out.find("2026-01-02") == std::string::npos);
    CHECK(leadline({"lead", "list", "--data", data, "-o", "jsonl"}).exit_code == 0);
}

TEST_CASE("serve: when stdin has ended, timers go on firing by themselves", "[connectors]") {
    const TemporaryFolder folder;
    const std::string data = (folder.path() / "data").string();
    Piped serve(data);
    const std::string told = serve.answers_to(
        setup_lines() +
        asked("q2", "DefineQueue",
              R"({"queue":"q","title":"All","everybody":true,"policy":{"touch_within":"1s"}})") +
        lead_lines(1, 1));
    CHECK_THAT(told, Contains(R"("id":"k1","outcome":"accepted")"));
    serve.close_in();
    const auto events = [&data] { return leadline({"log", "tail", "--data", data}).out; };
    wait_until([&] { return events().find("ClaimLapsed") != std::string::npos; });
    CHECK(serve.child->err_so_far().find("standard input has ended") != std::string::npos);
    ::kill(serve.child->pid(), SIGTERM);
    CHECK(serve.child->wait().exit_code == 0);
    CHECK(count_in(events(), "ClaimLapsed") == 1);
    CHECK(count_in(events(), "TimeReached") <= 1);
}

TEST_CASE("serve: whoever closes its output ends it with 74", "[connectors]") {
    const TemporaryFolder folder;
    Piped serve((folder.path() / "data").string());
    static_cast<void>(serve.answers_to(setup_lines()));
    ::close(serve.from);
    const std::string more = leads(1, 1);
    REQUIRE(::write(serve.to, more.data(), more.size()) == static_cast<ssize_t>(more.size()));
    const Ended ended = serve.child->wait();
    CHECK(ended.exit_code == 74);
    CHECK_THAT(ended.err, Catch::EndsWith("leadline: the output was closed\n"));
    serve.from = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

TEST_CASE("serve: killed in the middle of its inbox, it goes on where it stood, and tells all",
          "[connectors]") {
    Served it;
    it.put("0", setup_lines());
    it.put("1", leads(1, 20'000));
    it.put("2", leads(20'001, 20'100));
    it.start({"--set", "epoch.commands_max=50"});
    wait_until([&] { return fs::exists(it.inbox / "taken/.1.outcomes.jsonl"); });
    CHECK(it.stop(SIGKILL).exit_code == 128 + SIGKILL);
    const bool was_in_time = !it.is_done("1");
    if (!was_in_time) WARN("this test did not come to its turn before the file was done");
    CHECK(fs::exists(it.inbox / "taken/1") == was_in_time);
    CHECK_THAT(it.status().out, Contains("no engine runs; serve was killed after"));
    it.start();
    const std::string told = it.told("1") + it.told("2");
    CHECK(lines_in(told) == 20'100);
    CHECK(count_in(told, R"("outcome":"accepted")") == 20'100);
    const std::size_t repeated = count_in(told, R"("repeated":true)");
    CHECK((repeated > 0) == was_in_time);
    CHECK(repeated < 20'100);
    CHECK(it.stop().exit_code == 0);
    CHECK(count_in(leadline({"log", "export", "--data", it.data}).out, "LeadCreated") == 20'100);
    CHECK(leadline({"log", "verify", "--data", it.data}).exit_code == 0);
}

TEST_CASE("serve: stopped by SIGSTOP and gone on with, it takes what has come meanwhile",
          "[connectors]") {
    Served it;
    it.put("0", setup_lines());
    it.start();
    static_cast<void>(it.told("0"));
    it.signal(SIGSTOP);
    siginfo_t stopped{};
    const auto process = static_cast<id_t>(it.child->pid());
    REQUIRE(::waitid(P_PID, process, &stopped, WSTOPPED) == 0);
    it.put("1", leads(1, 10));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // in which nothing happens
    CHECK(fs::exists(it.inbox / "1"));
    it.signal(SIGCONT);
    CHECK(count_in(it.told("1"), R"("outcome":"accepted")") == 10);
    const Ended ended = it.stop();
    CHECK(ended.exit_code == 0);
    CHECK(ended.err.find("wall clock") == std::string::npos);
}

TEST_CASE(
    "serve: a second engine on its folder or its inbox is refused with 69, and the first goes on",
    "[connectors]") {
    Served it;
    it.put("0", setup_lines());
    it.start();
    static_cast<void>(it.told("0"));
    const std::string process = "process " + std::to_string(it.child->pid());
    const std::string other = (it.folder.path() / "other").string();
    for (const Words& words :
         {Words{"serve", "--data", it.data}, Words{"serve", "--data", it.data, "--inbox", other},
          Words{"serve", "--data", other, "--inbox", it.inbox.string()},
          Words{"submit", "--data", it.data}}) {
        const Ended ended = leadline(words);
        CHECK(ended.exit_code == 69);
        CHECK_THAT(ended.err, Contains("is in use by " + process));
        CHECK(lines_in(ended.err) == 1);
    }
    CHECK(leadline({"serve", "--data", other, "--inbox", other}).exit_code == 2);
    it.put("1", leads(1, 3));
    CHECK(lines_in(it.told("1")) == 3);
    CHECK(it.stop().exit_code == 0);
}

TEST_CASE("serve: SIGHUP reads the configuration again; a bad one is refused whole",
          "[connectors]") {
    Served it;
    const fs::path file = it.folder.path() / "leadline.yaml";
    write_text(file, "log: {level: info}\n");
    it.put("0", setup_lines());
    it.start({"--config", file.string()});
    static_cast<void>(it.told("0"));
    write_text(file, "epoch: {commands_max: 7}\nviews: {lag_max: 1000}\n");
    it.signal(SIGHUP);
    it.await_words("views.lag_max stays 50000 until the next start; then it is 1000\n");
    it.await_words("info: epoch.commands_max is 7 now; it was 384\n");
    write_text(file, "log: {level: off}\nepoch: {commands_max: many}\n");
    it.signal(SIGHUP);
    it.await_words("error: the configuration stays as it was: ");
    it.await_words("leadline.yaml:2:");
    write_text(file, "log: {format: json}\nepoch: {commands_max: 7}\n");
    it.signal(SIGHUP);
    it.await_words(R"("message":"log.format is json now; it was text"})");
    it.put("1", leads(1, 100));
    CHECK(lines_in(it.told("1")) == 100);
    wait_until([&] { return it.status().out.find("(largest 7)") != std::string::npos; },
               &*it.child);
    CHECK(it.stop().exit_code == 0);
}

TEST_CASE("status: another process tells the health of a running engine in one line",
          "[connectors]") {
    Served it;
    it.put("0", setup_lines() + lead_lines(1, 200));
    it.put("bad\x01", "");
    it.start();
    static_cast<void>(it.told("0"));
    const auto says = [&](const std::string& words) {
        wait_until([&] { return it.status().out.find(words) != std::string::npos; });
    };
    says("inbox 1 files done, 1 failed");
    says("lead@v");
    const std::string position =
        leadline({"log", "info", "--data", it.data, "-o", "csv"}).exit_code == 0 ? "at position 0/"
                                                                                 : "";
    says(position);
    const Ended told = it.status();
    INFO(told.out);
    CHECK(told.exit_code == 0);
    CHECK(lines_in(told.out) == 1);
    CHECK_THAT(told.out, Catch::StartsWith("serve runs (process " +
                                           std::to_string(it.child->pid()) + ", up "));
    for (const char* figure : {" commands/s, ", " events/s; ", "; memory ", " MiB; epochs of ",
                               " (largest ", "; answers p50 ", " ms, p99 "})
        CHECK_THAT(told.out, Contains(figure));
    CHECK(it.stop().exit_code == 0);
    const Ended after = it.status();
    CHECK(after.exit_code == 1);
    CHECK_THAT(after.out, Contains("no engine runs; serve ended "));
}

// As nobody, since root reads what it likes.
TEST_CASE("serve: 1,000 files that it may not read are put aside, and the others decided",
          "[connectors]") {
    Served it;
    const fs::path setpriv = "/usr/bin/setpriv";
    const bool is_root = ::geteuid() == 0;
    if (is_root && !fs::exists(setpriv)) {
        WARN("SKIPPED: root may read everything, and " << setpriv << " is not here");
        return;
    }
    const fs::path binary = it.folder.path() / "leadline";
    fs::copy_file(build_folder() / "leadline", binary);
    fs::permissions(it.folder.path(), fs::perms(0777));
    for (const char* room : {"", "taken", "done", "failed"}) {
        fs::create_directories(it.inbox / room);
        fs::permissions(it.inbox / room, fs::perms(0777));
    }
    for (int n = 0; n < 1'000; ++n) {
        const fs::path file = it.inbox / ("no" + std::to_string(n));
        write_text(file, "");
        fs::permissions(file, fs::perms(0));
    }
    it.put("setup", setup_lines());
    Words words{"serve", "--data", it.data, "--inbox", it.inbox.string()};
    if (is_root)
        words.insert(words.begin(),
                     {"--reuid=65534", "--regid=65534", "--clear-groups", "--", binary.string()});
    it.child.emplace(words, ChildIo{-1, -1, is_root ? setpriv : binary});
    CHECK(lines_in(it.told("setup")) == 7);
    const Ended ended = it.stop();
    CHECK(ended.exit_code == 0);
    CHECK(read_text(it.inbox / "failed/no999.reason.txt") == "Permission denied\n");
    CHECK(count_in(ended.err, "of the inbox cannot be read: Permission denied") == 10);
    CHECK_THAT(ended.err, Contains("990 more files of the inbox could not be read"));
}

}  // namespace leadline::tests
