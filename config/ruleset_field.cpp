// Which field takes which values; see ruleset_field.hpp.
#include "config/ruleset_field.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>

#include "config/yaml/names.hpp"
#include "config/yaml/scalars.hpp"
#include "events/base/date.hpp"
#include "events/base/decimal.hpp"
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
        case RuleField::category:
            return "a category of statuses";
        case RuleField::boolean:
            return "a truth value";
        case RuleField::decimal:
            return "a decimal number";
        case RuleField::date:
            return "a date";
        case RuleField::text:
        case RuleField::custom:
            break;
    }
    return "a text";
}

RuleField kind_of(events::CustomType type) {
    switch (type) {
        case events::CustomType::integer:
            return RuleField::number;
        case events::CustomType::decimal:
            return RuleField::decimal;
        case events::CustomType::boolean:
            return RuleField::boolean;
        case events::CustomType::date:
            return RuleField::date;
        case events::CustomType::list:
            return RuleField::list;
        case events::CustomType::string:
            break;
    }
    return RuleField::text;
}

bool takes(RuleField field, ConditionOp op) {
    const bool is_of_text =
        op == ConditionOp::contains || op == ConditionOp::prefix || op == ConditionOp::matches;
    if (op == ConditionOp::exists) return true;
    if (field == RuleField::boolean) return op == ConditionOp::equals;
    if (field == RuleField::list) return op == ConditionOp::contains;
    if (field == RuleField::number || field == RuleField::money || field == RuleField::date)
        return !is_of_text;
    // Decimals are kept as they were sent and equal letter by letter; `between` is by value.
    if (field == RuleField::decimal)
        return !is_of_text && op != ConditionOp::equals && op != ConditionOp::in;
    if (field == RuleField::country || field == RuleField::status || field == RuleField::category)
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

bool read_category(const Node& node, Diagnostics& diagnostics, std::string& out) {
    std::vector<std::string_view> names;
    for (const auto& entry : events::status_category_names) names.push_back(entry.name);
    std::size_t chosen = 0;
    if (!read_name(node, diagnostics, "category", names, chosen)) return false;
    out = names[chosen];
    return true;
}

bool read_status(const Node& node, Diagnostics& diagnostics,
                 std::span<const std::string_view> known, std::string& out) {
    std::vector<std::string_view> names(known.begin(), known.end());
    if (names.empty())
        for (const auto& each : events::built_in_statuses) names.push_back(each.status.name);
    std::size_t chosen = 0;
    if (!read_name(node, diagnostics, "status", names, chosen)) return false;
    out = names[chosen];
    return true;
}

bool read_decimal(const Node& node, Diagnostics& diagnostics, std::string& out) {
    Decimal decimal;
    if (!read(node, diagnostics, decimal)) return false;
    out = decimal.text;
    return true;
}

bool read_date(const Node& node, Diagnostics& diagnostics, std::string& out) {
    if (!node.is_scalar() || !events::parse_day(node.text)) {
        diagnostics.expected(node, "a date such as 2026-01-31");
        return false;
    }
    out = node.text;
    return true;
}

// What is compared as a whole has to be one of the declared values.
bool check_declared_value(const Comparison& comparison, const Node& node, Diagnostics& diagnostics,
                          const std::string& value) {
    const events::CustomFieldRule* declared = comparison.declared;
    const bool is_whole = comparison.op == ConditionOp::equals ||
                          comparison.op == ConditionOp::in || comparison.field == RuleField::list;
    if (declared == nullptr || declared->values.empty() || !is_whole) return true;
    const std::vector<std::string_view> known(declared->values.begin(), declared->values.end());
    if (std::find(known.begin(), known.end(), value) != known.end()) return true;
    diagnostics.error(
        node, unknown_name(fmt::format("value of {}", comparison.field_name), value, known));
    return false;
}

bool read_text(const Node& node, Diagnostics& diagnostics, std::string& out) {
    if (!read(node, diagnostics, out)) return false;
    if (out.size() <= events::text_bytes_max) return true;
    diagnostics.error(node, fmt::format("the value has {} bytes, at most {}", out.size(),
                                        events::text_bytes_max));
    return false;
}

bool read_value(const Comparison& comparison, const Node& node, Diagnostics& diagnostics,
                std::string& out) {
    switch (comparison.field) {
        case RuleField::country:
            return read_country(node, diagnostics, out);
        case RuleField::status:
            return read_status(node, diagnostics, comparison.statuses, out);
        case RuleField::category:
            return read_category(node, diagnostics, out);
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
        case RuleField::decimal:
            return read_decimal(node, diagnostics, out);
        case RuleField::date:
            return read_date(node, diagnostics, out);
        case RuleField::text:
        case RuleField::list:
        case RuleField::custom:
            break;
    }
    return read_text(node, diagnostics, out) &&
           check_declared_value(comparison, node, diagnostics, out);
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
    if (field == RuleField::decimal) return events::compare_decimals(a, b).value_or(0) <= 0;
    if (field == RuleField::date) return *events::parse_day(a) <= *events::parse_day(b);
    if (field != RuleField::number) return true;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::from_chars(a.data(), a.data() + a.size(), from);
    std::from_chars(b.data(), b.data() + b.size(), to);
    return from <= to;
}

bool read_between(const Comparison& comparison, const Node& node, Diagnostics& diagnostics,
                  std::vector<std::string>& out) {
    const RuleField field = comparison.field;
    if (!node.is_list() || node.items.size() != 2) {
        diagnostics.expected(node, "a list of two values, the least and the greatest");
        return false;
    }
    std::vector<std::string> ends(2);
    const bool first = read_value(comparison, node.items[0], diagnostics, ends[0]);
    if (!read_value(comparison, node.items[1], diagnostics, ends[1]) || !first) return false;
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

const events::CustomFieldRule* declared_as(std::string_view field_name,
                                           std::span<const events::CustomFieldRule> custom_fields) {
    if (!field_name.starts_with(custom_prefix)) return nullptr;
    const auto found = std::find_if(custom_fields.begin(), custom_fields.end(), [&](const auto& f) {
        return f.name == field_name.substr(custom_prefix.size());
    });
    return found == custom_fields.end() ? nullptr : &*found;
}

std::optional<RuleField> read_rule_field(const Node& node,
                                         std::span<const events::CustomFieldRule> custom_fields,
                                         Diagnostics& diagnostics) {
    std::string name;
    if (!read(node, diagnostics, name)) return std::nullopt;
    if (name.starts_with(custom_prefix) && name.size() > custom_prefix.size()) {
        if (custom_fields.empty()) return RuleField::custom;
        if (const auto* declared = declared_as(name, custom_fields)) return kind_of(declared->type);
        std::vector<std::string_view> known;
        for (const events::CustomFieldRule& each : custom_fields) known.push_back(each.name);
        diagnostics.error(
            node, unknown_name("custom field", std::string_view(name).substr(custom_prefix.size()),
                               known));
        return std::nullopt;
    }
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
    if (name == "status_category") return RuleField::category;
    return name == "status" ? RuleField::status : RuleField::text;
}

bool read_rule_values(const Comparison& comparison, const Node& node, Diagnostics& diagnostics,
                      std::vector<std::string>& out) {
    const RuleField field = comparison.field;
    const ConditionOp op = comparison.op;
    if (!takes(field, op)) {
        std::vector<std::string_view> possible;
        for (const auto& [known, name] : events::condition_op_names)
            if (events::has_field(known) && takes(field, known)) possible.push_back(name);
        diagnostics.error(node,
                          fmt::format("{} is {}, which {} cannot compare; expected one of: {}",
                                      comparison.field_name, kind_text(field), events::name_of(op),
                                      listed(possible)));
        return false;
    }
    if (op == ConditionOp::between) return read_between(comparison, node, diagnostics, out);
    if (op == ConditionOp::in) {
        if (!node.is_list() || node.items.empty()) {
            diagnostics.expected(node, "a list of one or more values");
            return false;
        }
        bool all = true;
        for (const Node& item : node.items)
            all = read_value(comparison, item, diagnostics, out.emplace_back()) && all;
        return all;
    }
    return read_value(comparison, node, diagnostics, out.emplace_back()) &&
           (op != ConditionOp::matches || check_pattern(node, diagnostics));
}

}  // namespace leadline::config
