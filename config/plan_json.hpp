// CommandJson: a command's struct as JSON, through the same `serialize` that reads it back: what the
// JSON reader makes of the text is the struct again. Empty texts, lists, parts and optionals are left
// out. It writes the commands that configuration gives (plan.hpp, rules_test.hpp). One thread.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <optional>
#include <string>

#include "events/base/ensure.hpp"
#include "events/base/time.hpp"
#include "events/codec/body.hpp"
#include "events/commands/shared.hpp"
#include "events/enum_names.hpp"
#include "events/ids.hpp"

namespace leadline::config {

// Appends `text` in quotes, escaped.
void append_json(std::string& to, std::string_view text);

class CommandJson {
public:
    // `value` as one JSON object.
    template <class T>
    [[nodiscard]] static std::string of(const T& value) {
        CommandJson json;
        json.object(value);
        return std::move(json.out_);
    }

    // ---- The archive.

    template <class... Ts>
    void operator()(events::Field<Ts>... fields) {
        (one(fields.name, fields.value), ...);
    }
    template <class T>
    void derived(events::Field<T>) {}

private:
    void key(events::Text name) {
        if (!first_) out_ += ',';
        first_ = false;
        append_json(out_, name);
        out_ += ':';
    }

    template <class T>
    void one(events::Text name, const T& value) {
        if constexpr (requires { value.empty(); }) {
            if (value.empty()) return;
        }
        if constexpr (requires { value.is_set(); }) {
            if (!value.is_set()) return;
        }
        key(name);
        write(value);
    }
    template <class T>
    void one(events::Text name, const std::optional<T>& value) {
        if (value) one(name, *value);
    }
    // A part's fields stand in the object that holds it; a Remark is one text.
    template <class Person>
    void one(events::Text name, const events::Part<Person>& part) {
        if (!part.is_set()) return;
        events::Arena arena;
        Person person{};
        ENSURE(events::read_body(part.bytes, arena, person));
        if constexpr (std::is_same_v<Person, events::Remark>) {
            one(name, person.text);
        } else {
            person.serialize(*this);
        }
    }
    void one(events::Text name, const events::CustomFields& custom) {
        if (custom.fields.empty()) return;
        key(name);
        write(custom);
    }

    template <class T>
    void object(T value) {  // a copy: `serialize` takes no const
        const bool outer = std::exchange(first_, true);
        out_ += '{';
        value.serialize(*this);
        out_ += '}';
        first_ = outer;
    }
    template <class T>
        requires std::is_class_v<T>
    void write(const T& value) {
        object(value);
    }
    template <class T>
    void write(const events::List<T>& list) {
        out_ += '[';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0) out_ += ',';
            write(list[i]);
        }
        out_ += ']';
    }
    template <class Tag>
    void write(const events::Id<Tag>& id) {
        append_json(out_, id.text);
    }
    template <std::integral Number>
    void write(const Number& number) {
        out_ += fmt::format("{}", number);  // a bool is written true or false
    }
    template <events::NamedEnum Enum>
    void write(const Enum& value) {
        append_json(out_, events::name_of(value));
    }
    void write(const events::Text& text) { append_json(out_, text); }
    void write(const events::Time& time) { append_json(out_, events::to_text(time)); }
    void write(const events::Duration& duration) {
        append_json(out_, events::to_text(duration));
    }
    void write(const events::CustomFields& custom);

    std::string out_;
    bool first_ = true;
};

// What the commands of one plan share.
struct CommandFrame {
    std::string program;
    std::string source;
    std::string actor;  // "manager:ID"
    events::Time time;  // not set: the line has none
};

// One line, without its newline: a CloudEvent of type `type` with `data`, a JSON object.
[[nodiscard]] std::string command_line(const CommandFrame& frame, std::string_view type,
                                       std::string_view id, std::string_view data);

}  // namespace leadline::config
