// Bodies in binary: cereal over bounded spans (DESIGN D8). Numbers are LEB128 varints (signed ones
// zigzag), texts and lists carry their length first, a Time is 8 bytes. Decoding reads no byte
// beyond the span, allocates no more than the bytes there can fill, and fails by returning false.
// The templates are instantiated in body.cpp for every kind in kinds.hpp, so only that includes
// cereal. Any thread.
#pragma once

#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"

namespace leadline::events {

// Appends the body of `value` to `out`. `asked`: the canonical body of the command in the value's
// field of that name, where it is known: it is copied, not made again.
template <class T>
void write_body(Bytes& out, const T& value, BytesView asked = {});

// Reads a body that fills `bytes` exactly. Texts and lists of `value` are views into `bytes` and
// `arena` afterwards. False: these are not the bytes of a T.
template <class T>
[[nodiscard]] bool read_body(BytesView bytes, Arena& arena, T& value);

// How many bytes a text of up to 16,383 bytes takes: its length, and itself.
[[nodiscard]] constexpr std::size_t text_bytes(Text text) {
    return (text.size() < 0x80 ? 1 : 2) + text.size();
}

// The body of `value` in memory of the arena.
template <class T>
[[nodiscard]] BytesView body_in(Arena& arena, const T& value);

}  // namespace leadline::events
