// SchemaWriter: the archive that writes the JSON Schema of a struct through its `serialize`. Used
// by schema.cpp alone.
#pragma once

#include <optional>
#include <string>

#include "events/codec/field_help.hpp"
#include "events/codec/json_rules.hpp"
#include "events/codec/json_text.hpp"

namespace leadline::events {

// Commands come in with open personal parts; events may go out with sealed ones, and leave out what
// is empty.
enum class SchemaOf : std::uint8_t { commands, events };

void append_text_schema(std::string& out, TextRule rule);
void append_time_schema(std::string& out);
void append_duration_schema(std::string& out);
void append_custom_schema(std::string& out);
void append_names(std::string& out, Text key, std::span<const Text> names);
void append_number_schema(std::string& out, NumberRule rule);

class SchemaWriter {
public:
    SchemaWriter(std::string& out, SchemaOf of) : out_(&out), of_(of) {}

    // {"type":"object",...} of a T.
    template <class T>
    void object() {
        *out_ += "{\"type\":\"object\",\"properties\":{";
        T value{};
        value.serialize(*this);
        *out_ += '}';
        if constexpr (!required_fields<T>.empty())
            append_names(*out_, "required", required_fields<T>);
        if constexpr (!one_of_fields<T>.empty()) one_of(one_of_fields<T>);
        *out_ += ",\"additionalProperties\":false}";
    }

    // ---- The archive.

    template <class... Ts>
    void operator()(Field<Ts>... fields) {
        (one(fields), ...);
    }
    template <class T>
    void derived(Field<T>) {}
    template <class T>
    void binary(Field<T> f) {
        open(f.name, f.help);
        *out_ += R"("type":"string","pattern":"^([0-9a-f]{2})*$"})";
    }

private:
    void open(Text name, Text help) {
        append_key(*out_, name);
        *out_ += '{';
        if (help.empty()) help = help_of(name);
        if (help.empty()) return;
        append_key(*out_, "description");
        append_json(*out_, help);
        *out_ += ',';
    }
    // `rules` is a choice only when it is true.
    void one_of(std::span<const Text> names) {
        append_key(*out_, "oneOf");
        for (const Text& name : names) {
            *out_ += &name == names.data() ? "[{\"required\":[" : ",{\"required\":[";
            append_json(*out_, name);
            *out_ += name == "rules" ? R"(],"properties":{"rules":{"const":true}}})" : "]}";
        }
        *out_ += ']';
    }

    template <class T>
    void one(Field<T> f) {
        open(f.name, f.help);
        content(f.name, f.value);
        *out_ += '}';
    }
    template <class Person>
    void one(Field<Part<Person>> f) {
        if constexpr (std::is_same_v<Person, Remark>) {
            open(f.name, f.help);
            if (of_ == SchemaOf::events) *out_ += R"("anyOf":[{)";
            append_text_schema(*out_, text_rule(f.name));
            if (of_ == SchemaOf::events) ((*out_ += "},{") += sealed) += "}]";
            *out_ += '}';
        } else {
            Person person{};
            person.serialize(*this);
            if (of_ == SchemaOf::commands) return;
            open(f.name, f.help);
            (*out_ += sealed) += '}';
        }
    }

    // What stands between the braces of a value's schema.
    void content(Text name, const Text&) { append_text_schema(*out_, text_rule(name)); }
    void content(Text, const Time&) { append_time_schema(*out_); }
    void content(Text, const Duration&) { append_duration_schema(*out_); }
    void content(Text, const CustomFields&) { append_custom_schema(*out_); }
    void content(Text, const bool&) { *out_ += R"("type":"boolean")"; }
    template <class Tag>
    void content(Text, const Id<Tag>&) {
        append_text_schema(*out_, {TextForm::id, id_bytes_max, 1});
    }
    template <std::integral Number>
    void content(Text name, const Number&) {
        append_number_schema(*out_, number_rule<Number>(name));
    }
    template <NamedEnum Enum>
    void content(Text, const Enum&) {
        std::vector<Text> names;
        for (const EnumName<Enum>& entry : enum_names(Enum{})) names.push_back(entry.name);
        *out_ += R"("type":"string")";
        append_names(*out_, "enum", names);
    }
    template <class T>
    void content(Text name, const std::optional<T>&) {
        content(name, T{});
    }
    template <class T>
    void content(Text name, const List<T>&) {
        *out_ += R"("type":"array","maxItems":)";
        append_number(*out_, list_max(name));
        *out_ += R"(,"items":{)";
        content(name, T{});
        *out_ += '}';
    }
    template <class T>
    requires std::is_class_v<T>
    void content(Text, const T&) {
        if constexpr (IsCommand<T>) {
            ((*out_ += R"("$ref":"#/$defs/)") += T::name) += '"';
        } else {
            const std::size_t begin = out_->size();
            object<T>();
            out_->erase(begin, 1);  // the braces are the field's
            out_->pop_back();
        }
    }

    static constexpr Text sealed =
        R"("type":"object","properties":{"sealed":{"description":"Its key is needed to read it.",)"
        R"("const":true},"key":{"description":"The number of the key.","type":"integer"}},)"
        R"("required":["sealed","key"],"additionalProperties":false)";

    std::string* out_;
    SchemaOf of_;
};

}  // namespace leadline::events
