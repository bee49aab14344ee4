// Where a program lives: the partition that holds it, the same for every log, so that a log may go
// from the embedded one to Kafka and back, and other producers' default partitioner agrees (SPEC
// 2.1). Pure; any thread.
#pragma once

#include <cstdint>

#include "events/event_prefix.hpp"
#include "events/ids.hpp"

namespace leadline::engine {

// MurmurHash2 of 32 bits with Kafka's seed, as Kafka's Java client computes it.
[[nodiscard]] std::uint32_t murmur2(events::BytesView bytes);

// The partition of `partitions` (from 1) that holds the program. What names no program lies in
// partition 0.
[[nodiscard]] events::Partition partition_of(events::ProgramId program, std::uint32_t partitions);

}  // namespace leadline::engine
