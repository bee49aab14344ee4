// A disk on which little is left: commands wait before RocksDB fails, whoever asks is told why, and
// when there is room again they go on by themselves.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <thread>

#include "tests/support/child.hpp"
#include "tests/support/mounts.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;

constexpr std::size_t mib = 1U << 20U;
constexpr const char* limit = "disk.free_min=24MiB";

bool eventually(const std::function<bool()>& is_so) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

bool waits(const Child& child) {
    return eventually([&] {
        return child.err_so_far().find("commands wait") != std::string::npos ||
               child.ends_within(std::chrono::milliseconds(0));
    });
}

std::size_t count_in(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

// "at position 0/12 (" of a line of `status`.
std::string position_in(const std::string& status) {
    const std::size_t begin = status.find("at position ");
    return begin == std::string::npos ? "" : status.substr(begin, status.find(" (", begin) - begin);
}

struct SmallDisks {
    TemporaryFolder folder;
    Mounts mounts;
    [[nodiscard]] bool skips() const {
        if (!mounts.permitted()) WARN("SKIPPED: " << mounts.why_not());
        return !mounts.permitted();
    }
};

}  // namespace

TEST_CASE("little space: submit waits before the disk is full, and goes on when there is room",
          "[process]") {
    SmallDisks it;
    if (it.skips()) return;
    const fs::path lines = it.folder.path() / "lines.jsonl";
    write_text(lines, workload_lines(30'000));
    const fs::path whole = it.folder.path() / "whole";
    const Ended reference = leadline({"submit", lines.string(), "--data", whole.string()});
    REQUIRE(reference.exit_code == 0);
    const fs::path disk = it.folder.path() / "disk";
    it.mounts.add_disk(disk, 30 * mib);  // which leaves some 6 MiB to fill
    const fs::path data = disk / "data";
    Child submit({"submit", lines.string(), "--data", data.string(), "--set", limit});
    REQUIRE(waits(submit));
    CHECK_THAT(submit.err_so_far(),
               Contains("left, less than disk.free_min (24 MiB): commands wait until"));
    CHECK(eventually([&] {
        const Ended status = leadline({"status", "--data", data.string()});
        return status.exit_code == 1 && count_in(status.out, "submit takes nothing in") == 1 &&
               count_in(status.out, "less than disk.free_min (24 MiB)") == 1;
    }));
    CHECK_FALSE(submit.ends_within(std::chrono::milliseconds(300)));
    it.mounts.resize(disk, 300 * mib);
    const Ended ended = submit.wait();
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    CHECK(count_in(ended.err, "commands wait") == 1);
    CHECK(count_in(ended.err, "there is room on the disk again: commands go on") == 1);
    CHECK((ended.out == reference.out));
    CHECK((contents_of(data) == contents_of(whole)));
}

TEST_CASE("little space: views that cannot be written stand still, and go on when there is room",
          "[process]") {
    SmallDisks it;
    if (it.skips()) return;
    const fs::path lines = it.folder.path() / "lines.jsonl";
    write_text(lines, workload_lines(30'000));
    const fs::path whole = it.folder.path() / "whole", data = it.folder.path() / "data";
    REQUIRE(leadline({"submit", lines.string(), "--data", whole.string()}).exit_code == 0);
    REQUIRE(leadline({"submit", "--data", data.string()}).exit_code == 0);
    it.mounts.add_disk(data / "views", 2 * mib);
    int pipe_ends[2];
    REQUIRE(::pipe2(pipe_ends, O_CLOEXEC) == 0);
    Child submit({"submit", lines.string(), "-", "--data", data.string(), "--set",
                  "disk.free_min=0", "--set", "views.lag_max=100"},
                 {pipe_ends[0]});
    ::close(pipe_ends[0]);
    REQUIRE(eventually([&] {
        return count_in(submit.err_so_far(), "they stand still and are tried again") == 1;
    }));
    // Nobody waits for them: every line is decided meanwhile.
    const std::string end = position_in(leadline({"status", "--data", whole.string()}).out);
    REQUIRE_FALSE(end.empty());
    CHECK(eventually([&] {
        return position_in(leadline({"status", "--data", data.string()}).out) == end;
    }));
    CHECK(count_in(leadline({"status", "--data", data.string()}).out, "and stopped") > 0);
    CHECK(count_in(submit.err_so_far(), "views go on") == 0);
    CHECK_FALSE(submit.ends_within(std::chrono::milliseconds(100)));
    it.mounts.resize(data / "views", 300 * mib);
    CHECK(eventually([&] { return count_in(submit.err_so_far(), "views go on") == 1; }));
    ::close(pipe_ends[1]);
    const Ended ended = submit.wait();
    INFO(ended.err);
    CHECK(ended.exit_code == 0);
    CHECK((contents_of(data) == contents_of(whole)));
}

TEST_CASE("little space: an engine that waits for room can be stopped", "[process]") {
    SmallDisks it;
    if (it.skips()) return;
    const fs::path disk = it.folder.path() / "disk";
    it.mounts.add_disk(disk, 20 * mib);
    const fs::path lines = it.folder.path() / "lines.jsonl";
    write_text(lines, acme_lines() + acme_lead_line(1));
    const int in = ::open(lines.c_str(), O_RDONLY | O_CLOEXEC);
    Child serve({"serve", "--data", (disk / "data").string(), "--set", limit}, {in, -1});
    ::close(in);
    REQUIRE(waits(serve));
    CHECK(eventually([&] {
        const Ended status = leadline({"status", "--data", (disk / "data").string()});
        return count_in(status.out, "serve takes nothing in") == 1;
    }));
    ::kill(serve.pid(), SIGTERM);
    CHECK(serve.wait().exit_code == 0);
}

}  // namespace leadline::tests
