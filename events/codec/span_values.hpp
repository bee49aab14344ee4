// How the span archives write and read what is one value: numbers, bools, enums, times, texts, ids.
// FORMAT.md has the table. Pure; see span_archive.hpp.
#pragma once

#include <type_traits>

#include "events/base/time.hpp"
#include "events/codec/span_reader.hpp"
#include "events/codec/span_writer.hpp"
#include "events/enum_names.hpp"
#include "events/ids.hpp"

CEREAL_SETUP_ARCHIVE_TRAITS(leadline::events::SpanReader, leadline::events::SpanWriter)

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

}  // namespace leadline::events
