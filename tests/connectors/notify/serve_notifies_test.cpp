// `leadline serve` as a process that tells somebody: a webhook of the test's own, on the record,
// and not again after a crash.
#include <signal.h>

#include <catch2/catch.hpp>

#include "tests/connectors/notify/hooked.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;

struct Serving {
    TemporaryFolder folder;
    std::string data = (folder.path() / "data").string();
    fs::path inbox = folder.path() / "inbox";
    Hooked hooked{folder.path()};
    std::optional<Child> child;

    void start(int partitions) {
        child.emplace(std::vector<std::string>{
            "serve", "--data", data, "--inbox", inbox.string(), "--set", hooked.setting(), "--set",
            "embedded.partitions=" + std::to_string(partitions)});
    }
    void put(const std::string& name, const std::string& text) const {
        fs::create_directories(inbox);
        write_text(inbox / ("." + name), text);
        fs::rename(inbox / ("." + name), inbox / name);
    }
    [[nodiscard]] std::string tail() const { return leadline({"log", "tail", "--data", data}).out; }
    void await_records(std::size_t records) const {
        const std::string said =
            Hooked::await([this] { return tail(); }, "NotificationRecorded", records);
        INFO(child->err_so_far());
        REQUIRE(count_in(said, "NotificationRecorded") == records);
    }
    void end(int signal) {
        REQUIRE(::kill(child->pid(), signal) == 0);
        static_cast<void>(child->wait());
        child.reset();
    }
};

}  // namespace

TEST_CASE("serve: tells a webhook once for each event, and not again after a crash",
          "[connectors]") {
    const int partitions = GENERATE(1, 3);
    Serving it;
    it.start(partitions);
    const std::string first = setup_lines() + given_lines("l1");
    it.put("first", first);
    it.await_records(1);
    // The engine's own command was answered to nobody.
    const std::string outcomes = read_text(it.inbox / "done" / "first.outcomes.jsonl");
    CHECK(count_in(outcomes, "\n") == count_in(first, "\n"));
    CHECK(count_in(outcomes, "RecordNotification") == 0);
    it.end(SIGKILL);
    it.start(partitions);
    it.put("second", given_lines("l2"));
    it.await_records(2);
    // STATUS is written about once a second.
    const std::string status = Hooked::await(
        [&it] {
            return leadline({"status", "--data", it.data}).out;
        },
        "notifications 1 delivered, 0 failed, 0 wait", 1);
    CHECK_THAT(status, Contains("notifications 1 delivered, 0 failed, 0 wait"));
    it.end(SIGTERM);
    CHECK(it.hooked.received.all().size() == 2);
    CHECK(it.hooked.keys().size() == 2);
    CHECK_THAT(leadline({"lead", "explain", "l1", "--data", it.data}).out,
               Contains("told by webhook: delivered"));
    CHECK(count_in(it.tail(), "NotificationRecorded") == 2);
}

TEST_CASE("serve: a mistake in the file of notifications ends it with 78, and with its place",
          "[connectors]") {
    const TemporaryFolder folder;
    write_text(folder.path() / "n.yaml", "channels: {}\nprogams: {}\n");
    const Ended ended = leadline({"serve", "--data", (folder.path() / "data").string(), "--set",
                                  "notifications.file=" + (folder.path() / "n.yaml").string()});
    CHECK(ended.exit_code == 78);
    CHECK_THAT(ended.err, Contains("n.yaml:2:1") && Contains("programs"));
    CHECK_FALSE(fs::exists(folder.path() / "data"));
}

}  // namespace leadline::tests
