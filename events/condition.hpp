// A condition of a ruleset as it travels in the log: a flat list of nodes, without pointers. A
// group names how many of the following nodes are its children (counted as whole subtrees).
#pragma once

#include <array>
#include <cstdint>

#include "events/condition_operands.hpp"
#include "events/enum_names.hpp"

namespace leadline::events {

// Numbers are for ever; they stand in the log.
enum class ConditionOp : std::uint8_t {
    all = 1,        // every child holds; with no child: holds
    any = 2,        // some child holds; with no child: does not hold
    not_ = 3,       // its one child does not hold
    equals = 10,    // field = values[0]
    in = 11,        // field is one of values
    contains = 12,  // a list field has values[0] among its items; a text field has it as a part
    prefix = 13,    // a text field begins with values[0]
    less = 14,      // field < values[0] (numbers, money, dates)
    less_or_equal = 15,
    greater = 16,
    greater_or_equal = 17,
    between = 18,  // values[0] <= field <= values[1]
    exists = 19,   // the field is there and not empty; values: none
    matches = 20,  // a text field matches the RE2 in values[0], anywhere in it
    // Of the lead as a whole; without a field.
    territory = 21,    // its address lies in one of the territories that values name
    within_km = 22,    // it is as near as near[0] says
    time_window = 23,  // it is decided within window[0]
};

inline constexpr std::array condition_op_names{
    EnumName<ConditionOp>{ConditionOp::all, "all"},
    EnumName<ConditionOp>{ConditionOp::any, "any"},
    EnumName<ConditionOp>{ConditionOp::not_, "not"},
    EnumName<ConditionOp>{ConditionOp::equals, "equals"},
    EnumName<ConditionOp>{ConditionOp::in, "in"},
    EnumName<ConditionOp>{ConditionOp::contains, "contains"},
    EnumName<ConditionOp>{ConditionOp::prefix, "prefix"},
    EnumName<ConditionOp>{ConditionOp::less, "less"},
    EnumName<ConditionOp>{ConditionOp::less_or_equal, "less_or_equal"},
    EnumName<ConditionOp>{ConditionOp::greater, "greater"},
    EnumName<ConditionOp>{ConditionOp::greater_or_equal, "greater_or_equal"},
    EnumName<ConditionOp>{ConditionOp::between, "between"},
    EnumName<ConditionOp>{ConditionOp::exists, "exists"},
    EnumName<ConditionOp>{ConditionOp::matches, "matches"},
    EnumName<ConditionOp>{ConditionOp::territory, "territory"},
    EnumName<ConditionOp>{ConditionOp::within_km, "within_km"},
    EnumName<ConditionOp>{ConditionOp::time_window, "time_window"}};
constexpr std::span<const EnumName<ConditionOp>> enum_names(ConditionOp) {
    return condition_op_names;
}
[[nodiscard]] constexpr bool is_group(ConditionOp op) { return op < ConditionOp::equals; }
[[nodiscard]] constexpr bool has_field(ConditionOp op) {
    return op >= ConditionOp::equals && op < ConditionOp::territory;
}

// Where something was written. Line and column count from 1; 0 means unknown.
struct SourcePlace {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("line", line), field("column", column));
    }
    friend bool operator==(const SourcePlace&, const SourcePlace&) = default;
};

struct ConditionNode {
    ConditionOp op = ConditionOp::all;
    std::uint16_t children = 0;  // groups only
    Text field_name;             // comparisons only: one of condition_fields, or "custom.NAME"
    List<Text> values;           // comparisons only, as written (numbers as decimal text)
    SourcePlace place;
    List<Nearness> near = {};      // within_km only: one
    List<TimeWindow> window = {};  // time_window only: one

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("op", op), field("children", children), field("field", field_name),
           field("values", values), field("place", place),
           field("near", near, "Of within_km: one."),
           field("time_window", window, "Of time_window: one."));
    }
    friend bool operator==(const ConditionNode&, const ConditionNode&) = default;
};

inline constexpr std::size_t condition_nodes_max = 1'000;  // per entry
inline constexpr std::size_t condition_depth_max = 16;

// The fields a condition may name, beside "custom.NAME". Lists: products. Numbers: employees,
// priority, score. Money: revenue (compared in minor units when the currency is that of the value,
// "1000.00 EUR"). duplicate: "true" or "false". Everything else is text.
inline constexpr Text condition_fields[] = {"lead",
                                            "company",
                                            "contact.name",
                                            "contact.email",
                                            "contact.phone",
                                            "address.country",
                                            "address.region",
                                            "address.city",
                                            "address.postal_code",
                                            "products",
                                            "source",
                                            "campaign",
                                            "revenue",
                                            "employees",
                                            "text",
                                            "record_type",
                                            "priority",
                                            "status",
                                            "score",
                                            "grade",
                                            "duplicate",
                                            "status_category",
                                            "customer_partner"};

}  // namespace leadline::events
