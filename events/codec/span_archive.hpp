// The two cereal archives behind body.hpp: SpanWriter appends to a buffer, SpanReader reads a
// bounded span. Included by the body_*.cpp files alone, so that cereal's cost is paid there and
// nowhere else.
#pragma once

#include <algorithm>
#include <cereal/cereal.hpp>
#include <optional>
#include <type_traits>

#include "events/base/time.hpp"
#include "events/codec/body.hpp"
#include "events/commands/shared.hpp"
#include "events/field.hpp"
#include "events/header.hpp"
#include "events/ids.hpp"
#include "events/personal.hpp"

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
    template <class T>
    requires requires { CommandKind{T::kind}; }
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

// cereal brings a way of its own for enums; ours below checks that the number has a name.
namespace cereal {
template <class T>
requires std::is_enum_v<T>
struct specialize<leadline::events::SpanWriter, T, specialization::non_member_load_save>
    : std::true_type {
};
template <class T>
requires std::is_enum_v<T>
struct specialize<leadline::events::SpanReader, T, specialization::non_member_load_save>
    : std::true_type {
};
}  // namespace cereal

namespace leadline::events {

// The fewest bytes a T can have, which bounds how many of them a hostile count may claim.
template <class T>
std::size_t fewest_bytes() {
    static const std::size_t bytes = [] {
        Bytes out;
        SpanWriter writer;
        writer.begin(out, {});
        const T nothing{};
        writer(nothing);
        writer.finish();
        return out.empty() ? std::size_t{1} : out.size();
    }();
    return bytes;
}

constexpr std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

// ---- Numbers, bools, enums. One byte stays one byte.

template <class T>
requires std::integral<T>
void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const T& value) {
    if constexpr (sizeof(T) == 1) {
        to.byte(static_cast<std::uint8_t>(value));
    } else if constexpr (std::is_signed_v<T>) {
        to.varint(zigzag(value));
    } else {
        to.varint(value);
    }
}

template <class T>
requires std::integral<T>
void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, T& value) {
    if constexpr (sizeof(T) == 1) {
        const BytesView byte = from.raw(1);
        const auto number = byte.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(byte[0]);
        if constexpr (std::is_same_v<T, bool>) {
            if (number > 1) from.fail();
            value = number == 1;
        } else {
            value = static_cast<T>(number);
        }
    } else if constexpr (std::is_signed_v<T>) {
        const std::int64_t number = unzigzag(from.varint());
        value = static_cast<T>(number);
        if (value != number) from.fail();
    } else {
        const std::uint64_t number = from.varint();
        value = static_cast<T>(number);
        if (value != number) from.fail();
    }
}

template <class T>
requires std::is_enum_v<T>
void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const T& value) {
    to(static_cast<std::underlying_type_t<T>>(value));
}

template <class T>
requires std::is_enum_v<T>
void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, T& value) {
    std::underlying_type_t<T> number{};
    from(number);
    value = static_cast<T>(number);
    if constexpr (NamedEnum<T>) {
        if (name_of(value) == "?") from.fail();
    }
}

// ---- Times, texts, ids.

inline void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const Time& value) {
    to.raw(&value.us, sizeof value.us);
}
inline void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, Time& value) {
    const BytesView bytes = from.raw(sizeof value.us);
    value.us = bytes.empty() ? 0 : load<std::int64_t>(bytes.data());
}
inline void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const Duration& value) { to(value.us); }
inline void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, Duration& value) { from(value.us); }

inline void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const Text& value) { to.text(value); }
inline void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, Text& value) { value = from.text(); }

template <class Tag>
void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const Id<Tag>& value) {
    to.text(value.text);
}
template <class Tag>
void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, Id<Tag>& value) {
    value.text = from.text();
}

// ---- Optionals, lists, parts.

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const std::optional<T>& value) {
    to(value.has_value());
    if (value) to(*value);
}
template <class T>
void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, std::optional<T>& value) {
    bool there = false;
    from(there);
    value.reset();
    if (there) from(value.emplace());
}

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const List<T>& list) {
    to.varint(list.size());
    for (const T& item : list) to(item);
}
template <class T>
void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, List<T>& list) {
    list = {};
    const std::uint64_t count = from.varint();
    if (count > from.left() / fewest_bytes<T>()) return from.fail();
    const std::span<T> items = from.arena().template make<T>(static_cast<std::size_t>(count));
    for (T& item : items) from(item);
    list = List<T>(items);
}

inline void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const CustomFields& value) {
    to(value.fields);
}
inline void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, CustomFields& value) { from(value.fields); }

// An absent part is one zero byte; else: 1, subject, sealing, key, length, bytes.
template <class Person>
void CEREAL_SAVE_FUNCTION_NAME(SpanWriter& to, const Part<Person>& part) {
    to(part.is_set());
    if (!part.is_set()) return;
    to.text(part.subject);
    to(static_cast<std::uint8_t>(part.sealing), part.key);
    to.text(as_text(part.bytes));
}
template <class Person>
void CEREAL_LOAD_FUNCTION_NAME(SpanReader& from, Part<Person>& part) {
    part = {};
    bool there = false;
    from(there);
    if (!there) return;
    part.subject = from.text();
    std::uint8_t sealing = 0;
    from(sealing, part.key);
    part.sealing = static_cast<Sealing>(sealing);
    part.bytes = as_bytes(from.text());
    if (part.bytes.empty()) from.fail();
}

// ---- The three functions of body.hpp.

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

CEREAL_SETUP_ARCHIVE_TRAITS(leadline::events::SpanReader, leadline::events::SpanWriter)
