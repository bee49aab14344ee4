// EpochMaker: epochs of events that are a prefix and filler, all that a log looks at. What it makes
// depends on positions alone, so that two logs fed the same epochs hold the same bytes. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/log/block.hpp"
#include "engine/log/epoch_writer.hpp"
#include "engine/log/log.hpp"

namespace leadline::tests {

inline constexpr engine::Time sim_begin{1'700'000'000'000'000};

// Puts one event of `length` bytes after what `to` holds.
void put_event(engine::Bytes& to, engine::Position position, std::uint32_t length);

// A log id that a test can recognise.
[[nodiscard]] engine::LogId sim_id(std::uint8_t last = 1);

// The lengths of each command's events.
using CommandLengths = std::vector<std::vector<std::uint32_t>>;

class EpochMaker {
public:
    EpochMaker(const engine::LogId& id, engine::Partition partition)
        : EpochMaker(id, partition, engine::empty_end(id, partition)) {}
    EpochMaker(const engine::LogId& id, engine::Partition partition, const engine::LogEnd& from)
        : writer_(id, partition), end_(from) {}

    // The next epoch of the chain; from here on that is where it ends.
    [[nodiscard]] engine::EpochWrite make(const CommandLengths& commands);

    [[nodiscard]] const engine::LogEnd& end() const { return end_; }

private:
    engine::EpochWriter writer_;
    engine::LogEnd end_;
};

// `count` commands of one event of `length` bytes each.
[[nodiscard]] CommandLengths commands(std::size_t count, std::uint32_t length = 60);

// Writes a changed header back, with a checksum that fits: damage that no CRC finds.
void reseal(engine::Bytes& block, const engine::BlockHeader& header);

}  // namespace leadline::tests
