// See timeline.hpp.
#include "projections/views/timeline.hpp"

namespace leadline::projections {

namespace {

constexpr std::size_t fixed_bytes = 2 + 1 + 1 + 8 + 8 + 2;
constexpr std::size_t varint_bytes_max = 10;

struct Out {
    std::byte* at;

    template <std::integral Number>
    void number(Number value) {
        events::store(at, value);
        at += sizeof value;
    }
    void text(Text value) {
        std::uint64_t size = value.size();
        for (; size >= 0x80U; size >>= 7U) *at++ = static_cast<std::byte>(size | 0x80U);
        *at++ = static_cast<std::byte>(size);
        if (!value.empty()) std::memcpy(at, value.data(), value.size());
        at += value.size();
    }
};

template <std::integral Number>
Number take(events::BytesView& from) {
    const Number value = events::load<Number>(from.data());
    from = from.subspan(sizeof(Number));
    return value;
}

bool take_text(events::BytesView& from, Text& text) {
    std::uint64_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (from.empty() || shift > 28) return false;
        const auto byte = take<std::uint8_t>(from);
        size |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80U) break;
    }
    if (size > from.size()) return false;
    text = events::as_text(from.first(static_cast<std::size_t>(size)));
    from = from.subspan(static_cast<std::size_t>(size));
    return true;
}

}  // namespace

void append_step(events::Bytes& out, const events::EventHeader& header, events::BytesView body) {
    const std::size_t begin = out.size();
    out.resize(begin + fixed_bytes + 3 * varint_bytes_max + header.actor.id.size() +
               header.on_behalf_of.size() + body.size());
    Out to{out.data() + begin};
    to.number(static_cast<std::uint16_t>(header.kind));
    to.number(header.version);
    to.number(static_cast<std::uint8_t>(header.actor.kind));
    to.number(header.position.number);
    to.number(header.time.us);
    to.number(static_cast<std::uint16_t>(header.cause.kind));
    to.text(header.actor.id);
    to.text(header.on_behalf_of);
    to.text(events::as_text(body));
    out.resize(static_cast<std::size_t>(to.at - out.data()));
}

bool next_step(events::BytesView& chunk, events::EventHeader& header, events::BytesView& body) {
    if (chunk.size() < fixed_bytes) return false;
    events::BytesView rest = chunk;
    header = {};
    header.kind = events::EventKind{take<std::uint16_t>(rest)};
    header.version = take<std::uint8_t>(rest);
    header.actor.kind = events::ActorKind{take<std::uint8_t>(rest)};
    header.position.number = take<std::uint64_t>(rest);
    header.time.us = take<std::int64_t>(rest);
    header.cause.kind = events::CommandKind{take<std::uint16_t>(rest)};
    Text text;
    if (!take_text(rest, header.actor.id) || !take_text(rest, header.on_behalf_of) ||
        !take_text(rest, text)) {
        return false;
    }
    body = events::as_bytes(text);
    chunk = rest;
    return true;
}

}  // namespace leadline::projections
