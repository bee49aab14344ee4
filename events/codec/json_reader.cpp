// See json_reader.hpp: objects, scalars, and the words for what is wrong with them.
#include "events/codec/json_reader.hpp"

#include <fmt/format.h>

#include "events/base/utf8.hpp"
#include "events/codec/json_words.hpp"

namespace leadline::events {
namespace {

Text name_of_type(JsonType type) {
    switch (type) {
        case JsonType::ARRAY:
            return "a list";
        case JsonType::OBJECT:
            return "an object";
        case JsonType::INT64:
        case JsonType::UINT64:
        case JsonType::DOUBLE:
            return "a number";
        case JsonType::STRING:
            return "text";
        case JsonType::BOOL:
            return "true or false";
        case JsonType::NULL_VALUE:
            return "null";
    }
    return "?";
}

}  // namespace

void JsonReader::begin(Arena& arena, std::vector<FieldError>& errors) {
    arena_ = &arena;
    errors_ = &errors;
    at_ = nullptr;
    subject_ = {};
    claimant_required_ = false;
    members_.clear();
}

std::string JsonReader::pointer() const {
    std::vector<const JsonStep*> steps;
    for (const JsonStep* step = at_; step != nullptr; step = step->up) steps.push_back(step);
    std::string out;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if ((*step)->index == JsonStep::not_an_item) {
            append_pointer(out, (*step)->key);
        } else {
            out += fmt::format("/{}", (*step)->index);
        }
    }
    return out;
}

void JsonReader::problem(std::string text) {
    if (errors_->size() > field_errors_max) return;
    if (errors_->size() == field_errors_max) {
        text =
            fmt::format("more than {} things are wrong; the rest is not listed", field_errors_max);
        errors_->push_back({"", std::move(text)});
        return;
    }
    errors_->push_back({pointer(), std::move(text)});
}

void JsonReader::problem(Text key, std::string text) {
    const JsonStep step{at_, key};
    at_ = &step;
    problem(std::move(text));
    at_ = step.up;
}

bool JsonReader::sound(std::initializer_list<Text> names) const {
    if (errors_->empty()) return true;
    for (const Text name : names) {
        std::string field = pointer();
        append_pointer(field, name);
        for (const FieldError& error : *errors_) {
            if (error.pointer.starts_with(field) &&
                (error.pointer.size() == field.size() || error.pointer[field.size()] == '/'))
                return false;
        }
    }
    return true;
}

void JsonReader::name_leftovers(const std::vector<Text>& known) {
    for (const Text key : members_.leftovers()) {
        const bool twice = std::find(known.begin(), known.end(), key) != known.end();
        problem(key, twice ? "is there twice" : unknown_name("field", key, known));
    }
}

void JsonReader::name_missing(std::span<const Text> required) {
    for (const Text name : required)
        if (!members_.has(name)) problem(name, "is missing");
}

void JsonReader::wrong_type(Text expected, JsonValue found) {
    problem(fmt::format("must be {}, not {}", expected, name_of_type(found.type())));
}

void JsonReader::number_out_of_range(NumberRule rule, JsonValue found) {
    const JsonType type = found.type();
    if (type != JsonType::INT64 && type != JsonType::UINT64 && type != JsonType::DOUBLE)
        return wrong_type("a number", found);
    problem(fmt::format("must be a whole number from {} to {}", rule.min, rule.max));
}

void JsonReader::not_one_of(Text found, const std::vector<Text>& names) {
    problem(fmt::format("must be {}, not {}", listed(names), quoted(found)));
}

void JsonReader::read_value(Text, JsonValue from, bool& value) {
    if (!from.is_bool()) return wrong_type("true or false", from);
    value = from.get_bool().value_unsafe();
}

void JsonReader::read_value(Text, JsonValue from, Time& value) {
    if (!from.is_string()) return wrong_type("text", from);
    const std::optional<Time> time = parse_time(from.get_string().value_unsafe());
    if (time && time->us > 0) {
        value = *time;
        return;
    }
    problem("must be a time after 1970 such as \"2026-01-31T09:30:00Z\" or \"2026-01-31\"");
}

void JsonReader::read_value(Text name, JsonValue from, Duration& value) {
    if (!from.is_string()) return wrong_type("text such as \"90s\", \"30m\" or \"7d\"", from);
    const std::optional<Duration> duration = parse_duration(from.get_string().value_unsafe());
    if (!duration) {
        return problem(
            "must be a duration of at most 100 years such as \"90s\", \"30m\", \"4h\", "
            "\"7d\" or \"1d12h\"");
    }
    const DurationRule rule = duration_rule(name);
    if (*duration < rule.min || *duration > rule.max) {
        return problem(
            fmt::format("must be a duration from {} to {}", to_text(rule.min), to_text(rule.max)));
    }
    value = *duration;
}

void JsonReader::check_text(Text text, TextRule rule) {
    switch (rule.form) {
        case TextForm::id:
            if (text.empty() || text.size() > rule.bytes_max || has_control_character(text))
                problem(fmt::format("must be 1 to {} bytes without control characters",
                                    rule.bytes_max));
            return;
        case TextForm::country:
            if (text.size() != 2 ||
                text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != Text::npos)
                problem("must be two capital letters (ISO 3166-1), such as \"DE\"");
            return;
        case TextForm::currency:
            if (!minor_digits(text)) problem("must be a currency of ISO 4217, such as \"EUR\"");
            return;
        case TextForm::decimal:
            if (text.size() > rule.bytes_max || !is_decimal(text))
                problem("must be a decimal number as text, such as \"1250.00\"");
            return;
        case TextForm::sha256:
            if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != Text::npos)
                problem("must be 64 hex digits in small letters");
            return;
        case TextForm::any:
            if (text.size() < rule.bytes_min) problem("must not be empty");
            if (text.size() > rule.bytes_max)
                problem(fmt::format("is longer than {} bytes", rule.bytes_max));
            return;
    }
}

}  // namespace leadline::events
