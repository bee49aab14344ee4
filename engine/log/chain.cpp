// See chain.hpp.
#include "engine/log/chain.hpp"

#include <fmt/format.h>

namespace leadline::engine {

events::Error unreadable(Partition partition, const LogEnd& before, std::string_view why) {
    return {
        events::Failure::corrupt,
        fmt::format("partition {}: block {} cannot be read ({}): the first position that cannot "
                    "be read is {}",
                    partition.number, before.block + 1, why, before.last_position.number + 1)};
}

Result<void> ChainVerifier::feed(BytesView block) {
    const auto header = read_block(block);
    if (!header) return tl::unexpected(unreadable(partition_, end_, to_text(header.error())));
    if (const char* why = broken_link(*header)) {
        return tl::unexpected(unreadable(partition_, end_, why));
    }
    if (const auto fault = check_events(*header, payload_of(block))) {
        return tl::unexpected(unreadable(partition_, end_, to_text(*fault)));
    }
    end_ = end_after(*header, block_hash(block));
    places_ = header->places;
    places_left_ = header->places - header->place;
    if (header->ends_epoch()) whole_ = end_;
    return {};
}

Result<void> ChainVerifier::finish() const {
    if (!within_epoch()) return {};
    return tl::unexpected(unreadable(partition_, end_, "the log ends within an epoch"));
}

const char* ChainVerifier::broken_link(const BlockHeader& header) const {
    if (header.log_id != id_) return "it belongs to another log";
    if (header.partition != partition_) return "it belongs to another partition";
    if (header.block != end_.block + 1) return "it is not the next block";
    if (header.previous != end_.hash) return "it does not follow the block before it";
    if (header.first_position.number != end_.last_position.number + 1) {
        return "its first position is not the next one";
    }
    const bool has_past = end_.last_position.number > 0;
    if (has_past && header.first_time < end_.last_time) return "its time goes back";
    if (header.event_count == 0 && header.last_time != end_.last_time) {
        return "it has a time of its own without an event";
    }
    if (!continues_epoch(header)) return "its place in its epoch is not the next one";
    return nullptr;
}

bool ChainVerifier::continues_epoch(const BlockHeader& header) const {
    if (!within_epoch()) return header.epoch == end_.epoch + 1 && header.place == 1;
    return header.epoch == end_.epoch && header.places == places_ &&
           header.place == places_ - places_left_ + 1 &&
           header.next_input_offset == end_.next_input_offset;
}

}  // namespace leadline::engine
