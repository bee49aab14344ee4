// DealAnew: a log's events, written into another log with any number of partitions. Each program's
// events come in the order they stand in, with their times and bodies; partitions, positions,
// blocks and hashes are new. Dead letters come along. One thread; memory for one epoch per
// partition.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "connectors/cli/read/event_stream.hpp"
#include "engine/log/epoch_writer.hpp"

namespace leadline::connectors {

class DealAnew {
public:
    // `to` is empty, and has as many partitions as there shall be.
    explicit DealAnew(engine::Log& to);

    // Everything up to the ends of `from` as they are now, whose chains are proved by the way.
    // `go_on` is called now and then with how many events of how many were read, and may end it.
    using GoOn = std::function<events::Result<void>(std::uint64_t read, std::uint64_t all)>;
    [[nodiscard]] events::Result<void> run(const engine::LogReader& from, const GoOn& go_on);

    [[nodiscard]] std::uint64_t dead_letters() const { return dead_letters_; }

private:
    // What is gathered for one partition. A span is what one command left, with the timers that
    // fired before it.
    struct Target {
        Target(const engine::LogId& id, engine::Partition partition)
            : writer(id, partition), end(engine::empty_end(id, partition)) {}

        engine::EpochWriter writer;
        engine::LogEnd end;
        engine::Bytes events;
        std::vector<engine::CommandSpan> spans;
        engine::CommandSpan open{};  // no events: none is open
        std::uint64_t position = 0;  // of the last event
        std::uint64_t offset = 0;    // of the next span
        events::Time time;           // of the last event
        std::string command;         // of the open span, as bytes; empty: timers so far
        engine::EpochWrite epoch;
    };

    [[nodiscard]] events::Result<void> deal(const StreamedEvent& event);
    [[nodiscard]] events::Result<void> add(const StreamedEvent& event, Target& target);
    [[nodiscard]] events::Result<void> close(Target& target);
    [[nodiscard]] events::Result<void> write(Target& target);
    [[nodiscard]] events::Result<void> copy_letters(
        const engine::LogReader& from, const std::function<events::Result<void>()>& go_on);

    engine::Log& to_;
    std::vector<Target> targets_;
    std::uint64_t dead_letters_ = 0;
};

}  // namespace leadline::connectors
