// The fields that a rule may ask about, and what values they can be compared with. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/yaml/diagnostics.hpp"
#include "config/yaml/node.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

enum class RuleField : std::uint8_t {
    text,     // most fields
    country,  // two capital letters
    status,   // of the lead process
    list,     // products
    number,   // employees, priority
    money,    // revenue: "1000.00 EUR"
    boolean,  // duplicate
    custom,   // custom.NAME: whatever was sent
};

// What kind of field the scalar names; none after a report with the nearest name.
[[nodiscard]] std::optional<RuleField> read_rule_field(const Node& node, Diagnostics& diagnostics);

// A country as ISO 3166-1 writes it, whether there is one or not; false after a report.
bool read_country(const Node& node, Diagnostics& diagnostics, std::string& out);

struct Comparison {
    RuleField field;
    std::string_view field_name;
    events::ConditionOp op;
};

// The values of a comparison, as they are to stand in the ruleset: one, for `in` one or more, for
// `between` two. False after a report: not what this field holds, not what this operator takes, a
// pattern that does not compile, an empty range.
[[nodiscard]] bool read_rule_values(const Comparison& comparison, const Node& node,
                                    Diagnostics& diagnostics, std::vector<std::string>& out);

}  // namespace leadline::config
