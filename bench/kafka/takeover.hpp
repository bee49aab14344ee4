// How long is a partition without an engine when its engine is killed? Two engines, one partition
// each; -9 for one of them, and a command for its partition: the time until the outcome can be
// read. Throws std::runtime_error, as contest.hpp does.
#pragma once

#include "bench/kafka/contest.hpp"

namespace leadline::bench {

// `is_warm`: the engine that stays has had the partition before, and so its folder knows it.
// Seconds, of which the group's session timeout is six.
[[nodiscard]] double takeover_s(const tests::KafkaBroker& broker, std::uint64_t leads,
                                bool is_warm);

}  // namespace leadline::bench
