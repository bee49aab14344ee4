// The block: the unit that every log stores, with the same bytes in each. The grammar is in
// events/FORMAT.md under "Block". This file writes a header, reads one back and checks a block by
// itself; its place in the chain is checked by chain.hpp. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/log/log.hpp"

namespace leadline::engine {

inline constexpr std::size_t block_header_bytes = 160;
inline constexpr std::size_t block_bytes_max = 900U * 1024U;  // fits Kafka's max.message.bytes
inline constexpr std::size_t block_payload_bytes_max = block_bytes_max - block_header_bytes;
static_assert(events::event_bytes_max <= block_payload_bytes_max);

inline constexpr std::uint32_t block_magic = 0x4B424C4CU;  // "LLBK"
inline constexpr std::uint16_t block_format = 1;

// Bits of BlockHeader::flags: the first two input offsets mean something; the block begins inside a
// command of the block before. Every other bit is 0.
inline constexpr std::uint32_t block_holds_commands = 1U << 0U;
inline constexpr std::uint32_t block_continues = 1U << 1U;

struct BlockHeader {
    LogId log_id{};
    Partition partition;
    std::uint32_t place = 1;  // in its epoch: place `place` of `places`, from 1
    std::uint32_t places = 1;
    std::uint32_t flags = 0;
    std::uint64_t block = 0;
    std::uint64_t epoch = 0;
    Position first_position;  // of the next event ever, when the block holds none
    std::uint32_t event_count = 0;
    std::uint32_t payload_bytes = 0;
    Time first_time;  // without events both are the chain's last time
    Time last_time;
    std::uint64_t first_input_offset = 0;  // of the commands it holds; 0 without commands
    std::uint64_t last_input_offset = 0;
    std::uint64_t next_input_offset = 0;  // of the epoch, the same in each of its blocks
    Digest32 previous{};                  // SHA-256 of the whole block before

    // Of the last event up to and with this block.
    [[nodiscard]] Position last_position() const {
        return {first_position.number + event_count - 1};
    }
    [[nodiscard]] bool ends_epoch() const { return place == places; }
};

// What is wrong with a block; none of these says where it stands.
enum class BlockFault : std::uint8_t {
    too_short,       // ends before its header or its payload does
    too_long,        // bytes after the payload, or more than block_bytes_max
    magic,           // not a block
    unknown_format,  // written by another version of the program
    header_length,   // not the length that its format version has
    checksum,        // CRC32C differs
    fields,          // a field that contradicts another, or a flag without a meaning
    events,          // lengths, positions or times of its events contradict the header
};

// A clause for a sentence: "its checksum does not match".
[[nodiscard]] std::string_view to_text(BlockFault fault);

// The SHA-256 of a block's bytes: what the next block names as its predecessor's.
[[nodiscard]] Digest32 block_hash(BytesView block);

// What the first block of a partition names as its predecessor's.
[[nodiscard]] Digest32 first_previous(const LogId& id, Partition partition);

// The end of a chain without a block.
[[nodiscard]] LogEnd empty_end(const LogId& id, Partition partition);

// The end of a chain whose last block has this header and this hash.
[[nodiscard]] LogEnd end_after(const BlockHeader& header, const Digest32& hash);

// Whether an epoch goes on where `end` stands, by the headers of its first and last block: whatever
// does not is a bug of the caller of Log::append.
[[nodiscard]] bool continues(const LogEnd& end, const EpochWrite& epoch);

// Writes `header` into the first block_header_bytes of `block`, whose payload is already there, and
// the checksum over both. The payload's length is taken from `block`.
void write_header(const BlockHeader& header, std::span<std::byte> block);

// The header without the checksum: for finding a block, never for believing it. None when these
// bytes do not begin as a block of this format does.
[[nodiscard]] std::optional<BlockHeader> peek_header(BytesView block);

// Checks one block by itself: form, length, checksum, the header's fields. Not the events.
[[nodiscard]] tl::expected<BlockHeader, BlockFault> read_block(BytesView block);

// Checks the events in a block that read_block accepted: lengths add up, positions ascend by one
// from the header's, times never fall. None when all is well.
[[nodiscard]] std::optional<BlockFault> check_events(const BlockHeader& header, BytesView payload);

[[nodiscard]] inline BytesView payload_of(BytesView block) {
    return block.subspan(block_header_bytes);
}

// Walks the events of a payload: for (EventWalk walk(payload); auto event = walk.next();).
class EventWalk {
public:
    explicit EventWalk(BytesView payload) : rest_(payload) {}

    // The next whole event; none at the end, or where the bytes are no event (see at_end).
    [[nodiscard]] std::optional<BytesView> next() {
        const auto prefix = events::read_prefix(rest_);
        if (!prefix) return std::nullopt;
        const BytesView event = rest_.first(prefix->length);
        rest_ = rest_.subspan(prefix->length);
        return event;
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    BytesView rest_;
};

}  // namespace leadline::engine
