// The templates of json_reader.hpp, which includes this at its end: how each type of a field is
// read.
#pragma once

#include <string>

#include "events/codec/json_field_names.hpp"

namespace leadline::events {

// The fields of a part stand in the object that holds it; a Remark is one text.
template <class Person>
void JsonReader::one(Field<Part<Person>> f) {
    Person person{};
    if constexpr (std::is_same_v<Person, Remark>) {
        one(Field<Text>{f.name, person.text, {}});
    } else {
        const std::size_t taken = members_.taken();
        person.serialize(*this);
        if (members_.taken() == taken) return;
    }
    if (person == Person{} || !errors_->empty()) return;
    f.value.subject = subject_;
    f.value.bytes = body_in(*arena_, person);
}

template <class T>
void JsonReader::read_object(const simdjson::dom::object* object, T& value) {
    const JsonMembers::Frame outer = members_.enter(object);
    value.serialize(*this);
    if (!members_.all_taken()) name_leftovers(FieldNames::of<T>());
    if constexpr (!required_fields<T>.empty()) name_missing(required_fields<T>);
    if constexpr (requires { settle(value); }) settle(value);
    members_.leave(outer);
}

template <class T>
requires std::is_class_v<T>
void JsonReader::read_value(Text, JsonValue from, T& value) {
    if (!from.is_object()) return wrong_type("an object", from);
    const simdjson::dom::object object = from.get_object().value_unsafe();
    read_object(&object, value);
}

template <class T>
void JsonReader::read_value(Text name, JsonValue from, std::optional<T>& value) {
    read_value(name, from, value.emplace());
}

template <class T>
void JsonReader::read_value(Text name, JsonValue from, List<T>& value) {
    if (!from.is_array()) return wrong_type("a list", from);
    const simdjson::dom::array array = from.get_array().value_unsafe();
    const std::size_t most = list_max(name);
    if (array.size() > most)
        return problem("has more than " + std::to_string(most) + " item" + (most == 1 ? "" : "s"));
    const std::span<T> items = arena_->make<T>(array.size());
    JsonStep step{at_, {}, 0};
    at_ = &step;
    for (const JsonValue item : array) {
        read_value(name, item, items[step.index]);
        ++step.index;
    }
    at_ = step.up;
    value = List<T>(items);
}

template <class Tag>
void JsonReader::read_value(Text, JsonValue from, Id<Tag>& value) {
    if (!from.is_string()) return wrong_type("text", from);
    value.text = from.get_string().value_unsafe();
    check_text(value.text, {TextForm::id, id_bytes_max, 1});
    if (subject_.empty()) subject_ = value.text;
}

[[gnu::always_inline]] inline void JsonReader::read_value(Text name, JsonValue from, Text& value) {
    if (!from.is_string()) return wrong_type("text", from);
    value = from.get_string().value_unsafe();
    const TextRule rule = text_rule(name);
    if (rule.form != TextForm::any || value.size() > rule.bytes_max ||
        value.size() < rule.bytes_min) {
        check_text(value, rule);
    }
}

template <std::integral Number>
void JsonReader::read_value(Text name, JsonValue from, Number& value) {
    const NumberRule rule = number_rule<Number>(name);
    if (from.type() != JsonType::INT64) return number_out_of_range(rule, from);
    const std::int64_t number = from.get_int64().value_unsafe();
    if (number < rule.min || number > rule.max) return number_out_of_range(rule, from);
    value = static_cast<Number>(number);
}

template <NamedEnum Enum>
void JsonReader::read_value(Text, JsonValue from, Enum& value) {
    if (!from.is_string()) return wrong_type("text", from);
    const Text text = from.get_string().value_unsafe();
    if (const std::optional<Enum> named = value_of<Enum>(text)) {
        value = *named;
        return;
    }
    std::vector<Text> names;
    for (const EnumName<Enum>& entry : enum_names(Enum{})) names.push_back(entry.name);
    not_one_of(text, names);
}

}  // namespace leadline::events
