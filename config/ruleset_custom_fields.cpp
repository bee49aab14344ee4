// Reads custom fields; see ruleset_custom_fields.hpp.
#include "config/ruleset_custom_fields.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "config/ruleset_action.hpp"
#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"
#include "events/base/date.hpp"
#include "events/base/decimal.hpp"

namespace leadline::config {
namespace {

using events::CustomFieldRule;
using events::CustomType;
using events::Text;

constexpr Choice<CustomType> types[] = {
    {"string", CustomType::string},   {"integer", CustomType::integer},
    {"decimal", CustomType::decimal}, {"boolean", CustomType::boolean},
    {"date", CustomType::date},       {"list", CustomType::list}};

// A list of different texts, `most` at most.
void read_texts(const Node& list, std::string_view what, std::size_t most, Diagnostics& diagnostics,
                events::Arena& arena, events::List<Text>& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list, fmt::format("a list of one or more {}", what));
    if (list.items.size() > most)
        return diagnostics.error(list,
                                 fmt::format("{} {}, at most {}", list.items.size(), what, most));
    const std::span<Text> texts = arena.make<Text>(list.items.size());
    std::set<Text> seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string text;
        if (!read(list.items[i], diagnostics, text)) continue;
        if (text.size() > events::custom_value_bytes_max)
            diagnostics.error(list.items[i],
                              fmt::format("the text has {} bytes, at most {}", text.size(),
                                          events::custom_value_bytes_max));
        texts[i] = arena.copy(text);
        if (!seen.insert(texts[i]).second)
            diagnostics.error(list.items[i], fmt::format("{} is there twice", shown(text)));
    }
    out = texts;
}

// One end of a range, as text that compares with what is sent; empty after a report.
Text read_end(const Node& node, CustomType type, Diagnostics& diagnostics, events::Arena& arena) {
    std::int64_t whole = 0;
    Decimal decimal;
    if (type == CustomType::integer) {
        if (!read(node, diagnostics, whole)) return {};
    } else if (type == CustomType::decimal) {
        if (!read(node, diagnostics, decimal)) return {};
    } else if (!node.is_scalar() || !events::parse_day(node.text)) {
        diagnostics.expected(node, "a date such as 2026-01-31");
        return {};
    }
    return arena.copy(node.text);
}

bool is_range(const CustomFieldRule& rule) {
    if (rule.minimum.empty() || rule.maximum.empty()) return true;
    if (rule.type == CustomType::date)
        return *events::parse_day(rule.minimum) <= *events::parse_day(rule.maximum);
    return events::compare_decimals(rule.minimum, rule.maximum).value_or(0) <= 0;
}

void read_range(MapReader& m, Diagnostics& diagnostics, events::Arena& arena,
                CustomFieldRule& out) {
    const Node* minimum = m.child("minimum");
    const Node* maximum = m.child("maximum");
    const bool has_range = out.type == CustomType::integer || out.type == CustomType::decimal ||
                           out.type == CustomType::date;
    for (const auto& [key, node] : {std::pair("minimum", minimum), std::pair("maximum", maximum)})
        if (node != nullptr && !has_range)
            m.error(key, fmt::format("a field of type {} has no range; integer, decimal and date "
                                     "have one",
                                     events::name_of(out.type)));
    if (!has_range) return;
    if (minimum != nullptr) out.minimum = read_end(*minimum, out.type, diagnostics, arena);
    if (maximum != nullptr) out.maximum = read_end(*maximum, out.type, diagnostics, arena);
    if (!is_range(out))
        m.error("maximum", fmt::format("nothing lies between {} and {}", out.minimum, out.maximum));
}

void read_field(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                CustomFieldRule& out) {
    MapReader m(node, diagnostics, "a custom field");
    out.place = node.place;
    std::string name;
    if (const Node* named = m.required_child("name"); named != nullptr)
        if (read_id(*named, diagnostics, name)) out.name = arena.copy(name);
    const bool is_typed = m.required("type", one_of(out.type, "type", types));
    m.optional("required", out.required);
    if (const Node* list = m.child("record_types"))
        read_texts(*list, "record types", events::custom_record_types_max, diagnostics, arena,
                   out.record_types);
    const Node* values = m.child("values");
    const bool may_have_values = out.type == CustomType::string || out.type == CustomType::list;
    if (values != nullptr && is_typed && !may_have_values)
        m.error("values", fmt::format("a field of type {} has no list of values; string and list "
                                      "have one",
                                      events::name_of(out.type)));
    else if (values != nullptr)
        read_texts(*values, "values", events::custom_values_max, diagnostics, arena, out.values);
    if (is_typed) {
        read_range(m, diagnostics, arena, out);
    } else {
        (void)m.child("minimum");
        (void)m.child("maximum");
    }
    m.finish();
}

}  // namespace

void read_custom_fields(const Node& list, Diagnostics& diagnostics, events::Arena& arena,
                        std::vector<CustomFieldRule>& out) {
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list, "a list of one or more custom fields");
    if (list.items.size() > events::custom_field_rules_max)
        return diagnostics.error(list,
                                 fmt::format("{} custom fields, at most {}", list.items.size(),
                                             events::custom_field_rules_max));
    std::map<Text, std::uint32_t> lines;  // by name
    for (const Node& node : list.items) {
        CustomFieldRule& field = out.emplace_back();
        read_field(node, diagnostics, arena, field);
        if (field.name.empty()) continue;
        const auto [first, is_new] = lines.emplace(field.name, field.place.line);
        if (!is_new)
            diagnostics.error(*node.find("name"),
                              fmt::format("the custom field at line {} is called {} too",
                                          first->second, shown(field.name)));
    }
}

}  // namespace leadline::config
