// See event_stream.hpp.
#include "connectors/cli/read/event_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "events/codec/event_codec.hpp"

namespace leadline::connectors {

using engine::LogEnd;
using engine::Partition;
using engine::Position;
using events::Result;

// ---- One partition.

events::Error EventStream::Cursor::unreadable(std::string_view why) const {
    LogEnd before;
    before.block = block_ - 1;
    before.last_position = last_;
    return engine::unreadable(event_.partition, before, why);
}

// False: there is no block any more.
Result<bool> EventStream::Cursor::load_block() {
    if (block_ == end_.block) return false;
    ++block_;
    auto bytes = log_->read(event_.partition, block_);
    if (!bytes && bytes.error().failure == events::Failure::not_found)
        return tl::unexpected(unreadable("it is missing"));
    if (!bytes) return tl::unexpected(std::move(bytes).error());
    bytes_ = *std::move(bytes);
    if (chain_) TRY(chain_->feed(bytes_));
    const auto header = engine::read_block(bytes_);
    if (!header) return tl::unexpected(unreadable(engine::to_text(header.error())));
    if (header->block != block_ || header->first_position.number != last_.number + 1)
        return tl::unexpected(unreadable("another block stands in its place"));
    rest_ = engine::payload_of(bytes_);
    return true;
}

Result<void> EventStream::Cursor::seek(Position first) {
    if (first > end_.last_position) {
        at_end_ = true;
        return {};
    }
    const auto block = log_->block_of(event_.partition, first);
    if (!block) return tl::unexpected(block.error());
    const auto bytes = log_->read(event_.partition, *block);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto header = engine::peek_header(*bytes);
    block_ = *block - 1;
    if (header) last_ = {header->first_position.number - 1};
    do {
        TRY(move());
    } while (!at_end_ && event_.header.position < first);
    return {};
}

Result<void> EventStream::Cursor::move() {
    while (rest_.empty()) {
        const auto loaded = load_block();
        if (!loaded) return tl::unexpected(loaded.error());
        at_end_ = !*loaded;
        if (at_end_) return {};
    }
    const auto prefix = events::read_prefix(rest_);
    if (!prefix) return tl::unexpected(unreadable("its events contradict its header"));
    const events::BytesView bytes = rest_.first(prefix->length);
    rest_ = rest_.subspan(prefix->length);
    event_.header = {};
    event_.bytes = bytes;
    if (!events::read_header(bytes, event_.header, event_.body))
        return tl::unexpected(unreadable("an event's header is damaged"));
    last_ = event_.header.position;
    return {};
}

// ---- All of them.

Result<EventStream> EventStream::open(const engine::LogReader& log, const StreamRange& range) {
    EventStream stream;
    if (range.partition && range.partition->number >= log.partitions()) {
        return events::fail(events::Failure::not_found,
                            fmt::format("there is no partition {}: the log has {}",
                                        range.partition->number, log.partitions()));
    }
    for (Partition partition; partition.number < log.partitions(); ++partition.number) {
        if (range.partition && *range.partition != partition) continue;
        const auto end = log.end(partition);
        if (!end) return tl::unexpected(end.error());
        const std::uint64_t count = end->last_position.number;
        const std::uint64_t wanted = std::min(count, range.last.value_or(count));
        stream.total_ += wanted;
        Cursor& cursor = stream.cursors_.emplace_back(log, partition, *end);
        TRY(range.proves_chain ? cursor.begin_proving() : cursor.seek({count - wanted + 1}));
    }
    return stream;
}

Result<const StreamedEvent*> EventStream::next() {
    if (given_ != nullptr) TRY(given_->move());
    given_ = nullptr;
    for (Cursor& cursor : cursors_) {
        if (cursor.at_end()) continue;
        if (given_ == nullptr || cursor.event().header.time < given_->event().header.time)
            given_ = &cursor;
    }
    return given_ == nullptr ? nullptr : &given_->event();
}

}  // namespace leadline::connectors
