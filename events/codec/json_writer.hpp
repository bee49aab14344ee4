// JsonWriter: the archive that appends a struct as JSON through its `serialize`. What is empty is
// left out (texts, ids, lists, times, optionals without a value); numbers, truth values, durations
// and names of enums always stand. Plain personal parts are opened, sealed ones say so. One thread.
#pragma once

#include <optional>

#include "events/codec/body.hpp"
#include "events/codec/json_text.hpp"
#include "events/kinds.hpp"

namespace leadline::events {

// What a person who was refused may know: only what is set, `by` only where it is visible, or where
// `everything` is asked for (the event feed).
void append_detail(std::string& out, const Detail& detail, bool everything);

void append_custom_fields(std::string& out, const CustomFields& custom);

class JsonWriter {
public:
    // Lists of opened parts stand in `arena`.
    JsonWriter(std::string& out, Arena& arena) : out_(&out), arena_(&arena) {}

    template <class T>
    void object(const T& value) {
        *out_ += '{';
        const_cast<T&>(value).serialize(*this);  // serialize serves both ways; this one only looks
        *out_ += '}';
    }

    // ---- The archive.

    template <class... Ts>
    void operator()(Field<Ts>... fields) {
        (one(fields.name, fields.value), ...);
    }
    template <class T>
    void derived(Field<T>) {}  // made from its neighbours again when it is read
    template <class T>
    void binary(Field<T> f) {
        append_key(*out_, f.name);
        *out_ += '"';
        append_hex(*out_, as_bytes(f.value));
        *out_ += '"';
    }

private:
    template <class T>
    void one(Text name, const T& value) {
        if (is_empty(value)) return;
        const std::size_t begin = out_->size();
        append_key(*out_, name);
        const std::size_t here = out_->size();
        write(value);
        if constexpr (std::is_class_v<T>) {
            if (Text(*out_).substr(here) == "{}") out_->resize(begin);
        }
    }
    template <class T>
    void one(Text name, const std::optional<T>& value) {
        if (!value) return;
        append_key(*out_, name);
        write(*value);
    }
    template <class Person>
    void one(Text name, const Part<Person>& part) {
        if (!part.is_set()) return;
        Person person{};
        if (part.sealing != Sealing::plain || !read_body(part.bytes, *arena_, person)) {
            append_key(*out_, name);
            *out_ += "{\"sealed\":true,\"key\":";
            append_number(*out_, part.key);
            *out_ += '}';
        } else if constexpr (std::is_same_v<Person, Remark>) {
            one(name, person.text);
        } else {
            person.serialize(*this);
        }
    }

    template <class T>
    [[nodiscard]] static bool is_empty(const T& value) {
        if constexpr (requires { value.is_set(); }) {
            return !value.is_set();
        } else if constexpr (std::is_same_v<T, CustomFields>) {
            return value.fields.empty();
        } else if constexpr (requires { value.empty(); }) {
            return value.empty();
        } else {
            return false;
        }
    }

    void write(Text value) { append_json(*out_, value); }
    void write(Time value) { append_json(*out_, value); }
    void write(Duration value) { append_json(*out_, Text(to_text(value))); }
    void write(bool value) { *out_ += value ? "true" : "false"; }
    void write(const Detail& value) { append_detail(*out_, value, true); }
    void write(const CustomFields& value) { append_custom_fields(*out_, value); }
    template <class Tag>
    void write(const Id<Tag>& value) {
        append_json(*out_, value.text);
    }
    template <std::integral Number>
    void write(Number value) {
        append_number(*out_, value);
    }
    template <NamedEnum Enum>
    void write(Enum value) {
        append_json(*out_, name_of(value));
    }
    template <class T>
    void write(const List<T>& list) {
        *out_ += '[';
        for (const T& item : list) {
            if (&item != &list[0]) *out_ += ',';
            write(item);
        }
        *out_ += ']';
    }
    template <class T>
    requires std::is_class_v<T>
    void write(const T& value) { object(value); }

    std::string* out_;
    Arena* arena_;
};

}  // namespace leadline::events
