// How long from a command that is published to its outcome that anybody can read, when commands
// come at a rate: of one contestant, started for it. Throws std::runtime_error, as contest.hpp
// does.
#pragma once

#include "bench/kafka/contest.hpp"

namespace leadline::bench {

struct Latency {
    double p50_ms = 0;
    double p99_ms = 0;
    double max_ms = 0;
    double late_ms = 0;  // how far the publisher fell behind its rate, at most
};

// `per_s` commands, of two partitions together, for so long; the first two seconds do not count.
[[nodiscard]] Latency latency_of(const tests::KafkaBroker& broker, const Contestant& contestant,
                                 std::uint64_t per_s, std::uint64_t seconds);

}  // namespace leadline::bench
