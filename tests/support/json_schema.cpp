// See json_schema.hpp.
#include "tests/support/json_schema.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <stdexcept>

namespace leadline::tests {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using Problems = std::vector<std::string>;

constexpr std::array<std::string_view, 22> keywords{
    "$schema",       "$id",       "$defs",      "$ref",     "title",
    "description",   "type",      "properties", "required", "additionalProperties",
    "propertyNames", "items",     "enum",       "const",    "pattern",
    "minLength",     "maxLength", "minimum",    "maximum",  "maxItems",
    "maxProperties", "oneOf"};

std::string text_of(element value) { return simdjson::minify(value); }

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool is_of_type(element value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    throw std::runtime_error("unknown type in the schema: " + std::string(type));
}

// Walks the schema and the document side by side.
class Check {
public:
    Check(element root, std::map<std::string, std::regex>& patterns)
        : root_(root), patterns_(patterns) {}

    Problems of(element schema, element value, const std::string& at) {
        Problems problems;
        if (schema.is_bool()) {
            if (!schema.get_bool().value_unsafe()) problems.push_back(at + ": is not allowed");
            return problems;
        }
        for (const auto [keyword, argument] : schema.get_object()) {
            const Problems found = one(keyword, argument, schema, value, at);
            problems.insert(problems.end(), found.begin(), found.end());
        }
        return problems;
    }

private:
    Problems one(std::string_view keyword, element argument, element schema, element value,
                 const std::string& at) {
        if (keyword == "$ref") return reference(argument, value, at);
        if (keyword == "type") return type(argument, value, at);
        if (keyword == "const" || keyword == "enum") return constant(keyword, argument, value, at);
        if (keyword == "oneOf" || keyword == "anyOf") return choice(keyword, argument, value, at);
        if (value.is_object()) return object(keyword, argument, schema, value, at);
        if (value.is_array()) return list(keyword, argument, value, at);
        if (value.is_string()) return text(keyword, argument, value, at);
        if (value.is_int64()) return number(keyword, argument, value, at);
        return {};
    }

    Problems reference(element argument, element value, const std::string& at) {
        const std::string_view pointer = argument.get_string();
        return of(root_.at_pointer(pointer.substr(1)), value, at);
    }

    static Problems type(element argument, element value, const std::string& at) {
        bool found = false;
        if (argument.is_string()) {
            found = is_of_type(value, argument.get_string());
        } else {
            for (const element name : argument.get_array())
                found = found || is_of_type(value, name.get_string());
        }
        if (found) return {};
        return {fmt::format("{}: is not {}", at, text_of(argument))};
    }

    static Problems constant(std::string_view keyword, element argument, element value,
                             const std::string& at) {
        bool found = keyword == "const" && text_of(argument) == text_of(value);
        if (keyword == "enum")
            for (const element one : argument.get_array())
                found = found || text_of(one) == text_of(value);
        if (found) return {};
        return {fmt::format("{}: is not {}", at, text_of(argument))};
    }

    Problems choice(std::string_view keyword, element argument, element value,
                    const std::string& at) {
        std::size_t hold = 0;
        Problems nearest;
        for (const element option : argument.get_array()) {
            Problems problems = of(option, value, at);
            if (problems.empty()) ++hold;
            const bool wrong_kind =
                !problems.empty() && problems[0].find("/type:") != std::string::npos;
            if (!problems.empty() && !wrong_kind) nearest = std::move(problems);
        }
        if (hold == 1 || (hold > 1 && keyword == "anyOf")) return {};
        nearest.push_back(
            fmt::format("{}: {} of {} choices hold", at, hold, argument.get_array().size()));
        return nearest;
    }

    Problems object(std::string_view keyword, element argument, element schema, element value,
                    const std::string& at) {
        const simdjson::dom::object members = value.get_object();
        Problems problems;
        const auto add = [&problems](const Problems& more) {
            problems.insert(problems.end(), more.begin(), more.end());
        };
        if (keyword == "maxProperties" && members.size() > argument.get_uint64())
            problems.push_back(at + ": has too many members");
        if (keyword == "required")
            for (const std::string_view name : argument.get_array())
                if (members[name].error() != simdjson::SUCCESS)
                    problems.push_back(fmt::format("{}/{}: is missing", at, name));
        simdjson::dom::object known;
        const bool has_known = schema["properties"].get(known) == simdjson::SUCCESS;
        for (const auto [key, member] : members) {
            const std::string here = fmt::format("{}/{}", at, key);
            element named;
            const bool is_known = has_known && known[key].get(named) == simdjson::SUCCESS;
            if (keyword == "properties" && is_known) add(of(named, member, here));
            if (keyword == "additionalProperties" && !is_known) add(of(argument, member, here));
            if (keyword == "propertyNames") add(name(argument, key, here));
        }
        return problems;
    }

    // The schemas of names are ones of texts.
    Problems name(element schema, std::string_view key, const std::string& at) {
        simdjson::dom::parser parser;
        const simdjson::padded_string as_json('"' + escaped(key) + '"');
        return of(schema, parser.parse(as_json), at);
    }
    static std::string escaped(std::string_view key) {
        std::string out;
        for (const char c : key) {
            if (c == '"' || c == '\\') out += '\\';
            if (static_cast<unsigned char>(c) < 0x20) {
                out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
            } else {
                out += c;
            }
        }
        return out;
    }

    Problems list(std::string_view keyword, element argument, element value,
                  const std::string& at) {
        Problems problems;
        const simdjson::dom::array items = value.get_array();
        if (keyword == "maxItems" && items.size() > argument.get_uint64())
            problems.push_back(at + ": has too many items");
        if (keyword != "items") return problems;
        std::size_t index = 0;
        for (const element item : items) {
            const Problems found = of(argument, item, fmt::format("{}/{}", at, index++));
            problems.insert(problems.end(), found.begin(), found.end());
        }
        return problems;
    }

    Problems text(std::string_view keyword, element argument, element value,
                  const std::string& at) {
        const std::string_view held = value.get_string();
        if (keyword == "minLength" && characters(held) < argument.get_uint64())
            return {at + ": is too short"};
        if (keyword == "maxLength" && characters(held) > argument.get_uint64())
            return {at + ": is too long"};
        if (keyword != "pattern") return {};
        const std::string pattern(argument.get_string().value());
        const auto known = patterns_.try_emplace(pattern, pattern).first;
        if (std::regex_search(held.begin(), held.end(), known->second)) return {};
        return {fmt::format("{}: does not match {}", at, pattern)};
    }

    static Problems number(std::string_view keyword, element argument, element value,
                           const std::string& at) {
        const std::int64_t held = value.get_int64();
        if (keyword == "minimum" && held < argument.get_int64()) return {at + ": is too small"};
        if (keyword == "maximum" && held > argument.get_int64()) return {at + ": is too large"};
        return {};
    }

    element root_;
    std::map<std::string, std::regex>& patterns_;
};

// Names every keyword that the check above would pass over.
void unknown_keywords(element schema, const std::string& at, Problems& problems) {
    if (schema.is_bool()) return;
    for (const auto [keyword, argument] : schema.get_object()) {
        const std::string here = fmt::format("{}/{}", at, keyword);
        if (keyword == "properties" || keyword == "$defs") {
            for (const auto [name, inner] : argument.get_object())
                unknown_keywords(inner, fmt::format("{}/{}", here, name), problems);
        } else if (keyword == "oneOf" || keyword == "anyOf") {
            std::size_t index = 0;
            for (const element inner : argument.get_array())
                unknown_keywords(inner, fmt::format("{}/{}", here, index++), problems);
        } else if (keyword == "items" || keyword == "additionalProperties" ||
                   keyword == "propertyNames") {
            unknown_keywords(argument, here, problems);
        } else if (std::find(keywords.begin(), keywords.end(), keyword) == keywords.end()) {
            problems.push_back(here + ": unknown keyword");
        }
    }
}

}  // namespace

struct JsonSchema::Parts {
    simdjson::dom::parser parser;
    element root;
    mutable std::map<std::string, std::regex> patterns;
};

JsonSchema::JsonSchema(const std::string& schema) : parts_(std::make_unique<Parts>()) {
    parts_->root = parts_->parser.parse(schema);
}
JsonSchema::~JsonSchema() = default;

Problems JsonSchema::problems_of_schema() const {
    Problems problems;
    unknown_keywords(parts_->root, "", problems);
    return problems;
}

Problems JsonSchema::problems_of(std::string_view document) const {
    simdjson::dom::parser parser;
    const simdjson::padded_string padded(document);
    element value;
    if (parser.parse(padded).get(value) != simdjson::SUCCESS) return {": is not JSON"};
    return Check(parts_->root, parts_->patterns).of(parts_->root, value, "");
}

}  // namespace leadline::tests
