// How far the engines of a group are behind the topic of commands. Asks the brokers, and joins
// nothing. Any thread.
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

}  // namespace leadline::connectors::kafka
