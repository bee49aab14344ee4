// SpanWriter: the cereal archive that appends a body to a buffer, which grows ahead of what is
// written. One thread; see span_archive.hpp.
#pragma once

#include <algorithm>
#include <cereal/cereal.hpp>

#include "events/base/arena.hpp"
#include "events/base/bytes.hpp"
#include "events/field.hpp"
#include "events/header.hpp"

namespace leadline::events {

// Copies a text that is nearly always short, without a call when it is.
inline void copy_text(std::byte* to, Text text) {
    const char* from = text.data();
    const std::size_t size = text.size();
    if (size > 16) {
        std::memcpy(to, from, size);
    } else if (size >= 8) {  // two copies that overlap
        std::memcpy(to, from, 8);
        std::memcpy(to + size - 8, from + size - 8, 8);
    } else if (size >= 4) {
        std::memcpy(to, from, 4);
        std::memcpy(to + size - 4, from + size - 4, 4);
    } else {
        for (std::size_t i = 0; i < size; ++i) to[i] = static_cast<std::byte>(from[i]);
    }
}

// Writes behind what the buffer holds. The buffer is grown generously while writing and cut to its
// length by finish(), so that a field costs a comparison and a copy.
class SpanWriter : public cereal::OutputArchive<SpanWriter, cereal::AllowEmptyClassElision> {
public:
    SpanWriter() : OutputArchive(this) {}

    void begin(Bytes& out, BytesView asked) {
        asked_ = asked;
        const std::size_t used = out.size();
        out.resize(std::max(out.capacity(), used + 256));
        out_ = &out;
        at_ = out.data() + used;
        end_ = out.data() + out.size();
    }
    void finish() { out_->resize(static_cast<std::size_t>(at_ - out_->data())); }

    void raw(const void* from, std::size_t bytes) {
        need(bytes);
        std::memcpy(at_, from, bytes);
        at_ += bytes;
    }
    void byte(std::uint8_t value) {
        need(1);
        *at_++ = std::byte{value};
    }
    // Nearly every number here is small: one byte.
    void varint(std::uint64_t value) {
        if (value >= 0x80U) return long_varint(value);
        byte(static_cast<std::uint8_t>(value));
    }
    void text(Text value) {
        if (value.size() >= 0x80U) return long_text(value);
        need(1 + value.size());
        std::byte* at = at_;
        *at = static_cast<std::byte>(value.size());
        copy_text(at + 1, value);
        at_ = at + 1 + value.size();
    }
    template <class T>
    void derived(Field<T> f) {
        (*this)(f);
    }
    template <class T>
    void binary(Field<T> f) {
        (*this)(f);
    }
    // What an event repeats of its command is there already: the one encoding that it has.
    template <IsCommand T>
    bool has_whole(Field<T>) {
        if (asked_.empty()) return false;
        raw(asked_.data(), asked_.size());
        asked_ = {};
        return true;
    }

private:
    // From here on `bytes` more may be written at at_.
    void need(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]]
            grow(bytes);
    }
    [[gnu::noinline]] void grow(std::size_t bytes) {
        const auto used = static_cast<std::size_t>(at_ - out_->data());
        out_->resize(2 * out_->size() + bytes);
        at_ = out_->data() + used;
        end_ = out_->data() + out_->size();
    }
    [[gnu::noinline]] void long_varint(std::uint64_t value) {
        need(10);
        for (; value >= 0x80U; value >>= 7U) *at_++ = static_cast<std::byte>(value | 0x80U);
        *at_++ = static_cast<std::byte>(value);
    }
    [[gnu::noinline]] void long_text(Text value) {
        long_varint(value.size());
        raw(value.data(), value.size());
    }

    Bytes* out_ = nullptr;
    std::byte* at_ = nullptr;
    std::byte* end_ = nullptr;
    BytesView asked_;
};

}  // namespace leadline::events
