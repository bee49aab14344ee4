// field(name, value): how a struct's one `serialize` names its members. Binary archives ignore the
// name, JSON archives use it, the schema writer prints it (DESIGN D8). Order is the binary order
// and is for ever once a kind and version has been released.
#pragma once

#include "events/base/arena.hpp"

namespace leadline::events {

template <class T>
struct Field {
    Text name;
    T& value;
    Text help;  // one phrase for the schema and the docs; may be empty

    template <class Archive>
    void serialize(Archive& ar) {
        ar(value);
    }
};

template <class T>
[[nodiscard]] constexpr Field<T> field(Text name, T& value, Text help = {}) {
    return {name, value, help};
}

}  // namespace leadline::events
