// Readers: give a Node a type, or report what was expected and what was found. Each `read` returns
// false after a report and then leaves `out` as it was. A reader of your own type is one more
// overload `bool read(const Node&, Diagnostics&, YourType&)`; lists and MapReader find it.
// Pure but for the diagnostics they add to; one thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/base/time.hpp"

namespace leadline::config {

// A value and where it was written.
template <class T>
struct Placed {
    T value{};
    SourcePlace place;
};

// A decimal number as text, as it was written: "0.10", "-3", "1000".
struct Decimal {
    std::string text;
};

// Any scalar as it was written, quoted or not, `true` and 12.50 too; for values whose type the file
// does not say.
struct AnyText {
    std::string text;
};

// Text that is not empty. Unquoted words stay as written: NO is "NO", 010 is "010".
bool read(const Node& node, Diagnostics& diagnostics, std::string& out);
bool read(const Node& node, Diagnostics& diagnostics, AnyText& out);  // may be empty: ""
bool read(const Node& node, Diagnostics& diagnostics, Decimal& out);
bool read(const Node& node, Diagnostics& diagnostics, bool& out);  // true or false, no more
bool read(const Node& node, Diagnostics& diagnostics, events::Duration& out);
bool read(const Node& node, Diagnostics& diagnostics, events::Time& out);

// A whole number in decimal digits, without leading zeros, from min to max.
bool read_integer(const Node& node, Diagnostics& diagnostics, std::int64_t min, std::int64_t max,
                  std::int64_t& out);

// The index of the scalar among `names`; `what` for messages: "role".
bool read_name(const Node& node, Diagnostics& diagnostics, std::string_view what,
               std::span<const std::string_view> names, std::size_t& out);

template <class T>
struct InRange {
    T& out;
    T min;
    T max;
};

// How to name a range where a reader is called: m.optional("weight", in_range(weight, 0, 1000)).
template <std::integral T>
InRange<T> in_range(T& out, std::type_identity_t<T> min, std::type_identity_t<T> max) {
    return {out, min, max};
}

template <class T>
struct Choice {
    std::string_view name;
    T value;
};

template <class T>
struct OneOf {
    T& out;
    std::string_view what;
    std::span<const Choice<T>> choices;
};

// m.required("role", one_of(role, "role", roles)), roles an array of Choice<Role>.
template <class T>
OneOf<T> one_of(T& out, std::string_view what,
                std::type_identity_t<std::span<const Choice<T>>> choices) {
    return {out, what, choices};
}

template <std::integral T>
requires(sizeof(T) <= sizeof(std::int64_t)) bool read(const Node& node, Diagnostics& diagnostics,
                                                      const InRange<T>& to) {
    const auto max = std::min<std::uint64_t>(static_cast<std::uint64_t>(to.max),
                                             std::numeric_limits<std::int64_t>::max());
    std::int64_t value = 0;
    if (!read_integer(
            node, diagnostics, static_cast<std::int64_t>(to.min),
            to.max < 0 ? static_cast<std::int64_t>(to.max) : static_cast<std::int64_t>(max), value))
        return false;
    to.out = static_cast<T>(value);
    return true;
}

template <std::integral T>
requires(!std::same_as<T, bool>) bool read(const Node& node, Diagnostics& diagnostics, T& out) {
    return read(node, diagnostics,
                in_range(out, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
}

template <class T>
bool read(const Node& node, Diagnostics& diagnostics, const OneOf<T>& to) {
    std::vector<std::string_view> names;
    for (const auto& choice : to.choices) names.push_back(choice.name);
    std::size_t chosen = 0;
    if (!read_name(node, diagnostics, to.what, names, chosen)) return false;
    to.out = to.choices[chosen].value;
    return true;
}

template <class T>
bool read(const Node& node, Diagnostics& diagnostics, Placed<T>& out) {
    out.place = node.place;
    return read(node, diagnostics, out.value);
}

template <class T>
bool read(const Node& node, Diagnostics& diagnostics, std::optional<T>& out) {
    T value{};
    if (!read(node, diagnostics, value)) return false;
    out = std::move(value);
    return true;
}

// Every item is read, and every mistake reported; the good ones are kept in order.
template <class T>
bool read(const Node& node, Diagnostics& diagnostics, std::vector<T>& out) {
    if (!node.is_list()) {
        diagnostics.expected(node, "a list");
        return false;
    }
    bool all = true;
    std::vector<T> items;
    for (const Node& item : node.items) {
        T value{};
        if (read(item, diagnostics, value)) {
            items.push_back(std::move(value));
        } else {
            all = false;
        }
    }
    out = std::move(items);
    return all;
}

}  // namespace leadline::config
