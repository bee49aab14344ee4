// How the span archives write and read what holds other values: optionals, lists, custom fields,
// personal parts. FORMAT.md has the table. Pure; see span_archive.hpp.
#pragma once

#include <optional>

#include "events/codec/span_values.hpp"
#include "events/commands/shared.hpp"
#include "events/personal.hpp"

namespace leadline::events {

// The fewest bytes a T can have, which bounds how many of them a hostile count may claim: one for
// whatever says its own length, and for numbers, whose defaults may be longer than others.
template <class T>
std::size_t fewest_bytes();

class FewestBytes {
public:
    template <class... Ts>
    void operator()(Field<Ts>... fields) {
        ((bytes_ += fewest_bytes<std::remove_cvref_t<decltype(fields.value)>>()), ...);
    }
    template <class T>
    void derived(Field<T>) {}
    template <class T>
    void binary(Field<T>) {}
    [[nodiscard]] std::size_t bytes() const { return bytes_ == 0 ? 1 : bytes_; }

private:
    std::size_t bytes_ = 0;
};

template <class T>
std::size_t fewest_bytes() {
    if constexpr (std::is_same_v<T, Time>) {
        return sizeof(T::us);
    } else if constexpr (requires(T & value, FewestBytes & count) { value.serialize(count); }) {
        static const std::size_t bytes = [] {
            FewestBytes count;
            T value{};
            value.serialize(count);
            return count.bytes();
        }();
        return bytes;
    } else {
        return 1;
    }
}

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

}  // namespace leadline::events
