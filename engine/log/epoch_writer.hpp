// EpochWriter: cuts one epoch's decided events into blocks. Where it cuts decides nothing. A
// command's events lie in one block unless they alone exceed one. Allocates nothing in the steady
// state when it is handed the same EpochWrite again. One thread per writer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/log/block.hpp"
#include "engine/log/log.hpp"

namespace leadline::engine {

// The events of one command (or of timers that fired before one) within the epoch's bytes. Spans
// follow each other without a gap; one of a repeat has no events and begins where it ends.
struct CommandSpan {
    std::uint64_t input_offset = 0;
    std::size_t begin = 0;  // first byte
    std::size_t end = 0;    // byte after the last
    std::uint32_t event_count = 0;
};

struct EpochContent {
    BytesView events;  // encoded, back to back, positions ascending from the chain's last + 1
    std::span<const CommandSpan> commands;
    std::uint64_t next_input_offset = 0;
};

class EpochWriter {
public:
    EpochWriter(const LogId& id, Partition partition) : id_(id), partition_(partition) {}

    // Fills to.blocks (at least one), to.end and to.partition with what continues `from`; leaves
    // to.dead_letters alone. Blocks that `to` held before lend their memory.
    void write(const EpochContent& content, const LogEnd& from, EpochWrite& to);

private:
    struct Piece {  // what goes into one block
        std::size_t begin = 0;
        std::size_t end = 0;
        std::uint64_t first_input_offset = 0;
        std::uint64_t last_input_offset = 0;
        bool holds_commands = false;
        bool continues = false;
    };

    void cut(const EpochContent& content);
    static void hold(const CommandSpan& command, Piece& piece);
    void cut_within(const CommandSpan& command, BytesView events);
    void make_block(std::uint32_t place, BytesView events, Bytes& block);
    void describe_events(BytesView payload, BlockHeader& header) const;

    LogId id_;
    Partition partition_;
    std::vector<Piece> pieces_;
    LogEnd end_;  // grows block by block while an epoch is written
};

}  // namespace leadline::engine
