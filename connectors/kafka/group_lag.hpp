// What the offsets tell that the engines of a group commit with each epoch: how far they are behind
// the topic of commands, and how many partitions it had. Asks the brokers, and joins nothing. Any
// thread.
#pragma once

#include <vector>

#include "connectors/kafka/handle.hpp"

namespace leadline::connectors::kafka {

struct Lag {
    std::uint32_t partition = 0;
    std::int64_t decided = 0;  // the offset of the first command that is not decided yet
    std::int64_t end = 0;      // of the next one that will come

    [[nodiscard]] std::int64_t behind() const { return end - decided; }
};

// Of each partition. What nobody has decided yet begins with the first command that is there.
[[nodiscard]] events::Result<std::vector<Lag>> group_lag(const config::Options::Kafka& options,
                                                         std::uint32_t partitions);

// How many partitions the topics had when the last commands were decided: stands beside each
// offset, since every program's place follows from it.
[[nodiscard]] std::string partitions_note(std::uint32_t partitions);

// `configuration` when some partition's last commands were decided on another number of them than
// `partitions`: programs have moved, and would be decided on states that know nothing of them. A
// group that the brokers have forgotten says nothing.
[[nodiscard]] events::Result<void> check_partitions(const config::Options::Kafka& options,
                                                    std::uint32_t partitions);

}  // namespace leadline::connectors::kafka
