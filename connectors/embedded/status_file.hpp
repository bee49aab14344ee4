// The file STATUS of a data folder: how the engine that runs on it does, written by it about once a
// second and read by anybody. Written whole or not at all, never synced: it is worth nothing after
// the engine has ended but to say how it ended. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "events/base/result.hpp"
#include "events/base/time.hpp"

namespace leadline::connectors {

struct EngineStatus {
    std::int64_t process = 0;
    std::string command;  // "serve", "submit"
    events::Time begun;
    events::Time written;
    events::Duration monotonic;  // when it was written, by the clock of clock.hpp
    bool has_ended = false;      // by itself: nobody killed it
    std::string failed;          // why, when it has not ended in order
    std::string closed;          // why nothing is taken in; empty: commands are

    struct PartitionPlace {
        std::uint32_t partition = 0;
        std::uint64_t position = 0;  // of the last durable event
        events::Time time;           // of that event
    };
    std::vector<PartitionPlace> partitions;

    struct ViewPlace {
        std::string name;  // "lead@v1"
        std::uint32_t partition = 0;
        std::uint64_t position = 0;
        std::uint64_t lag = 0;  // events behind the log
        std::string stopped;    // why it stands still; empty: it does not
    };
    std::vector<ViewPlace> views;

    struct KafkaPlace {  // of a partition that this engine decides now
        std::uint32_t partition = 0;
        std::uint64_t offset = 0;     // of the topic of commands: what is before it was read
        std::uint64_t behind = 0;     // offsets from there to the topic's end
        std::uint64_t forwarded = 0;  // to the partition that they belong to
        std::uint64_t dropped = 0;    // decided before
    };
    std::vector<KafkaPlace> kafka;

    struct Notifications {
        std::uint64_t waiting = 0;    // to be sent, or tried again
        std::uint64_t delivered = 0;  // since it began
        std::uint64_t failed = 0;     // for good; the same
    };
    std::optional<Notifications> notifications;  // none: nobody is told anything

    // Of the last minute.
    std::uint64_t commands_per_s = 0;
    std::uint64_t events_per_s = 0;
    std::uint64_t epoch_commands_p50 = 0;
    std::uint64_t epoch_commands_max = 0;
    std::uint64_t answer_us_p50 = 0;  // from poll to durable answer
    std::uint64_t answer_us_p99 = 0;

    std::uint64_t memory_bytes = 0;  // resident
    std::uint64_t late_reads = 0;    // things that a decision had to wait for, since it began
    std::uint64_t inbox_done = 0;    // files, since it began
    std::uint64_t inbox_failed = 0;
};

[[nodiscard]] events::Result<void> write_status(const std::filesystem::path& folder,
                                                const EngineStatus& status);
// `not_found` when there is none, `corrupt` when it cannot be understood.
[[nodiscard]] events::Result<EngineStatus> read_status(const std::filesystem::path& folder);

[[nodiscard]] std::string to_json(const EngineStatus& status);

// The resident memory of this process, in bytes; 0: the system does not say.
[[nodiscard]] std::uint64_t resident_bytes();

}  // namespace leadline::connectors
