// See chains.hpp: reading blocks and dead letters.
#include <fmt/format.h>

#include <cstring>
#include <limits>

#include "connectors/embedded/chains.hpp"
#include "connectors/embedded/salvage.hpp"
#include "engine/log/block.hpp"
#include "engine/log/chain.hpp"
#include "events/base/ensure.hpp"

namespace leadline::connectors {

using engine::BlockHeader;
using engine::Bytes;
using engine::BytesView;
using engine::LogEnd;
using engine::Partition;
using engine::Position;
using engine::Result;
using events::fail;
using events::Failure;

namespace {

constexpr std::size_t scan_readahead_bytes = 4U << 20U;
constexpr std::uint64_t block_max = std::numeric_limits<std::uint64_t>::max();

}  // namespace

// One block's value, or why not.
Result<rocksdb::PinnableSlice> Chains::get(Partition partition, std::uint64_t block) const {
    rocksdb::PinnableSlice value;
    const auto status = database_->Get({}, family(partition), as_slice(block_key(block)), &value);
    if (status.ok()) return value;
    if (status.IsNotFound()) return fail(Failure::not_found, "it is missing");
    return fail(Failure::corrupt, status.ToString());
}

// Names the place by what the block before says of itself, unchecked: good enough for a message.
events::Error Chains::unreadable(Partition partition, std::uint64_t block,
                                 std::string_view why) const {
    LogEnd before;
    before.block = block - 1;
    const auto note = [&](std::uint64_t, BytesView bytes) {
        const auto header = engine::peek_header(bytes);
        if (header) before.last_position = header->last_position();
        return Result<void>();
    };
    if (before.block > 0) {
        // Should that one fail as well, the message names the first position of all: safe.
        static_cast<void>(
            read_table_by_table(*this, partition, {before.block, before.block}, note));
    }
    return engine::unreadable(partition, before, why);
}

Result<LogEnd> Chains::last(Partition partition) const {
    const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator({}, family(partition)));
    at->SeekToLast();
    if (!at->status().ok()) {
        const auto skip = [](std::uint64_t, BytesView) { return Result<void>(); };
        TRY(read_table_by_table(*this, partition, {1, block_max}, skip));
    }
    return end_at(partition, at->Valid() ? block_number(at->key()) : 0);
}

Result<LogEnd> Chains::end_at(Partition partition, std::uint64_t block) const {
    if (block == 0) return engine::empty_end(id_, partition);
    const auto value = get(partition, block);
    if (!value) return tl::unexpected(unreadable(partition, block, value.error().message));
    const auto bad = [&](std::string_view why) {
        return tl::unexpected(unreadable(partition, block, why));
    };
    const auto header = engine::read_block(as_view(*value));
    if (!header) return bad(engine::to_text(header.error()));
    if (header->block != block || header->partition != partition || header->log_id != id_) {
        return bad("another block stands in its place");
    }
    if (!header->ends_epoch()) return bad("the log ends within an epoch");
    return engine::end_after(*header, engine::block_hash(as_view(*value)));
}

Result<Bytes> Chains::read(Partition partition, std::uint64_t block) const {
    const auto value = get(partition, block);
    if (!value && value.error().failure == Failure::not_found) {
        return fail(Failure::not_found,
                    fmt::format("partition {} has no block {}", partition.number, block));
    }
    if (!value) return tl::unexpected(unreadable(partition, block, value.error().message));
    Bytes bytes(value->size());
    std::memcpy(bytes.data(), value->data(), bytes.size());
    return bytes;
}

Result<void> Chains::scan(Partition partition, BlockRange range,
                          const engine::LogReader::Visit& visit) const {
    ENSURE(range.first > 0);
    if (range.first > range.last) return {};
    rocksdb::ReadOptions options;
    options.readahead_size = scan_readahead_bytes;
    const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator(options, family(partition)));
    at->Seek(as_slice(block_key(range.first)));
    for (std::uint64_t block = range.first; block <= range.last; ++block, at->Next()) {
        if (!at->Valid() || block_number(at->key()) != block) {
            return read_table_by_table(*this, partition, {block, range.last}, visit);
        }
        TRY(visit(block, as_view(at->value())));
    }
    return {};
}

Result<std::uint64_t> Chains::block_of(Partition partition, Position position,
                                       const LogEnd& end) const {
    if (position.number == 0 || position > end.last_position) {
        return fail(Failure::not_found, fmt::format("partition {} has no position {}",
                                                    partition.number, position.number));
    }
    std::uint64_t low = 1;  // the answer is the last block that does not begin after `position`
    std::uint64_t high = end.block;
    while (low < high) {
        const std::uint64_t middle = low + (high - low + 1) / 2;
        const auto value = get(partition, middle);
        if (!value) return tl::unexpected(unreadable(partition, middle, value.error().message));
        const auto header = engine::peek_header(as_view(*value));
        if (!header) return tl::unexpected(unreadable(partition, middle, "it is no block"));
        if (header->first_position <= position) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

Result<void> Chains::dead_letters(const engine::LogReader::VisitDeadLetter& visit) const {
    const std::unique_ptr<rocksdb::Iterator> at(
        database_->NewIterator({}, families_[dead_letter_family]));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
        if (!visit({at->key().ToString(), at->value().ToString()})) return {};
    }
    if (!at->status().ok()) return tl::unexpected(to_error(at->status(), folder_));
    return {};
}

}  // namespace leadline::connectors
