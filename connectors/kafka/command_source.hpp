// CommandSource: a partition of the topic of commands as the engine's input, from the offset that
// the log says. It reads by a client of its own, which is in no group and ends with it. Commands of
// other partitions are sent on and never decided here; a tick is put on the topic when a timer is
// due and nothing else comes. The decider's thread; stop() is anybody's.
#pragma once

#include <atomic>
#include <functional>

#include "connectors/files/clock.hpp"
#include "connectors/kafka/original_letters.hpp"
#include "connectors/kafka/sender.hpp"
#include "engine/runtime/ports.hpp"

namespace leadline::connectors::kafka {

struct CommandSourceParts {
    const config::Options::Kafka& options;
    std::uint32_t partition;
    std::uint32_t partitions;
    std::uint64_t from;  // the first offset that is not decided
    events::Time time;   // of the log's last event
    const Clock& clock;
    Sender& sender;
    OriginalLetters& letters;
    const std::atomic<std::uint32_t>& commands_max;  // of one poll, as it is now
    std::function<std::optional<events::Time>()> next_due;
};

struct CommandCounts {
    std::uint64_t next = 0;       // offset: what is before it was read
    std::uint64_t behind = 0;     // offsets from there to the topic's end
    std::uint64_t forwarded = 0;  // to the partition that they belong to
    std::uint64_t dropped = 0;    // decided before
};

class CommandSource final : public engine::InputSource {
public:
    [[nodiscard]] static events::Result<std::unique_ptr<CommandSource>> open(
        CommandSourceParts parts);
    ~CommandSource() override;

    // `refused` when a record's time is not the broker's, or when retention has taken commands that
    // nobody decided; `passing` when it is more than 5 minutes ahead of this machine's clock.
    [[nodiscard]] events::Result<std::span<const engine::Input>> poll(std::size_t max) override;
    [[nodiscard]] bool ended() const override { return stopped_; }

    void stop() { stopped_ = true; }
    // Since it was opened; any thread.
    [[nodiscard]] CommandCounts counts() const;

private:
    // What the library said beside messages, such as that the topic is not there.
    struct Heard {
        bool is_refused = false;  // since something was read
        std::chrono::steady_clock::time_point ask_at{};
    };

    CommandSource(CommandSourceParts parts, std::unique_ptr<Heard> heard, Handle client);

    static void on_error(rd_kafka_t* client, int code, const char* reason, void* heard);

    void give_back();
    [[nodiscard]] events::Result<void> take(rd_kafka_message_t& message);
    [[nodiscard]] events::Result<void> check_time(const rd_kafka_message_t& message,
                                                  Record& record) const;
    void read_headers(const rd_kafka_message_t& message);
    void keep_original(const Record& record);
    [[nodiscard]] events::Result<void> tick_when_due();
    [[nodiscard]] events::Result<void> check_heard();

    CommandSourceParts parts_;
    std::unique_ptr<Heard> heard_;    // of the client
    std::shared_ptr<Handle> client_;  // of this alone; shared with the end of it
    Queue queue_;
    RecordInputs inputs_;
    std::vector<rd_kafka_message_t*> messages_;  // of the last poll
    std::size_t held_ = 0;                       // of them
    std::vector<RecordHeader> headers_;
    std::atomic<std::uint64_t> next_ = 0;
    std::atomic<std::uint64_t> forwarded_ = 0;
    std::atomic<std::uint64_t> dropped_ = 0;
    std::chrono::steady_clock::time_point ticked_{};
    std::atomic<bool> stopped_ = false;
};

}  // namespace leadline::connectors::kafka
