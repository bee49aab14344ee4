// The names of a struct's fields, found by walking its `serialize`; parts opened. For the nearest
// known name to one that is not known, so it may take memory. Any thread.
#pragma once

#include <vector>

#include "events/commands/shared.hpp"

namespace leadline::events {

class FieldNames {
public:
    template <class T>
    [[nodiscard]] static std::vector<Text> of() {
        FieldNames names;
        T value{};
        value.serialize(names);
        return std::move(names.found_);
    }
    template <class... Ts>
    void operator()(Field<Ts>... fields) {
        (one(fields), ...);
    }
    template <class T>
    void derived(Field<T>) {}

private:
    template <class T>
    void one(Field<T> f) {
        found_.push_back(f.name);
    }
    template <class Person>
    void one(Field<Part<Person>> f) {
        if constexpr (std::is_same_v<Person, Remark>) {
            found_.push_back(f.name);
        } else {
            Person person{};
            person.serialize(*this);
        }
    }
    std::vector<Text> found_;
};

}  // namespace leadline::events
