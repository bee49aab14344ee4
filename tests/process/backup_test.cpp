// Backups of a real engine's folder: taken while `submit` runs, restored, and gone on with; and
// every way in which a backup or its place may be wrong.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>

#include "tests/support/child.hpp"
#include "tests/support/mounts.hpp"
#include "tests/support/submitted.hpp"
#include "tests/support/temporary_folder.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

Ended backup(const fs::path& to, const fs::path& data) {
    return leadline({"backup", to.string(), "--data", data.string(), "-o", "json"});
}

Ended restore(const fs::path& from, const fs::path& data) {
    return leadline({"restore", from.string(), "--data", data.string(), "-o", "json"});
}

void check_refused(const Ended& ended, int exit_code, const std::string& sentence) {
    INFO(ended.err);
    CHECK(ended.exit_code == exit_code);
    CHECK(ended.out.empty());
    CHECK(lines_in(ended.err) == 1);
    CHECK_THAT(ended.err, Contains(sentence));
}

// A folder with some leads, and a backup of it.
struct Backed {
    TemporaryFolder folder;
    fs::path data = folder.path() / "data";
    fs::path kept = folder.path() / "kept";

    Backed() {
        std::string lines = acme_lines();
        for (std::uint64_t lead = 0; lead < 50; ++lead) lines += acme_lead_line(lead);
        REQUIRE(leadline({"submit", "--data", data.string()}, lines).exit_code == 0);
        REQUIRE(backup(kept, data).exit_code == 0);
    }
    [[nodiscard]] fs::path some_table() const {
        for (const auto& entry : fs::recursive_directory_iterator(kept / "log"))
            if (entry.path().extension() == ".log" && entry.file_size() > 0) return entry.path();
        throw std::runtime_error("no table");
    }
};

bool eventually(const std::function<bool()>& is_so) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!is_so()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace

TEST_CASE("backup: taken under load, restored, and gone on with, nothing differs", "[process]") {
    const TemporaryFolder folder;
    const fs::path lines = folder.path() / "lines.jsonl";
    const fs::path data = folder.path() / "data";
    const std::string all = workload_lines(20'000);
    write_text(lines, all);
    const fs::path whole = folder.path() / "whole";
    const Ended reference = leadline({"submit", lines.string(), "--data", whole.string()});
    REQUIRE(reference.exit_code == 0);
    const Contents expected = contents_of(whole);

    // Checkpoints and flushes all the while; the pipe keeps it running until it is killed.
    int pipe_ends[2];
    REQUIRE(::pipe2(pipe_ends, O_CLOEXEC) == 0);
    const fs::path out = folder.path() / "out";
    const int out_file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    Child running({"submit", lines.string(), "-", "--data", data.string(), "--set",
                   "state.checkpoint_events=1000", "--set", "views.flush_ms=10"},
                  {pipe_ends[0], out_file});
    ::close(pipe_ends[0]);
    ::close(out_file);
    REQUIRE(eventually([&] { return number_after(read_text(out), R"("position":)") > 3'000; }));
    std::vector<fs::path> backups;
    for (int i = 0; i < 2; ++i) {
        const std::uint64_t acknowledged = number_after(read_text(out), R"("position":)");
        backups.push_back(folder.path() / fmt::format("backup{}", i));
        const Ended made = backup(backups.back(), data);
        INFO(made.err);
        REQUIRE(made.exit_code == 0);
        CHECK(number_after(made.out, R"("events": )") >= acknowledged);
    }
    CHECK_FALSE(running.ends_within(std::chrono::milliseconds(0)));
    ::kill(running.pid(), SIGKILL);
    CHECK(running.wait().exit_code == 128 + SIGKILL);
    ::close(pipe_ends[1]);
    CHECK_FALSE(fs::exists(data / "staging"));

    for (std::size_t i = 0; i < backups.size(); ++i) {
        const fs::path again = folder.path() / fmt::format("again{}", i);
        const Ended made = restore(backups[i], again);
        INFO(made.err);
        REQUIRE(made.exit_code == 0);
        const Ended verified = leadline({"log", "verify", "--data", again.string()});
        INFO(verified.out << verified.err);
        CHECK(verified.exit_code == 0);
        CHECK_THAT(verified.out, Contains("equal at") || Contains("none is stored"));
        const Contents kept = contents_of(again);
        CHECK((expected.events.compare(0, kept.events.size(), kept.events) == 0));
        const Ended last = leadline({"submit", lines.string(), "--data", again.string()});
        CHECK(last.exit_code == 0);
        CHECK_THAT(last.err, !Contains("damaged") && !Contains("made again"));
        CHECK((said_first(last.out) == reference.out));
        CHECK((contents_of(again) == expected));
    }
}

TEST_CASE("backup: without an engine it is the same folder, views and all", "[process]") {
    const Backed it;
    const fs::path again = it.folder.path() / "again";
    const Ended made = restore(it.kept, again);
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    CHECK((contents_of(again) == contents_of(it.data)));
    const Ended list = leadline({"lead", "list", "--data", again.string(), "-o", "csv"});
    CHECK(list.out == leadline({"lead", "list", "--data", it.data.string(), "-o", "csv"}).out);
    CHECK(list.err.find("made again") == std::string::npos);
    CHECK_FALSE(fs::exists(again / "RESTORING"));
    // A backup is not used up by being restored.
    CHECK(restore(it.kept, it.folder.path() / "another").exit_code == 0);
}

TEST_CASE("backup: its place must be free, and one that was cut short is begun again",
          "[process]") {
    const Backed it;
    check_refused(backup(it.kept, it.data), 2, it.kept.string() + " is there already");
    check_refused(backup(it.folder.path() / "b", it.folder.path() / "none"), 1,
                  "is not a leadline data folder");
    CHECK_FALSE(fs::exists(it.folder.path() / "b.unfinished"));
    const fs::path second = it.folder.path() / "second";
    fs::create_directories(second.string() + ".unfinished/log");
    write_text(second.string() + ".unfinished/log/000001.sst", "a half");
    check_refused(restore(second.string() + ".unfinished", it.folder.path() / "x"), 65,
                  "is no finished backup: it has no file BACKUP");
    CHECK(backup(second, it.data).exit_code == 0);
    CHECK_FALSE(fs::exists(second.string() + ".unfinished"));
    CHECK(restore(second, it.folder.path() / "x").exit_code == 0);
    check_refused(backup("/proc/leadline", it.data), 74,
                  "/proc/leadline.unfinished cannot be made");
}

TEST_CASE("backup: a log that is damaged is no backup", "[process]") {
    const Backed it;
    for (const auto& entry : fs::directory_iterator(it.data / "log")) {
        if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
        std::string bytes = read_text(entry.path());
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
        write_text(entry.path(), bytes);
    }
    const Ended refused = backup(it.folder.path() / "second", it.data);
    INFO(refused.err);
    CHECK(refused.exit_code == 74);
    CHECK_THAT(refused.err, Contains("position"));
    CHECK_FALSE(fs::exists(it.folder.path() / "second"));
    CHECK_FALSE(fs::exists(it.folder.path() / "second.unfinished"));
}

TEST_CASE("restore: a damaged backup is refused, with the file's name, and nothing is left",
          "[process]") {
    const Backed it;
    const fs::path again = it.folder.path() / "again";
    const fs::path table = it.some_table();
    const std::string name = table.lexically_relative(it.kept).generic_string();
    const std::string bytes = read_text(table);
    std::string flipped = bytes;
    flipped[bytes.size() / 3] = static_cast<char>(flipped[bytes.size() / 3] ^ 1);
    for (const std::string& wrong : {flipped, bytes.substr(0, bytes.size() - 1), bytes + "x"}) {
        write_text(table, wrong);
        check_refused(restore(it.kept, again), 74, name + " is not what it was");
        CHECK_FALSE(fs::exists(again));
    }
    fs::remove(table);
    check_refused(restore(it.kept, again), 74, name + " is missing");
    write_text(table, bytes);
    const std::string list = read_text(it.kept / "BACKUP");
    write_text(it.kept / "BACKUP", list.substr(0, list.size() / 2));
    check_refused(restore(it.kept, again), 74, "(BACKUP) is damaged or cut short");
    fs::remove(it.kept / "BACKUP");
    check_refused(restore(it.kept, again), 65, "is no finished backup");
    check_refused(restore(it.folder.path() / "none", again), 74, "there is no such folder");
    CHECK_FALSE(fs::exists(again));
    write_text(it.kept / "BACKUP", list);
    CHECK(restore(it.kept, again).exit_code == 0);
}

TEST_CASE("restore: its place must be empty, or hold what a restore left that was cut short",
          "[process]") {
    const Backed it;
    check_refused(restore(it.kept, it.data), 2, it.data.string() + " is not empty");
    const fs::path half = it.folder.path() / "half";
    fs::create_directories(half / "log");
    write_text(half / "log" / "000001.sst", "a half");
    check_refused(restore(it.kept, half), 2, half.string() + " is not empty");
    write_text(half / "RESTORING", "");
    const Ended opened = leadline({"submit", "--data", half.string()});
    CHECK(opened.exit_code == 78);
    CHECK_THAT(opened.err, Contains("not a leadline data folder"));
    CHECK(restore(it.kept, half).exit_code == 0);
    CHECK((contents_of(half) == contents_of(it.data)));
    // Killed right before its mark went away: the folder is whole.
    write_text(half / "RESTORING", "");
    check_refused(restore(it.kept, half), 2, half.string() + " is not empty");
    CHECK((contents_of(half) == contents_of(it.data)));
    const fs::path empty = it.folder.path() / "empty";
    fs::create_directories(empty);
    CHECK(restore(it.kept, empty).exit_code == 0);
}

TEST_CASE("restore, backup: a place that cannot be written or is full is 74 and says so",
          "[process]") {
    const Backed it;
    Mounts mounts;
    if (!mounts.permitted()) {
        WARN("SKIPPED: " << mounts.why_not());
        return;
    }
    const fs::path disk = it.folder.path() / "disk";
    mounts.add_disk(disk, 64U << 10U);
    check_refused(restore(it.kept, disk / "full"), 74, "No space left on device");
    CHECK(fs::is_empty(disk));
    check_refused(backup(disk / "full", it.data), 74, "No space left on device");
    CHECK(fs::is_empty(disk));
    fs::create_directories(disk / "empty");
    mounts.make_read_only(disk);
    check_refused(restore(it.kept, disk / "new"), 74,
                  (disk / "new").string() + " cannot be made: Read-only file system");
    check_refused(restore(it.kept, disk / "empty"), 74,
                  (disk / "empty" / "LOCK").string() + " cannot be written: Read-only file system");
    check_refused(backup(disk / "new", it.data), 74,
                  (disk / "new").string() + ".unfinished cannot be made: Read-only file system");
}

}  // namespace leadline::tests
