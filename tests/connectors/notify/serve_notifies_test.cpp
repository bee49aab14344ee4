// `leadline serve` as a process that tells somebody: a webhook of the test's own, on the record,
// and not again after a crash.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "tests/connectors/cli/story.hpp"
#include "tests/connectors/notify/listener.hpp"
#include "tests/support/child.hpp"

namespace leadline::tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;

std::size_t count_in(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

struct Serving {
    TemporaryFolder folder;
    std::string data = (folder.path() / "data").string();
    fs::path inbox = folder.path() / "inbox";
    std::optional<Child> child;

    explicit Serving(const std::string& address) {
        write_text(folder.path() / "secret", "0123456789abcdef\n");
        write_text(folder.path() / "n.yaml",
                   "channels:\n  crm: {webhook: {url: \"http://" + address +
                       "/hook\", secret_file: secret}}\n"
                       "programs:\n  acme:\n    send:\n      - {on: [LeadReassigned], by: crm}\n");
    }
    void start() {
        child.emplace(
            std::vector<std::string>{"serve", "--data", data, "--inbox", inbox.string(), "--set",
                                     "notifications.file=" + (folder.path() / "n.yaml").string()});
    }
    void put(const std::string& name, const std::string& text) const {
        fs::create_directories(inbox);
        write_text(inbox / ("." + name), text);
        fs::rename(inbox / ("." + name), inbox / name);
    }
    [[nodiscard]] std::string tail() const { return leadline({"log", "tail", "--data", data}).out; }
    // Until the log has so many records.
    void await_records(std::size_t records) const {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (count_in(tail(), "NotificationRecorded") < records) {
            if (std::chrono::steady_clock::now() > limit)
                FAIL("it took more than a minute; it said " << child->err_so_far());
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    void end(int signal) {
        REQUIRE(::kill(child->pid(), signal) == 0);
        static_cast<void>(child->wait());
        child.reset();
    }
};

std::string given(const std::string& lead) {
    return asked("c" + lead, "CreateLead", R"({"lead":")" + lead + R"("})", 0, "system:crm") +
           asked("r" + lead, "ReassignLead", R"({"lead":")" + lead + R"(","to":{"user":"u"}})");
}

}  // namespace

TEST_CASE("serve: tells a webhook once for each event, and not again after a crash",
          "[connectors]") {
    Received received;
    Listener listener([&received](Connection& connection, int) {
        received.add(read_request(connection));
        connection.write(response("200 OK"));
    });
    Serving it(listener.address());
    it.start();
    const std::string first = setup_lines() + given("l1");
    it.put("first", first);
    it.await_records(1);
    // The engine's own command was answered to nobody.
    const std::string outcomes = read_text(it.inbox / "done" / "first.outcomes.jsonl");
    CHECK(count_in(outcomes, "\n") == count_in(first, "\n"));
    CHECK(count_in(outcomes, "RecordNotification") == 0);
    it.end(SIGKILL);
    it.start();
    it.put("second", given("l2"));
    it.await_records(2);
    it.end(SIGTERM);
    std::set<std::string> keys;
    for (const std::string& request : received.all())
        keys.insert(header_value(request, "Idempotency-Key:"));
    CHECK(received.all().size() == 2);
    CHECK(keys.size() == 2);
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
