// field(name, value): how a struct's one `serialize` names its members. Binary archives ignore the
// name, JSON archives use it, the schema writer prints it (DESIGN D8). Order is the binary order
// and is for ever once a kind and version has been released. A name means the same everywhere, and
// codec/field_help.cpp says what; where a struct means something else by it, it says so here.
#pragma once

#include "events/base/arena.hpp"

namespace leadline::events {

template <class T>
struct Field {
    Text name;
    T& value;
    Text help;  // for the schema; empty: what help_of(name) says

    template <class Archive>
    void serialize(Archive& ar) {
        if constexpr (requires { ar.has_whole(*this); })
            if (ar.has_whole(*this)) return;
        ar(value);
    }
};

template <class T>
[[nodiscard]] constexpr Field<T> field(Text name, T& value, Text help = {}) {
    return {name, value, help};
}

}  // namespace leadline::events
