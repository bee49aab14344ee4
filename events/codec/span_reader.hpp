// SpanReader: the cereal archive that reads a body from a bounded span. It reads no byte beyond it,
// and what fails once fails to the end. One thread; see span_archive.hpp.
#pragma once

#include <cereal/cereal.hpp>

#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"
#include "events/field.hpp"

namespace leadline::events {

class SpanReader : public cereal::InputArchive<SpanReader, cereal::AllowEmptyClassElision> {
public:
    SpanReader() : InputArchive(this) {}

    void begin(BytesView bytes, Arena& arena) {
        at_ = bytes.data();
        end_ = at_ + bytes.size();
        arena_ = &arena;
        ok_ = true;
    }

    [[nodiscard]] bool done() const { return ok_ && at_ == end_; }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    [[nodiscard]] Arena& arena() { return *arena_; }

    // After a failure everything reads as empty, so that decoding ends soon and touches nothing.
    void fail() {
        ok_ = false;
        at_ = end_;
    }
    [[nodiscard]] BytesView raw(std::size_t bytes) {
        if (left() < bytes) {
            fail();
            return {};
        }
        const std::byte* from = at_;
        at_ += bytes;
        return {from, bytes};
    }
    // Nearly every number here is small: one byte.
    [[nodiscard]] std::uint64_t varint() {
        if (at_ == end_ || *at_ >= std::byte{0x80U}) return long_varint();
        return std::to_integer<std::uint64_t>(*at_++);
    }
    [[nodiscard]] Text text() {
        const std::uint64_t size = varint();
        if (size > left()) {
            fail();
            return {};
        }
        return as_text(raw(static_cast<std::size_t>(size)));
    }
    template <class T>
    void derived(Field<T> f) {
        (*this)(f);
    }
    template <class T>
    void binary(Field<T> f) {
        (*this)(f);
    }

private:
    [[gnu::noinline]] std::uint64_t long_varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (at_ == end_) break;
            const auto byte = std::to_integer<std::uint64_t>(*at_++);
            const std::uint64_t bits = byte & 0x7FU;
            if (shift == 63 && bits > 1) break;
            value |= bits << shift;
            if (byte < 0x80U) {
                if (byte == 0 && shift != 0) break;  // a longer form of a shorter number
                return value;
            }
        }
        fail();
        return 0;
    }

    const std::byte* at_ = nullptr;
    const std::byte* end_ = nullptr;
    Arena* arena_ = nullptr;
    bool ok_ = true;
};

}  // namespace leadline::events
