// Notifier: the follower and the channels at work beside an engine: a thread that reads the log,
// and one for each channel, so that a server that hangs holds up nobody else's. What it has to say
// to the engine it gives as lines to whoever made it, who also ends it.
#pragma once

#include <condition_variable>
#include <thread>

#include "connectors/notify/follower.hpp"
#include "connectors/serve/door.hpp"

namespace leadline::connectors::notify {

// Lines that the engine's own people put there, for an engine that reads lines. put(): any thread;
// the rest is the decider's.
class LineDoor final : public Door {
public:
    void put(std::string line);
    [[nodiscard]] events::Result<Got> next(Line& line) override;
    [[nodiscard]] std::string_view origin() const override { return "notifications/"; }
    void will_be_answered() override {}
    [[nodiscard]] int descriptor() const override { return -1; }

private:
    std::mutex mutex_;
    std::deque<std::string> lines_;  // under mutex_
    std::string at_hand_;
    std::uint64_t number_ = 0;
};

// How a channel of the settings is made; tests make others.
using MakeChannel = std::function<std::unique_ptr<Channel>(const ChannelSettings&)>;
[[nodiscard]] MakeChannel real_channels(const Clock& clock);

class Notifier {
public:
    struct Parts {
        const engine::LogReader& log;
        std::unique_ptr<Rows> rows;
        Settings settings;
        const Clock& clock;
        MakeChannel make;
        // Brings lines to the engine, which answers with their records in the log. Called again and
        // again by the thread that follows, with none as well; not once stop() has returned.
        std::function<void(std::vector<OwnLine>)> give;
        std::function<void(std::string_view)> warn;  // one line for whoever runs the engine
    };
    [[nodiscard]] static events::Result<std::unique_ptr<Notifier>> open(Parts parts);
    ~Notifier();  // as stop()
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    void start();
    // What is being sent ends, to be tried again by the next start.
    void stop();

    [[nodiscard]] Outbox::Counts counts() { return follower_->outbox().counts(); }

private:
    explicit Notifier(Parts parts) : parts_(std::move(parts)) {}
    void follow();
    void serve(const ChannelSettings& settings, Channel& channel);
    void bury_strays();         // what waits for a channel that the settings have no more
    [[nodiscard]] bool wait();  // false: it is to end

    Parts parts_;
    std::unique_ptr<Follower> follower_;
    std::vector<std::unique_ptr<Channel>> channels_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ends_ = false;  // under mutex_
    std::vector<std::thread> threads_;
};

}  // namespace leadline::connectors::notify
