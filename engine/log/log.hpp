// The one log port. A log keeps, per partition, a chain of blocks: block number 1 holds the events
// from position 1 on. Three logs stand behind it: simulated (the reference), embedded, Kafka.
// Blocks have the same bytes in each. One writer per partition; readers are other objects.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "events/base/bytes.hpp"
#include "events/base/result.hpp"
#include "events/event_prefix.hpp"

namespace leadline::engine {

using events::Bytes;
using events::BytesView;
using events::Partition;
using events::Position;
using events::Result;
using events::Time;

using Digest32 = std::array<std::byte, 32>;  // SHA-256
using LogId = std::array<std::byte, 16>;

// Where a partition's chain ends. With no block yet: block 0, position 0, and `hash` is the
// SHA-256 of log id and partition, which the first block carries as its predecessor's.
struct LogEnd {
    std::uint64_t block = 0;
    std::uint64_t epoch = 0;
    Position last_position;
    Time last_time;
    std::uint64_t next_input_offset = 0;
    Digest32 hash{};
    friend bool operator==(const LogEnd&, const LogEnd&) = default;
};

// A line that could not be understood (SPEC 15), kept beside the log. `key` is where it came from
// (for lines: number and SHA-256 of its bytes), so that a rerun writes the same ones.
struct DeadLetter {
    std::string key;
    std::string value;  // JSON; the log does not look into it
};

// What one epoch made durable together: finished blocks (see block.hpp), in order, and the dead
// letters of the same input.
struct EpochWrite {
    Partition partition;
    std::vector<Bytes> blocks;
    LogEnd end;  // of the chain with these blocks, so that no log hashes them a second time
    std::vector<DeadLetter> dead_letters;
};

class LogReader {
public:
    virtual ~LogReader() = default;

    [[nodiscard]] virtual LogId id() const = 0;
    [[nodiscard]] virtual std::uint32_t partitions() const = 0;

    // The end of the last whole epoch.
    [[nodiscard]] virtual Result<LogEnd> end(Partition partition) const = 0;

    // One block's bytes, unchecked; `not_found` when the chain does not reach it or has a hole.
    [[nodiscard]] virtual Result<Bytes> read(Partition partition, std::uint64_t block) const = 0;

    // Calls `visit` with each block from `first` on, in order, up to the end as it was at the call.
    // A hole is a `corrupt` error that names the first missing block. Bytes are valid in the call
    // only. Stops at the first error that `visit` returns, and returns it.
    using Visit = std::function<Result<void>(std::uint64_t block, BytesView bytes)>;
    [[nodiscard]] virtual Result<void> scan(Partition partition, std::uint64_t first,
                                            const Visit& visit) const = 0;

    // The number of the block that holds `position` (1 <= position <= end): a search over headers.
    [[nodiscard]] virtual Result<std::uint64_t> block_of(Partition partition,
                                                         Position position) const = 0;

    // Dead letters in key order; `visit` returns false to stop.
    using VisitDeadLetter = std::function<bool(const DeadLetter&)>;
    [[nodiscard]] virtual Result<void> dead_letters(const VisitDeadLetter& visit) const = 0;
};

class Log : public LogReader {
public:
    // Makes the epoch durable, whole or not at all, and returns once it is. The first block's
    // number and predecessor hash must continue the chain (a bug otherwise). After an error nothing
    // is known of the epoch, and the log refuses every further append: the caller stops or opens it
    // anew.
    [[nodiscard]] virtual Result<void> append(const EpochWrite& epoch) = 0;
};

}  // namespace leadline::engine
