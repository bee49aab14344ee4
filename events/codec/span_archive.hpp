// The functions of body.hpp, by the two cereal archives SpanWriter and SpanReader: the one appends
// to a buffer, the other reads a bounded span. Included by the files alone that say which bodies
// there are, so that cereal's cost is paid there and nowhere else.
#pragma once

#include "events/codec/body.hpp"
#include "events/codec/span_groups.hpp"

namespace leadline::events {

// An archive of cereal's is dear to make and cheap to use again: one per thread. Nothing that is
// written or read here writes or reads another body meanwhile. Flat, since a field is less work
// than the calls that cereal makes for it.
template <class T>
void write_body(Bytes& out, const T& value, BytesView asked) {
    thread_local SpanWriter writer;
    writer.begin(out, asked);
    writer(value);
    writer.finish();
}

template <class T>
bool read_body(BytesView bytes, Arena& arena, T& value) {
    thread_local SpanReader reader;
    reader.begin(bytes, arena);
    reader(value);
    return reader.done();
}

template <class T>
BytesView body_in(Arena& arena, const T& value) {
    thread_local Bytes scratch;
    scratch.clear();
    write_body(scratch, value);
    return as_bytes(arena.copy(as_text(scratch)));
}

#define LEADLINE_BODY(T)                                      \
    template void write_body<T>(Bytes&, const T&, BytesView); \
    template bool read_body<T>(BytesView, Arena&, T&);        \
    template BytesView body_in<T>(Arena&, const T&);

}  // namespace leadline::events
