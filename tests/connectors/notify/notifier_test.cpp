// The notifier's threads: who hangs holds up nobody else, and what waits for a channel that is gone
// does not wait for ever.
#include "connectors/notify/notifier.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/connectors/notify/followed.hpp"

namespace leadline::tests {
namespace {

using connectors::notify::Attempt;
using connectors::notify::Channel;
using connectors::notify::ChannelSettings;
using connectors::notify::Message;
using connectors::notify::Notifier;

// What channels were given, and whether the first of them is to hang.
struct Sent {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> to;  // under mutex, like all below
    bool is_stopped = false;

    // False: it took more than a minute.
    bool await(std::size_t count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::minutes(1), [&] { return to.size() >= count; });
    }
};

class FakeChannel final : public Channel {
public:
    FakeChannel(Sent& sent, bool hangs) : sent_(sent), hangs_(hangs) {}
    [[nodiscard]] Attempt send(const Message& message) override {
        std::unique_lock lock(sent_.mutex);
        sent_.to.push_back(message.address);
        sent_.changed.notify_all();
        if (!hangs_) return {Attempt::End::delivered, 200, {}};
        sent_.changed.wait(lock, [this] { return sent_.is_stopped; });
        return {Attempt::End::try_again, 0, "the engine was stopped"};
    }
    void stop() override {
        const std::lock_guard lock(sent_.mutex);
        sent_.is_stopped = true;
        sent_.changed.notify_all();
    }

private:
    Sent& sent_;
    bool hangs_;
};

// A log with a mail and a webhook that are owed, and rows that know it.
struct Owed {
    Followed it;
    std::vector<connectors::notify::OwnLine> lines;  // given; read after stop()
    Owed() {
        it.start(it.rows);
        it.assign("l1");
        it.say(asked("d1", "RegisterDeal",
                     R"({"deal":"d","customer":{"name":"Blum"},"products":["x"]})", 0, "user:u"));
    }
    // The rows of one notifier; the log is the same.
    std::unique_ptr<Notifier> notifier(Sent& sent, const std::string& hanging) {
        lines.clear();
        // Its own rows begin at the log's end: so these are filled by a follower before.
        auto rows = std::make_unique<connectors::notify::MemoryRows>();
        it.start(it.rows);
        connectors::notify::Changes all;
        const auto read = it.rows.scan("", [&all](std::string_view key, std::string_view value) {
            all[std::string(key)] = std::string(value);
        });
        ENSURE(read.has_value());
        ENSURE(rows->write(all).has_value());
        auto opened =
            Notifier::open({it.log(), std::move(rows), it.settings, it.ground.clock,
                            [&sent, hanging](const ChannelSettings& channel) {
                                return std::make_unique<FakeChannel>(sent, channel.name == hanging);
                            },
                            [this](std::vector<connectors::notify::OwnLine> given) {
                                for (auto& line : given) lines.push_back(std::move(line));
                            },
                            [](std::string_view) {}});
        ENSURE(opened.has_value());
        return *std::move(opened);
    }
};

TEST_CASE("Notifier: a channel that hangs holds up no other, and ends when it is told to",
          "[connectors]") {
    Owed owed;
    Sent sent;
    const auto notifier = owed.notifier(sent, "crm");
    notifier->start();
    CHECK(sent.await(3));  // two mails beside the webhook
    notifier->stop();
    const auto counts = notifier->counts();
    CHECK(counts.delivered == 2);
    CHECK(counts.waiting == 1);  // what was cut short is no attempt
}

TEST_CASE("Notifier: what waits for a channel that the settings have no more is dead",
          "[connectors]") {
    Owed owed;
    owed.it.start(owed.it.rows);  // owed by the settings as they were
    for (auto& channel : owed.it.settings.channels)
        if (channel.name == "crm") channel.name = "other";
    Sent sent;
    const auto notifier = owed.notifier(sent, "");
    notifier->start();
    CHECK(sent.await(2));
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (notifier->counts().failed < 1 && std::chrono::steady_clock::now() < limit)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(notifier->counts().failed == 1);
    notifier->stop();
    // That it is dead is for the record.
    REQUIRE_FALSE(owed.lines.empty());
    CHECK(owed.lines.front().program == "acme");
}

}  // namespace
}  // namespace leadline::tests
