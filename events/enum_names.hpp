// The written name of each value of an enum that crosses the border: one table per enum, found by
// argument-dependent lookup, used by the JSON codecs, the schema and the command line alike.
#pragma once

#include <optional>
#include <span>

#include "events/base/arena.hpp"

namespace leadline::events {

template <class Enum>
struct EnumName {
    Enum value;
    Text name;
};

// An enum that has `std::span<const EnumName<Enum>> enum_names(Enum)` beside it.
template <class Enum>
concept NamedEnum = std::is_enum_v<Enum> && requires(Enum e) {
    { enum_names(e) } -> std::convertible_to<std::span<const EnumName<Enum>>>;
};

template <NamedEnum Enum>
[[nodiscard]] constexpr Text name_of(Enum value) {
    for (const EnumName<Enum>& entry : enum_names(value))
        if (entry.value == value) return entry.name;
    return "?";
}

template <NamedEnum Enum>
[[nodiscard]] constexpr std::optional<Enum> value_of(Text name) {
    for (const EnumName<Enum>& entry : enum_names(Enum{}))
        if (entry.name == name) return entry.value;
    return std::nullopt;
}

}  // namespace leadline::events
