// Opening: the partitions of a data folder are made ready side by side, each by one of a few
// threads, and yet what a person reads is as if it had been one after the other: lines in the order
// of partitions, progress of all together, and the error of the first partition that has one.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connectors/cli/host_setup.hpp"
#include "engine/log/log.hpp"

namespace leadline::connectors {

class Opening {
public:
    // The last position of each partition. `setup` must outlive it.
    Opening(const HostSetup& setup, const std::vector<engine::Position>& ends);

    // Calls open(partition) for each, from 0 on, and returns when all have come back. Partitions
    // behind one that failed are asked to give up; those before it are not, since they may have an
    // error that comes first.
    using Open = std::function<events::Result<void>(engine::Partition)>;
    [[nodiscard]] events::Result<void> run(const Open& open);

    // ---- While its partition is opened, any thread:

    // A line for the person.
    void say(engine::Partition partition, std::string_view line);
    // So far the log's events are in its state.
    void at(engine::Partition partition, engine::Position position);
    // `interrupted` when a signal came, or the result would be nobody's.
    [[nodiscard]] events::Result<void> go_on(engine::Partition partition) const;
    // The same for whoever opens it; valid as long as this object.
    [[nodiscard]] OpeningTold told(engine::Partition partition);

private:
    struct One {
        engine::Position at, end;
        std::vector<std::string> lines;  // that are not said yet
        bool is_done = false;
        std::optional<events::Error> error;
    };

    void open_next(const Open& open);
    void end(engine::Partition partition, events::Result<void> opened);
    // Under mutex_.
    void say_now(std::string_view line) const;
    void show() const;

    const HostSetup& setup_;
    mutable std::mutex mutex_;
    std::vector<One> partitions_;  // under mutex_, like all below
    engine::Partition next_;       // to be opened
    engine::Partition first_open_;
};

}  // namespace leadline::connectors
