// See epoch_writer.hpp. First the cuts are chosen (pieces), then each piece becomes a block.
#include "engine/log/epoch_writer.hpp"

#include <cstring>

#include "engine/log/block.hpp"
#include "events/base/ensure.hpp"

namespace leadline::engine {

void EpochWriter::write(const EpochContent& content, const LogEnd& from, EpochWrite& to) {
    cut(content);
    end_ = from;
    ++end_.epoch;
    end_.next_input_offset = content.next_input_offset;
    to.partition = partition_;
    to.blocks.resize(pieces_.size());
    for (std::uint32_t place = 1; place <= pieces_.size(); ++place) {
        make_block(place, content.events, to.blocks[place - 1]);
    }
    to.end = end_;

    std::uint64_t count = 0;
    for (const CommandSpan& command : content.commands) count += command.event_count;
    ENSURE(end_.last_position.number == from.last_position.number + count);
}

void EpochWriter::cut(const EpochContent& content) {
    pieces_.assign(1, Piece{});
    std::size_t expected = 0;
    for (const CommandSpan& command : content.commands) {
        ENSURE(command.begin == expected && command.end >= command.begin);
        expected = command.end;
        if (command.end - pieces_.back().begin > block_payload_bytes_max) {
            if (pieces_.back().end > pieces_.back().begin) {
                pieces_.push_back({command.begin, command.begin, 0, 0, false, false});
            }
            if (command.end - command.begin > block_payload_bytes_max) {
                cut_within(command, content.events);
            }
        }
        hold(command, pieces_.back());
        pieces_.back().end = command.end;
    }
    ENSURE(expected == content.events.size());
}

void EpochWriter::hold(const CommandSpan& command, Piece& piece) {
    if (!piece.holds_commands) piece.first_input_offset = command.input_offset;
    piece.last_input_offset = command.input_offset;
    piece.holds_commands = true;
}

// Cuts a command that no block holds alone, between its events; leaves its tail as the last piece.
void EpochWriter::cut_within(const CommandSpan& command, BytesView events) {
    std::size_t at = command.begin;
    while (at < command.end) {
        const auto prefix = events::read_prefix(events.subspan(at));
        ENSURE(prefix.has_value());
        Piece& piece = pieces_.back();
        if (at + prefix->length - piece.begin > block_payload_bytes_max) {
            piece.end = at;
            hold(command, piece);
            pieces_.push_back({at, at, 0, 0, false, true});
        }
        at += prefix->length;
    }
}

void EpochWriter::make_block(std::uint32_t place, BytesView events, Bytes& block) {
    const Piece& piece = pieces_[place - 1];
    const BytesView payload = events.subspan(piece.begin, piece.end - piece.begin);
    block.clear();
    block.resize(block_header_bytes + payload.size());
    if (!payload.empty()) {
        std::memcpy(block.data() + block_header_bytes, payload.data(), payload.size());
    }

    BlockHeader header;
    header.log_id = id_;
    header.partition = partition_;
    header.place = place;
    header.places = static_cast<std::uint32_t>(pieces_.size());
    header.flags = (piece.holds_commands ? block_holds_commands : 0U) |
                   (piece.continues ? block_continues : 0U);
    header.block = end_.block + 1;
    header.epoch = end_.epoch;
    header.first_position = {end_.last_position.number + 1};
    header.first_input_offset = piece.first_input_offset;
    header.last_input_offset = piece.last_input_offset;
    header.next_input_offset = end_.next_input_offset;
    header.previous = end_.hash;
    describe_events(payload, header);
    write_header(header, block);
    end_ = end_after(header, block_hash(block));
}

// Fills in count and times, and refuses events that do not continue the chain: those are a bug.
void EpochWriter::describe_events(BytesView payload, BlockHeader& header) const {
    header.first_time = header.last_time = end_.last_time;
    bool has_past = end_.last_position.number > 0;
    for (std::size_t at = 0; at < payload.size();) {
        const auto prefix = events::read_prefix(payload.subspan(at));
        ENSURE(prefix.has_value());
        ENSURE(prefix->position.number == header.first_position.number + header.event_count);
        ENSURE(!has_past || prefix->time >= header.last_time);
        if (header.event_count == 0) header.first_time = prefix->time;
        header.last_time = prefix->time;
        has_past = true;
        at += prefix->length;
        ++header.event_count;
    }
}

}  // namespace leadline::engine
