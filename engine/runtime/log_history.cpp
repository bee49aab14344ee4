// See log_history.hpp.
#include "engine/runtime/log_history.hpp"

#include <algorithm>

#include "engine/log/block.hpp"

namespace leadline::engine {

namespace {

constexpr std::size_t cached_blocks_max = 4;

// Appends up to `count` events from `first` on out of `bytes`, whose first event has `begin`;
// answers how many there were.
std::uint32_t copy_events(BytesView bytes, Position begin, Position first, std::uint32_t count,
                          Bytes& out) {
    std::uint32_t copied = 0;
    EventWalk walk(bytes);
    for (std::uint64_t at = begin.number; copied < count; ++at) {
        const auto event = walk.next();
        if (!event) break;
        if (at < first.number) continue;
        out.insert(out.end(), event->begin(), event->end());
        ++copied;
    }
    return copied;
}

}  // namespace

void LogHistory::set_current(const EventBuffer* buffer, Position first) {
    current_ = buffer;
    current_first_ = first;
}

void LogHistory::drop_in_flight(const Epoch& epoch) { std::erase(in_flight_, &epoch); }

// A command's events lie in one epoch, so each source has all of them or none.
Result<void> LogHistory::read(Position first, std::uint32_t count, Bytes& out) {
    if (current_ != nullptr && first >= current_first_) {
        copy_events(current_->bytes, current_first_, first, count, out);
        return {};
    }
    for (const Epoch* epoch : in_flight_) {
        if (first < epoch->first || first > epoch->last) continue;
        copy_events(epoch->events, epoch->first, first, count, out);
        return {};
    }
    while (count > 0) {
        auto block = block_with(first);
        if (!block) return tl::unexpected(std::move(block).error());
        const CachedBlock& cached = **block;
        const std::size_t index = first.number - cached.first.number;
        const std::size_t here = std::min<std::size_t>(count, cached.starts.size() - 1 - index);
        const BytesView events =
            BytesView(cached.bytes)
                .subspan(cached.starts[index], cached.starts[index + here] - cached.starts[index]);
        out.insert(out.end(), events.begin(), events.end());
        count -= static_cast<std::uint32_t>(here);
        first.number += here;
    }
    return {};
}

Result<const LogHistory::CachedBlock*> LogHistory::block_with(Position position) {
    for (const CachedBlock& cached : cache_) {
        const std::uint64_t index = position.number - cached.first.number;
        if (position >= cached.first && index + 1 < cached.starts.size()) return &cached;
    }
    auto number = log_->block_of(partition_, position);
    if (!number) return tl::unexpected(std::move(number).error());
    auto bytes = log_->read(partition_, *number);
    if (!bytes && bytes.error().failure == events::Failure::not_found)
        return events::fail(events::Failure::corrupt, "block " + std::to_string(*number) +
                                                          " of the log is missing: position " +
                                                          std::to_string(position.number) +
                                                          " cannot be read");
    if (!bytes) return tl::unexpected(std::move(bytes).error());
    const auto header = read_block(*bytes);
    if (!header) {
        return events::fail(events::Failure::corrupt, "block " + std::to_string(*number) + ": " +
                                                          std::string(to_text(header.error())));
    }
    CachedBlock cached{std::move(*bytes), header->first_position, {}};
    EventWalk walk(payload_of(cached.bytes));
    std::size_t at = block_header_bytes;
    while (const auto event = walk.next()) {
        cached.starts.push_back(static_cast<std::uint32_t>(at));
        at += event->size();
    }
    cached.starts.push_back(static_cast<std::uint32_t>(at));
    cache_.push_front(std::move(cached));
    if (cache_.size() > cached_blocks_max) cache_.pop_back();
    return &cache_.front();
}

}  // namespace leadline::engine
