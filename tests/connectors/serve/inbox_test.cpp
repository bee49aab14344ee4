// The inbox: which files are taken, in which order, and where they and their outcomes end; through
// crashes, and with files that cannot be read.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "connectors/embedded/data_folder.hpp"
#include "connectors/serve/inbox_door.hpp"
#include "tests/connectors/cli/story.hpp"
#include "tests/connectors/serve/served.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using connectors::Inbox;
using connectors::InboxDoor;
using connectors::InboxOutcomes;

const events::Time noon = *events::parse_time("2026-03-02T12:00:00Z");

std::string a_lead(int number) {
    return asked("x" + std::to_string(number), "CreateLead",
                 R"({"lead":"x)" + std::to_string(number) + R"("})", 0, "system:crm");
}

std::string leads(int from, int to) {
    std::string lines;
    for (int n = from; n <= to; ++n) lines += a_lead(n);
    return lines;
}

Inbox opened(const fs::path& folder) {
    auto inbox = Inbox::open(folder, folder / "../data");
    INFO((inbox ? "" : inbox.error().message));
    REQUIRE(inbox.has_value());
    return *std::move(inbox);
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

struct Case {
    TemporaryFolder folder;
    fs::path root = folder.path() / "inbox";
    ServedGround ground{noon};
    std::optional<Inbox> inbox;
    std::optional<InboxOutcomes> outcomes;
    std::optional<InboxDoor> door;
    std::optional<Served> served;
    std::size_t commands_max;

    explicit Case(std::size_t commands = 64) : commands_max(commands) { start(); }

    // Also after a crash: what is in no file and no log is gone.
    void start() {
        served.reset();
        door.reset();
        outcomes.reset();
        inbox.reset();
        inbox.emplace(opened(root));
        outcomes.emplace(*inbox);
        door.emplace(
            InboxDoor::Parts{*inbox, *outcomes, ground.clock,
                             [this](std::string_view line) { ground.said.emplace_back(line); }});
        served.emplace(ground, *door, *outcomes, commands_max);
    }
    void put(const std::string& name, const std::string& text) const {
        write_text(root / ("." + name), text);
        fs::rename(root / ("." + name), root / name);
    }
    // Until nothing is left to be done.
    void run() {
        const int waits = served->waiting.waits;
        for (int i = 0; i < 10'000 && served->waiting.waits < waits + 2; ++i) served->step();
        REQUIRE(served->waiting.waits >= waits + 2);
    }
    [[nodiscard]] std::string told(const std::string& name) const {
        return read_text(root / "done" / (name + ".outcomes.jsonl"));
    }
};

}  // namespace

TEST_CASE("inbox: a file is decided and lies in done with its outcomes beside it", "[connectors]") {
    Case it;
    it.put("setup.jsonl", setup_lines() + "\nno json\n" + a_lead(1));
    it.run();
    CHECK(files_in(it.root / "taken") == 0);
    CHECK(files_in(it.root / "failed") == 0);
    CHECK_FALSE(fs::exists(it.root / "setup.jsonl"));
    CHECK(read_text(it.root / "done/setup.jsonl") == setup_lines() + "\nno json\n" + a_lead(1));
    const std::string told = it.told("setup.jsonl");
    CHECK(lines_in(told) == 9);
    CHECK_THAT(told, Catch::StartsWith(R"({"program":"acme","source":"test","id":"s1",)"
                                       R"("outcome":"accepted","partition":0,"position":1,)"));
    CHECK_THAT(told, Contains(R"({"outcome":"dead_lettered","reason":"not_json")"));
    REQUIRE(it.served->dead_letters().size() == 1);
    CHECK_THAT(it.served->dead_letters()[0], Catch::StartsWith("setup.jsonl/000000000009-"));
    CHECK(it.outcomes->counts().done == 1);
}

TEST_CASE("inbox: files are taken in the order of their names, whatever an epoch holds",
          "[connectors]") {
    Case it(GENERATE(1U, 7U, 8'192U));
    it.put("20", leads(1, 10));
    it.put("3", leads(11, 20));
    it.put("10", setup_lines());
    it.put("empty", "");
    it.put("blank", "\n\n");
    it.put("whole-epoch", leads(21, 27));
    it.run();
    CHECK(lines_in(it.told("10")) == 7);
    CHECK(lines_in(it.told("20")) == 10);
    CHECK(lines_in(it.told("3")) == 10);
    CHECK(lines_in(it.told("whole-epoch")) == 7);
    CHECK(it.told("empty").empty());
    CHECK(fs::exists(it.root / "done/empty.outcomes.jsonl"));
    CHECK(fs::exists(it.root / "done/blank.outcomes.jsonl"));
    CHECK(files_in(it.root / "done") == 12);
    CHECK(files_in(it.root / "taken") == 0);
    CHECK(it.told("3").find("unknown_program") == std::string::npos);
    CHECK(it.told("20").find(R"("position":8,)") != std::string::npos);
    CHECK(it.told("3").find(R"("id":"x11","outcome":"accepted","partition":0,"position":28,)") !=
          std::string::npos);
}

TEST_CASE("inbox: names with a dot before or .tmp behind, and folders, are not looked at",
          "[connectors]") {
    Case it;
    write_text(it.root / ".half", setup_lines());
    write_text(it.root / "half.tmp", setup_lines());
    fs::create_directory(it.root / "parts");
    write_text(it.root / "parts/one", setup_lines());
    it.run();
    CHECK(it.served->position().number == 0);
    CHECK(fs::exists(it.root / ".half"));
    CHECK(fs::exists(it.root / "half.tmp"));
    CHECK(fs::exists(it.root / "parts/one"));
    fs::rename(it.root / "half.tmp", it.root / "whole");
    it.run();
    CHECK(lines_in(it.told("whole")) == 7);
}

TEST_CASE("inbox: a name that comes again, or would meet another's outcomes, overwrites nothing",
          "[connectors]") {
    Case it;
    it.put("a", setup_lines());
    it.run();
    it.put("a", a_lead(1));
    it.put("a.outcomes.jsonl", a_lead(2));
    it.put(std::string(230, 'n'), a_lead(3));
    it.run();
    CHECK(lines_in(it.told("a")) == 7);
    CHECK(read_text(it.root / "done/a") == setup_lines());
    CHECK(files_in(it.root / "done") == 8);
    CHECK(files_in(it.root / "taken") == 0);
    CHECK(it.served->position().number == 7 + 3 * 2);
}

TEST_CASE("inbox: what a crash left in taken is decided again, nothing twice, and told whole",
          "[connectors]") {
    Case it(5);
    it.put("a", setup_lines() + leads(1, 3));
    it.put("b", leads(4, 40));
    SECTION("in the middle of a file") { it.served->step(4); }
    SECTION("after the outcomes were written, before the file was moved") {
        it.run();
        fs::rename(it.root / "done/b", it.root / "taken/b");
        fs::remove(it.root / "done/a.outcomes.jsonl");
        fs::rename(it.root / "done/a", it.root / "taken/a");
    }
    SECTION("with the draft of its outcomes cut off") {
        it.served->step(3);
        write_text(it.root / "taken/.b.outcomes.jsonl", "{\"progr");
    }
    it.start();
    it.run();
    CHECK(it.served->position().number == 7 + 40 * 2);
    const std::string told = it.told("a") + it.told("b");
    CHECK(lines_in(told) == 47);
    CHECK(told.find("rejected") == std::string::npos);
    CHECK_THAT(told, Contains(R"("repeated":true)"));
    for (int n = 1; n <= 40; ++n)
        CHECK_THAT(told, Contains(R"("id":"x)" + std::to_string(n) + "\","));
    CHECK(files_in(it.root / "taken") == 0);
}

TEST_CASE("inbox: 1,000 files that cannot be read are put aside with their reasons, in a few lines",
          "[connectors]") {
    Case it;
    it.put("0-setup", setup_lines());
    for (int n = 0; n < 1'000; ++n) {
        const fs::path file = it.root / std::to_string(1'000 + n);
        if (n % 3 == 0) REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        if (n % 3 == 1) fs::create_symlink("/nowhere", file);
        if (n % 3 == 2) write_text(it.root / ("bad\x01\xff" + std::to_string(n)), a_lead(n));
    }
    it.put("zz-last", a_lead(7));
    it.run();
    CHECK(lines_in(it.told("0-setup")) == 7);
    CHECK_THAT(it.told("zz-last"), Contains(R"("outcome":"accepted")"));
    CHECK(it.outcomes->counts().failed == 1'000);
    CHECK(files_in(it.root / "failed") == 2'000);
    CHECK(files_in(it.root / "taken") == 0);
    CHECK(read_text(it.root / "failed/1000.reason.txt") == "it is no regular file\n");
    CHECK(fs::is_symlink(it.root / "failed/1001"));
    CHECK(it.served->position().number == 7 + 2);
    CHECK(it.ground.said.size() == connectors::SparseLines::said_in_a_minute);
    it.ground.clock.pass(events::minute);
    it.run();
    REQUIRE(it.ground.said.size() == connectors::SparseLines::said_in_a_minute + 1);
    CHECK_THAT(it.ground.said.back(), Catch::StartsWith("990 more files of the inbox"));
}

TEST_CASE("inbox: what cannot be written stops the engine, and is done when it is started again",
          "[connectors]") {
    Case it;
    it.put("a", setup_lines());
    fs::remove(it.root / "done");
    write_text(it.root / "done", "a file");
    const auto stepped = it.served->try_step();
    REQUIRE_FALSE(stepped.has_value());
    CHECK(stepped.error().failure == events::Failure::io);
    CHECK_THAT(stepped.error().message, Contains("cannot be moved"));
    CHECK(fs::exists(it.root / "taken/a"));
    fs::remove(it.root / "done");
    it.start();
    it.run();
    CHECK(lines_in(it.told("a")) == 7);
    CHECK(it.served->position().number == 7);
}

TEST_CASE("inbox: more files than are known at a time are all taken, in order", "[connectors]") {
    Case it(512);
    it.put("0", setup_lines());
    std::size_t count = 5'000;
    for (std::size_t n = 0; n < count; ++n)
        write_text(it.root / std::to_string(10'000 + n),
                   n % 50 == 0 ? a_lead(static_cast<int>(n)) : "");
    it.run();
    it.run();  // the list begins anew
    CHECK(it.outcomes->counts().done == count + 1);
    CHECK(it.served->position().number == 7 + 2 * count / 50);
    const auto told = it.served->events_from(8);
    CHECK(told.size() == 2 * count / 50);
}

TEST_CASE("inbox: one engine at a time, and never on a data folder", "[connectors]") {
    const TemporaryFolder folder;
    const fs::path data = folder.path() / "data";
    REQUIRE(connectors::DataFolder::open(data).has_value());
    const auto refused = [&](const fs::path& place, events::Failure failure,
                             const std::string& words) {
        const auto inbox = Inbox::open(place, data);
        REQUIRE_FALSE(inbox.has_value());
        CHECK(inbox.error().failure == failure);
        CHECK_THAT(inbox.error().message, Contains(words));
    };
    refused(data, events::Failure::usage, "lies in the data folder");
    refused(data / "log/inbox", events::Failure::usage, "lies in the data folder");
    refused(data / "../data/x", events::Failure::usage, "lies in the data folder");
    REQUIRE(connectors::DataFolder::open(folder.path() / "other").has_value());
    refused(folder.path() / "other", events::Failure::usage, "is a data folder");
    CHECK_FALSE(fs::exists(data / "taken"));
    write_text(folder.path() / "file", "");
    refused(folder.path() / "file", events::Failure::io, "cannot be made");

    const auto held = Inbox::open(folder.path() / "inbox", data);
    REQUIRE(held.has_value());
    refused(folder.path() / "inbox", events::Failure::unavailable,
            "is in use by process " + std::to_string(::getpid()));
}

}  // namespace leadline::tests
