// The stored form of where a view stands. head := number:2 partition:4 log:16 block:8 before:32
// position:8 time:8 stopped, little-endian; stopped := why the view stopped for good, as text, to
// the end; none while it runs. Pure; any thread.
#pragma once

#include <cstring>

#include "projections/view_store.hpp"

namespace leadline::projections {

inline constexpr std::size_t head_bytes = 2 + 4 + 16 + 8 + 32 + 8 + 8;

[[nodiscard]] inline std::string encode(const Moment::Head& head) {
    std::string text(head_bytes, '\0');
    std::byte* at = reinterpret_cast<std::byte*>(text.data());
    const auto number = [&at](auto value) {
        events::store(at, value);
        at += sizeof value;
    };
    const auto bytes = [&at](const auto& value) {
        std::memcpy(at, value.data(), value.size());
        at += value.size();
    };
    number(head.number);
    number(head.standing.partition.number);
    bytes(head.standing.log);
    number(head.standing.block);
    bytes(head.standing.before);
    number(head.standing.position.number);
    number(head.standing.time.us);
    text += head.stopped;
    return text;
}

[[nodiscard]] inline std::optional<Moment::Head> decode_head(Text text) {
    if (text.size() < head_bytes) return std::nullopt;
    Moment::Head head;
    const std::byte* at = reinterpret_cast<const std::byte*>(text.data());
    const auto number = [&at](auto& value) {
        value = events::load<std::remove_reference_t<decltype(value)>>(at);
        at += sizeof value;
    };
    const auto bytes = [&at](auto& value) {
        std::memcpy(value.data(), at, value.size());
        at += value.size();
    };
    number(head.number);
    number(head.standing.partition.number);
    bytes(head.standing.log);
    number(head.standing.block);
    bytes(head.standing.before);
    number(head.standing.position.number);
    number(head.standing.time.us);
    head.stopped = text.substr(head_bytes);
    return head;
}

}  // namespace leadline::projections
