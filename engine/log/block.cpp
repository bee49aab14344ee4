// See block.hpp. Where each field stands is said once, in the offsets below.
#include "engine/log/block.hpp"

#include <openssl/sha.h>

#include <cstring>

#include "engine/log/crc32c.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {
namespace {

using events::load;
using events::store;

enum At : std::size_t {
    at_magic = 0,
    at_format = 4,
    at_header_length = 6,
    at_log_id = 8,
    at_partition = 24,
    at_place = 28,
    at_places = 32,
    at_flags = 36,
    at_block = 40,
    at_epoch = 48,
    at_first_position = 56,
    at_event_count = 64,
    at_payload_bytes = 68,
    at_first_time = 72,
    at_last_time = 80,
    at_first_input_offset = 88,
    at_last_input_offset = 96,
    at_next_input_offset = 104,
    at_previous = 112,
    at_unused = 144,
    at_checksum = 156,
};
static_assert(at_checksum + 4 == block_header_bytes);

constexpr std::uint32_t known_flags = block_holds_commands | block_continues;

Digest32 sha256(BytesView bytes) {
    Digest32 digest;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
           reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

std::uint32_t checksum_of(BytesView block) {
    return crc32c(crc32c(block.first(at_checksum)), payload_of(block));
}

std::optional<BlockFault> check_form(BytesView block) {
    if (block.size() < block_header_bytes) return BlockFault::too_short;
    if (block.size() > block_bytes_max) return BlockFault::too_long;
    if (load<std::uint32_t>(block.data() + at_magic) != block_magic) return BlockFault::magic;
    if (load<std::uint16_t>(block.data() + at_format) != block_format) {
        return BlockFault::unknown_format;
    }
    if (load<std::uint16_t>(block.data() + at_header_length) != block_header_bytes) {
        return BlockFault::header_length;
    }
    return std::nullopt;
}

bool fields_agree(const BlockHeader& header) {
    const bool holds_commands = (header.flags & block_holds_commands) != 0;
    return (header.flags & ~known_flags) == 0 && header.block > 0 && header.epoch > 0 &&
           header.place > 0 && header.place <= header.places && header.first_position.number > 0 &&
           header.first_time <= header.last_time &&
           header.first_input_offset <= header.last_input_offset &&
           (holds_commands || header.last_input_offset == 0) &&
           (header.event_count > 0) == (header.payload_bytes > 0);
}

BlockHeader load_header(const std::byte* from) {
    BlockHeader header;
    std::memcpy(header.log_id.data(), from + at_log_id, header.log_id.size());
    header.partition.number = load<std::uint32_t>(from + at_partition);
    header.place = load<std::uint32_t>(from + at_place);
    header.places = load<std::uint32_t>(from + at_places);
    header.flags = load<std::uint32_t>(from + at_flags);
    header.block = load<std::uint64_t>(from + at_block);
    header.epoch = load<std::uint64_t>(from + at_epoch);
    header.first_position.number = load<std::uint64_t>(from + at_first_position);
    header.event_count = load<std::uint32_t>(from + at_event_count);
    header.payload_bytes = load<std::uint32_t>(from + at_payload_bytes);
    header.first_time.us = load<std::int64_t>(from + at_first_time);
    header.last_time.us = load<std::int64_t>(from + at_last_time);
    header.first_input_offset = load<std::uint64_t>(from + at_first_input_offset);
    header.last_input_offset = load<std::uint64_t>(from + at_last_input_offset);
    header.next_input_offset = load<std::uint64_t>(from + at_next_input_offset);
    std::memcpy(header.previous.data(), from + at_previous, header.previous.size());
    return header;
}

}  // namespace

std::string_view to_text(BlockFault fault) {
    switch (fault) {
        case BlockFault::too_short:
            return "it ends too early";
        case BlockFault::too_long:
            return "it is longer than it says or may be";
        case BlockFault::magic:
            return "it does not begin as a block does";
        case BlockFault::unknown_format:
            return "this program does not know its format version";
        case BlockFault::header_length:
            return "its header has the wrong length";
        case BlockFault::checksum:
            return "its checksum does not match";
        case BlockFault::fields:
            return "its header contradicts itself";
        case BlockFault::events:
            return "its events contradict its header";
    }
    return "";
}

Digest32 block_hash(BytesView block) { return sha256(block); }

Digest32 first_previous(const LogId& id, Partition partition) {
    std::array<std::byte, 20> named;
    std::memcpy(named.data(), id.data(), id.size());
    store(named.data() + id.size(), partition.number);
    return sha256(named);
}

LogEnd empty_end(const LogId& id, Partition partition) {
    LogEnd end;
    end.hash = first_previous(id, partition);
    return end;
}

LogEnd end_after(const BlockHeader& header, const Digest32& hash) {
    return {header.block,
            header.epoch,
            header.last_position(),
            header.last_time,
            header.next_input_offset,
            hash};
}

bool continues(const LogEnd& end, const EpochWrite& epoch) {
    if (epoch.blocks.empty()) return false;
    const auto first = peek_header(epoch.blocks.front());
    const auto last = peek_header(epoch.blocks.back());
    return first && last && first->partition == epoch.partition && first->block == end.block + 1 &&
           first->epoch == end.epoch + 1 && first->previous == end.hash &&
           first->places == epoch.blocks.size() && last->ends_epoch() &&
           end_after(*last, epoch.end.hash) == epoch.end;
}

void write_header(const BlockHeader& header, std::span<std::byte> block) {
    ENSURE(block.size() >= block_header_bytes && block.size() <= block_bytes_max);
    std::byte* to = block.data();
    store(to + at_magic, block_magic);
    store(to + at_format, block_format);
    store(to + at_header_length, static_cast<std::uint16_t>(block_header_bytes));
    std::memcpy(to + at_log_id, header.log_id.data(), header.log_id.size());
    store(to + at_partition, header.partition.number);
    store(to + at_place, header.place);
    store(to + at_places, header.places);
    store(to + at_flags, header.flags);
    store(to + at_block, header.block);
    store(to + at_epoch, header.epoch);
    store(to + at_first_position, header.first_position.number);
    store(to + at_event_count, header.event_count);
    store(to + at_payload_bytes, static_cast<std::uint32_t>(block.size() - block_header_bytes));
    store(to + at_first_time, header.first_time.us);
    store(to + at_last_time, header.last_time.us);
    store(to + at_first_input_offset, header.first_input_offset);
    store(to + at_last_input_offset, header.last_input_offset);
    store(to + at_next_input_offset, header.next_input_offset);
    std::memcpy(to + at_previous, header.previous.data(), header.previous.size());
    std::memset(to + at_unused, 0, at_checksum - at_unused);
    store(to + at_checksum, checksum_of(block));
}

std::optional<BlockHeader> peek_header(BytesView block) {
    if (check_form(block)) return std::nullopt;
    return load_header(block.data());
}

tl::expected<BlockHeader, BlockFault> read_block(BytesView block) {
    if (const auto fault = check_form(block)) return tl::unexpected(*fault);
    const BlockHeader header = load_header(block.data());
    const std::size_t payload_bytes = block.size() - block_header_bytes;
    if (header.payload_bytes > payload_bytes) return tl::unexpected(BlockFault::too_short);
    if (header.payload_bytes < payload_bytes) return tl::unexpected(BlockFault::too_long);
    if (load<std::uint32_t>(block.data() + at_checksum) != checksum_of(block)) {
        return tl::unexpected(BlockFault::checksum);
    }
    if (!fields_agree(header)) return tl::unexpected(BlockFault::fields);
    return header;
}

std::optional<BlockFault> check_events(const BlockHeader& header, BytesView payload) {
    std::uint64_t position = header.first_position.number;
    Time time = header.first_time;
    std::uint32_t count = 0;
    std::size_t at = 0;
    while (at < payload.size()) {
        const auto prefix = events::read_prefix(payload.subspan(at));
        if (!prefix || prefix->position.number != position || prefix->time < time) {
            return BlockFault::events;
        }
        if (count == 0 && prefix->time != header.first_time) return BlockFault::events;
        time = prefix->time;
        at += prefix->length;
        ++position;
        ++count;
    }
    const bool agree = count == header.event_count && time == header.last_time;
    return agree ? std::nullopt : std::optional(BlockFault::events);
}

}  // namespace leadline::engine
