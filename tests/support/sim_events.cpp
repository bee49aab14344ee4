// See sim_events.hpp.
#include "tests/support/sim_events.hpp"

namespace leadline::tests {

using engine::Bytes;

void put_event(Bytes& to, engine::Position position, std::uint32_t length) {
    const std::size_t at = to.size();
    to.resize(at + length);
    std::byte* event = to.data() + at;
    events::store(event, length);
    events::store<std::uint16_t>(event + 4, 7);
    events::store<std::uint8_t>(event + 6, 1);
    events::store<std::uint8_t>(event + 7, 0);
    events::store(event + 8, position.number);
    events::store(event + 16,
                  sim_begin.us + static_cast<std::int64_t>(position.number / 3) * 1'000);
    for (std::size_t i = events::event_prefix_bytes; i < length; ++i) {
        event[i] = static_cast<std::byte>((position.number * 31 + i) & 0xFFU);
    }
}

engine::LogId sim_id(std::uint8_t last) {
    engine::LogId id{};
    id.front() = std::byte{0x5A};
    id.back() = std::byte{last};
    return id;
}

engine::EpochWrite EpochMaker::make(const CommandLengths& commands) {
    Bytes bytes;
    std::vector<engine::CommandSpan> spans;
    engine::Position position = end_.last_position;
    std::uint64_t offset = end_.next_input_offset;
    for (const auto& lengths : commands) {
        engine::CommandSpan span{offset++, bytes.size(), 0, 0};
        for (const std::uint32_t length : lengths) {
            put_event(bytes, {++position.number}, length);
            ++span.event_count;
        }
        span.end = bytes.size();
        spans.push_back(span);
    }
    engine::EpochWrite epoch;
    writer_.write({bytes, spans, offset}, end_, epoch);
    end_ = epoch.end;
    return epoch;
}

CommandLengths commands(std::size_t count, std::uint32_t length) {
    return CommandLengths(count, std::vector<std::uint32_t>{length});
}

void reseal(Bytes& block, const engine::BlockHeader& header) {
    engine::write_header(header, block);
}

}  // namespace leadline::tests
