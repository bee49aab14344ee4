// Reads the values of a mapping file: templates, columns, tables, and the shape of `data`.
#include <fmt/format.h>

#include <array>

#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"
#include "connectors/files/map_file.hpp"

namespace leadline::connectors {

using config::Diagnostics;
using config::MapReader;
using config::Node;

namespace {

constexpr config::Choice<ValueType> value_types[] = {
    {"text", ValueType::text},       {"integer", ValueType::integer},
    {"decimal", ValueType::decimal}, {"boolean", ValueType::boolean},
    {"time", ValueType::time},       {"date", ValueType::date}};

// `report`, `omit`, `keep` (where `keeps`), or {use: TEXT}.
void read_otherwise(const Node* node, Diagnostics& diagnostics, bool keeps, Otherwise& out) {
    if (node == nullptr) return;
    if (node->is_map()) {
        MapReader m(*node, diagnostics, "what to do otherwise");
        out.kind = OtherwiseKind::use;
        m.required("use", out.text);
        m.finish();
        return;
    }
    static constexpr config::Choice<OtherwiseKind> words[] = {
        {"report", OtherwiseKind::report},
        {"omit", OtherwiseKind::omit},
        {"omit_object", OtherwiseKind::omit_object},
        {"keep", OtherwiseKind::keep}};
    const std::span<const config::Choice<OtherwiseKind>> all(words);
    (void)read(*node, diagnostics,
               config::one_of(out.kind, "word (or {use: TEXT})", all.first(keeps ? 4 : 3)));
}

// "+02:00" or "-03:00".
void read_offset(const Node* node, Diagnostics& diagnostics, std::int64_t& minutes) {
    if (node == nullptr) return;
    const std::string& text = node->text;
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    const bool shaped = text.size() == 6 && (text[0] == '+' || text[0] == '-') && digit(1) &&
                        digit(2) && text[3] == ':' && digit(4) && digit(5);
    const int hours = shaped ? (text[1] - '0') * 10 + (text[2] - '0') : 0;
    const int rest = shaped ? (text[4] - '0') * 10 + (text[5] - '0') : 0;
    if (!shaped || hours > 14 || rest > 59)
        return diagnostics.expected(*node, "an offset such as +02:00 or -03:00");
    minutes = hours * 60 + rest;
    if (text[0] == '-') minutes = -minutes;
}

// A table's name, or a table in place, which gets a name.
void read_table(const Node* node, Diagnostics& diagnostics, Map& map, std::string& out) {
    if (node == nullptr) return;
    if (node->is_scalar()) {
        out = node->text;
        if (map.tables.contains(out)) return;
        std::vector<std::string_view> names;
        for (const auto& [name, table] : map.tables) names.push_back(name);
        diagnostics.error(*node, config::unknown_name("table", out, names));
        return;
    }
    if (!node->is_map()) return diagnostics.expected(*node, "a table, or the name of one");
    out = fmt::format("in line {}, column {}", node->place.line, node->place.column);
    ValueTable& table = map.tables[out];
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
        std::string text;
        if (read(node->items[i], diagnostics, text)) table[node->keys[i].text] = text;
    }
}

// What is done with the text, in the order in which it is done.
void read_changes(MapReader& m, Diagnostics& diagnostics, Map& map, ValueRule& out) {
    read_table(m.child("correct"), diagnostics, map, out.correct);
    read_table(m.child("table"), diagnostics, map, out.table);
    read_otherwise(m.child("otherwise"), diagnostics, true, out.not_in_table);
    static constexpr config::Choice<bool> forms[] = {{"id", true}};
    m.optional("form", config::one_of(out.is_id, "form", forms));
    const Node* scale = m.child("scale");
    if (scale == nullptr) return;
    constexpr std::int64_t scale_max = 18;
    (void)config::read_integer(*scale, diagnostics, 1, scale_max, out.scale);
    if (out.type != ValueType::decimal) m.error("scale", "scale needs type: decimal");
}

// {column: ..} | {template: ..} | {constant: ..} | {later_of: [..]}, and their options.
void read_long_value(const Node& node, Diagnostics& diagnostics, Map& map, ValueRule& out) {
    MapReader m(node, diagnostics, "a value");
    const auto form = m.exactly_one({"column", "template", "constant", "later_of"});
    const Node* of = form ? node.find(*form) : nullptr;
    if (form == "column") out.parts = {{{}, read_column(*of, diagnostics)}};
    if (form == "template") out.parts = read_template(*of, diagnostics);
    if (form == "constant") {
        config::AnyText text;
        if (read(*of, diagnostics, text)) out.parts = {{text.text, {}}};
    }
    if (form == "later_of") {
        if (!of->is_list() || of->items.empty()) diagnostics.expected(*of, "a list of columns");
        for (const Node& item : of->items) out.later_of.push_back(read_column(item, diagnostics));
        out.type = ValueType::time;
    }
    const bool of_time = node.find("format") != nullptr || node.find("utc_offset") != nullptr;
    if (of_time) out.type = ValueType::time;
    m.optional("type", config::one_of(out.type, "type", value_types));
    read_otherwise(m.child("empty"), diagnostics, false, out.empty);
    read_changes(m, diagnostics, map, out);
    m.optional("format", out.time_format);
    read_offset(m.child("utc_offset"), diagnostics, out.utc_offset_minutes);
    m.optional("split", out.split);
    m.finish();
    const bool is_time = out.type == ValueType::time || out.type == ValueType::date;
    if (of_time && !is_time)
        diagnostics.error(node, "format and utc_offset need type: time or type: date");
    if (out.table.empty() && node.find("otherwise") != nullptr)
        m.error("otherwise", "otherwise needs a table");
}

bool is_value(const Node& node) {
    for (const char* key : {"column", "template", "constant", "later_of"})
        if (node.find(key) != nullptr) return true;
    return false;
}

}  // namespace

ColumnName read_column(const Node& node, Diagnostics& diagnostics) {
    ColumnName out;
    out.place = node.place;
    (void)read(node, diagnostics, out.name);
    return out;
}

std::vector<TemplatePart> read_template(const Node& node, Diagnostics& diagnostics) {
    std::string text;
    if (!read(node, diagnostics, text)) return {};
    std::vector<TemplatePart> parts(1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '$') {
            parts.back().literal += text[at];
            continue;
        }
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        const std::size_t end = next == '{' ? text.find('}', at) : at + 1;
        if ((next != '$' && next != '{') || end == std::string::npos || end == at + 2) {
            diagnostics.expected(node, "${column}, or $$ for a dollar sign");
            return {};
        }
        if (next == '$') {
            parts.back().literal += '$';
        } else {
            parts.back().column = {text.substr(at + 2, end - at - 2), node.place, 0};
            parts.emplace_back();
        }
        at = end;
    }
    if (parts.back().literal.empty() && parts.size() > 1) parts.pop_back();
    return parts;
}

ValueRule read_value(const Node& node, Diagnostics& diagnostics, std::string name, Map& map) {
    ValueRule out;
    out.name = std::move(name);
    out.place = node.place;
    if (node.is_map()) {
        read_long_value(node, diagnostics, map, out);
    } else if (!node.is_scalar()) {
        diagnostics.expected(node,
                             "a text with ${column}, or a map with column, template, "
                             "constant or later_of");
    } else {
        out.parts = read_template(node, diagnostics);
    }
    return out;
}

DataRule read_data(const Node& node, Diagnostics& diagnostics, std::string path, Map& map) {
    DataRule out;
    if (node.is_list()) {
        out.shape = DataRule::Shape::list;
        for (const Node& item : node.items)
            out.parts.push_back(read_data(item, diagnostics, path, map));
        return out;
    }
    if (!node.is_map() || is_value(node)) {
        out.shape = DataRule::Shape::value;
        out.value = read_value(node, diagnostics, std::move(path), map);
        return out;
    }
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
        const std::string& key = node.keys[i].text;
        out.parts.push_back(read_data(node.items[i], diagnostics, path + "." + key, map));
        out.parts.back().key = key;
    }
    return out;
}

}  // namespace leadline::connectors
