// JsonReader: custom fields, an object with one member per field. They are encoded in the order of
// their names, so that the order in which a sender writes them makes no other command.
#include <fmt/format.h>

#include <algorithm>

#include "events/codec/json_reader.hpp"
#include "events/codec/json_words.hpp"

namespace leadline::events {
namespace {

constexpr std::size_t date_bytes = 10;

constexpr Text expected_kinds =
    "text, a whole number, true or false, a list of texts, {\"decimal\": \"1.50\"} or "
    "{\"date\": \"2026-01-31\"}";

}  // namespace

void JsonReader::read_value(Text, JsonValue from, CustomFields& value) {
    if (!from.is_object()) return wrong_type("an object", from);
    const simdjson::dom::object object = from.get_object().value_unsafe();
    if (object.size() > custom_fields_max)
        return problem(fmt::format("has more than {} fields", custom_fields_max));
    const std::span<CustomField> fields = arena_->make<CustomField>(object.size());
    std::size_t count = 0;
    for (const auto [key, member] : object) {
        if (member.is_null()) continue;
        const JsonStep step{at_, key};
        at_ = &step;
        CustomField& field = fields[count++];
        field.name = key;
        check_text(key, {TextForm::id, id_bytes_max, 1});
        read_custom(member, field);
        at_ = step.up;
    }
    const std::span<CustomField> found = fields.first(count);
    std::sort(found.begin(), found.end(),
              [](const CustomField& a, const CustomField& b) { return a.name < b.name; });
    for (std::size_t i = 1; i < found.size(); ++i)
        if (found[i].name == found[i - 1].name) problem(found[i].name, "is there twice");
    value.fields = List<CustomField>(found);
}

void JsonReader::read_custom(JsonValue from, CustomField& field) {
    switch (from.type()) {
        case JsonType::STRING:
            field.type = CustomType::string;
            return read_value("text", from, field.text);
        case JsonType::INT64:
            field.type = CustomType::integer;
            field.integer = from.get_int64().value_unsafe();
            return;
        case JsonType::BOOL:
            field.type = CustomType::boolean;
            field.integer = from.get_bool().value_unsafe() ? 1 : 0;
            return;
        case JsonType::ARRAY:
            field.type = CustomType::list;
            return read_value("text", from, field.items);
        case JsonType::OBJECT:
            return read_custom_tagged(from.get_object().value_unsafe(), field);
        case JsonType::UINT64:
        case JsonType::DOUBLE:
            return problem(
                "must be a whole number of 64 bits; write a fraction as "
                "{\"decimal\": \"1.50\"}");
        case JsonType::NULL_VALUE:
            return;
    }
}

void JsonReader::read_custom_tagged(const simdjson::dom::object& object, CustomField& field) {
    const auto member = object.begin();
    std::string_view text;
    if (object.size() != 1 || member.value().get(text) != simdjson::SUCCESS)
        return problem(fmt::format("must be {}", expected_kinds));
    if (member.key() == "decimal") {
        field.type = CustomType::decimal;
        if (text.size() > decimal_bytes_max || !is_decimal(text))
            return problem("decimal", "must be a decimal number as text, such as \"1.50\"");
    } else if (member.key() == "date") {
        field.type = CustomType::date;
        if (text.size() != date_bytes || !parse_time(text))
            return problem("date", "must be a date such as \"2026-01-31\"");
    } else {
        return problem(fmt::format("must be {}", expected_kinds));
    }
    field.text = text;
}

}  // namespace leadline::events
