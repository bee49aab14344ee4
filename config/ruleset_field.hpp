// The fields that a rule may ask about, and what values they can be compared with. One thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

enum class RuleField : std::uint8_t {
    text,      // most fields
    country,   // two capital letters
    status,    // of the lead processes
    category,  // of a status
    list,      // products
    number,    // employees, priority
    money,     // revenue: "1000.00 EUR"
    boolean,   // duplicate
    decimal,   // custom.NAME of this type
    date,      // likewise
    custom,    // custom.NAME: whatever was sent
};

// What kind of field the scalar names; none after a report with the nearest name. Where custom
// fields are declared there are no others.
[[nodiscard]] std::optional<RuleField> read_rule_field(
    const Node& node, std::span<const events::CustomFieldRule> custom_fields,
    Diagnostics& diagnostics);

// The declaration of custom.NAME; null: it is no custom field, or none is declared.
[[nodiscard]] const events::CustomFieldRule* declared_as(
    std::string_view field_name, std::span<const events::CustomFieldRule> custom_fields);

// A country as ISO 3166-1 writes it, whether there is one or not; false after a report.
bool read_country(const Node& node, Diagnostics& diagnostics, std::string& out);

struct Comparison {
    RuleField field;
    std::string_view field_name;
    events::ConditionOp op;
    std::span<const std::string_view> statuses = {};  // that leads can have; none: the built-in
    const events::CustomFieldRule* declared = nullptr;
};

// The values of a comparison, as they are to stand in the ruleset: one, for `in` one or more, for
// `between` two. False after a report: not what this field holds, not what this operator takes, a
// pattern that does not compile, an empty range.
[[nodiscard]] bool read_rule_values(const Comparison& comparison, const Node& node,
                                    Diagnostics& diagnostics, std::vector<std::string>& out);

}  // namespace leadline::config
