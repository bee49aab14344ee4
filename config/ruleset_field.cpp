// Which field takes which values; see ruleset_field.hpp.
#include "config/ruleset_field.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <charconv>

#include "config/yaml/names.hpp"
#include "config/yaml/scalars.hpp"
#include "events/codec/json_rules.hpp"
#include "events/commands/lead.hpp"
#include "events/money.hpp"

namespace leadline::config {
namespace {

using events::ConditionOp;

constexpr std::string_view custom_prefix = "custom.";

std::string_view kind_text(RuleField field) {
    switch (field) {
        case RuleField::list:
            return "a list";
        case RuleField::number:
            return "a number";
        case RuleField::money:
            return "an amount of money";
        case RuleField::country:
            return "a country";
        case RuleField::status:
            return "a status";
        case RuleField::boolean:
            return "a truth value";
        case RuleField::text:
        case RuleField::custom:
            break;
    }
    return "a text";
}

bool takes(RuleField field, ConditionOp op) {
    const bool is_of_text =
        op == ConditionOp::contains || op == ConditionOp::prefix || op == ConditionOp::matches;
    if (op == ConditionOp::exists) return true;
    if (field == RuleField::boolean) return op == ConditionOp::equals;
    if (field == RuleField::list) return op == ConditionOp::contains;
    if (field == RuleField::number || field == RuleField::money) return !is_of_text;
    if (field == RuleField::country || field == RuleField::status)
        return op == ConditionOp::equals || op == ConditionOp::in;
    return true;
}

bool read_money(const Node& node, Diagnostics& diagnostics, std::string& out) {
    const std::size_t space = node.text.find(' ');
    const bool has_both = node.is_scalar() && space != std::string::npos;
    if (!has_both || !events::minor_units(std::string_view(node.text).substr(0, space),
                                          std::string_view(node.text).substr(space + 1))) {
        diagnostics.expected(node, "an amount and its currency such as 1000.00 EUR");
        return false;
    }
    out = node.text;
    return true;
}

bool read_status(const Node& node, Diagnostics& diagnostics, std::string& out) {
    std::vector<std::string_view> names;
    for (const auto& entry : events::lead_status_names) names.push_back(entry.name);
    std::size_t chosen = 0;
    if (!read_name(node, diagnostics, "status", names, chosen)) return false;
    out = names[chosen];
    return true;
}

bool read_text(const Node& node, Diagnostics& diagnostics, std::string& out) {
    if (!read(node, diagnostics, out)) return false;
    if (out.size() <= events::text_bytes_max) return true;
    diagnostics.error(node, fmt::format("the value has {} bytes, at most {}", out.size(),
                                        events::text_bytes_max));
    return false;
}

bool read_value(RuleField field, const Node& node, Diagnostics& diagnostics, std::string& out) {
    switch (field) {
        case RuleField::country:
            return read_country(node, diagnostics, out);
        case RuleField::status:
            return read_status(node, diagnostics, out);
        case RuleField::money:
            return read_money(node, diagnostics, out);
        case RuleField::number: {
            std::int64_t number = 0;
            if (!read(node, diagnostics, number)) return false;
            out = node.text;
            return true;
        }
        case RuleField::boolean: {
            bool value = false;
            if (!read(node, diagnostics, value)) return false;
            out = value ? "true" : "false";
            return true;
        }
        case RuleField::text:
        case RuleField::list:
        case RuleField::custom:
            break;
    }
    return read_text(node, diagnostics, out);
}

bool check_pattern(const Node& node, Diagnostics& diagnostics) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    const re2::RE2 pattern(node.text, options);
    if (pattern.ok()) return true;
    diagnostics.error(
        node, fmt::format("{} is no pattern of RE2: {}", shown(node.text), pattern.error()));
    return false;
}

// Whether a <= b, as far as the two can be compared here.
bool is_range(RuleField field, const std::string& a, const std::string& b) {
    const auto minor = [](const std::string& text) {
        const std::size_t space = text.find(' ');
        return events::minor_units(std::string_view(text).substr(0, space),
                                   std::string_view(text).substr(space + 1));
    };
    if (field == RuleField::money)
        return a.substr(a.find(' ')) == b.substr(b.find(' ')) && minor(a) <= minor(b);
    if (field != RuleField::number) return true;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::from_chars(a.data(), a.data() + a.size(), from);
    std::from_chars(b.data(), b.data() + b.size(), to);
    return from <= to;
}

bool read_between(RuleField field, const Node& node, Diagnostics& diagnostics,
                  std::vector<std::string>& out) {
    if (!node.is_list() || node.items.size() != 2) {
        diagnostics.expected(node, "a list of two values, the least and the greatest");
        return false;
    }
    std::vector<std::string> ends(2);
    const bool first = read_value(field, node.items[0], diagnostics, ends[0]);
    if (!read_value(field, node.items[1], diagnostics, ends[1]) || !first) return false;
    if (!is_range(field, ends[0], ends[1])) {
        diagnostics.error(
            node,
            fmt::format("nothing lies between {} and {}; the least comes first{}", ends[0], ends[1],
                        field == RuleField::money ? ", and both are of one currency" : ""));
        return false;
    }
    out = std::move(ends);
    return true;
}

}  // namespace

bool read_country(const Node& node, Diagnostics& diagnostics, std::string& out) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (!node.is_scalar() || node.text.size() != 2 || !is_capital(node.text[0]) ||
        !is_capital(node.text[1])) {
        diagnostics.expected(node, "a country of ISO 3166-1 in two capital letters such as DE");
        return false;
    }
    out = node.text;
    return true;
}

std::optional<RuleField> read_rule_field(const Node& node, Diagnostics& diagnostics) {
    std::string name;
    if (!read(node, diagnostics, name)) return std::nullopt;
    if (name.starts_with(custom_prefix) && name.size() > custom_prefix.size())
        return RuleField::custom;
    std::vector<std::string_view> names(std::begin(events::condition_fields),
                                        std::end(events::condition_fields));
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back("custom.NAME");
        diagnostics.error(node, unknown_name("field", name, names));
        return std::nullopt;
    }
    if (name == "products") return RuleField::list;
    if (name == "employees" || name == "priority" || name == "score") return RuleField::number;
    if (name == "revenue") return RuleField::money;
    if (name == "address.country") return RuleField::country;
    if (name == "duplicate") return RuleField::boolean;
    return name == "status" ? RuleField::status : RuleField::text;
}

bool read_rule_values(const Comparison& comparison, const Node& node, Diagnostics& diagnostics,
                      std::vector<std::string>& out) {
    const auto [field, field_name, op] = comparison;
    if (!takes(field, op)) {
        std::vector<std::string_view> possible;
        for (const auto& [known, name] : events::condition_op_names)
            if (events::has_field(known) && takes(field, known)) possible.push_back(name);
        diagnostics.error(
            node, fmt::format("{} is {}, which {} cannot compare; expected one of: {}", field_name,
                              kind_text(field), events::name_of(op), listed(possible)));
        return false;
    }
    if (op == ConditionOp::between) return read_between(field, node, diagnostics, out);
    if (op == ConditionOp::in) {
        if (!node.is_list() || node.items.empty()) {
            diagnostics.expected(node, "a list of one or more values");
            return false;
        }
        bool all = true;
        for (const Node& item : node.items)
            all = read_value(field, item, diagnostics, out.emplace_back()) && all;
        return all;
    }
    return read_value(field, node, diagnostics, out.emplace_back()) &&
           (op != ConditionOp::matches || check_pattern(node, diagnostics));
}

}  // namespace leadline::config
