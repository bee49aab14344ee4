// A custom field as a program declares it in its ruleset (SPEC 4), and what can be wrong with one
// that is sent.
#pragma once

#include "events/commands/shared.hpp"
#include "events/condition.hpp"

namespace leadline::events {

struct CustomFieldRule {
    Text name;
    SourcePlace place = {};
    CustomType type = CustomType::string;
    bool required = false;
    List<Text> record_types = {};  // whose leads have it; empty: all
    List<Text> values = {};        // of strings, and of a list's items; empty: any
    Text minimum = {};             // of integers, decimals and dates; empty: none
    Text maximum = {};

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The custom field's name."), field("place", place),
           field("type", type, "The type of its values."),
           field("required", required, "No lead is created without it."),
           field("record_types", record_types, "Whose leads have it; none: all."),
           field("values", values, "Of a string, or of a list's items; none: any."),
           field("minimum", minimum, "Of an integer, decimal or date; empty: none."),
           field("maximum", maximum, "Of an integer, decimal or date; empty: none."));
    }
    friend bool operator==(const CustomFieldRule&, const CustomFieldRule&) = default;
};

// Numbers are for ever.
enum class CustomFault : std::uint8_t {
    unknown = 1,            // no field has this name
    other_record_type = 2,  // leads of this type do not have it
    wrong_type = 3,
    missing = 4,
    not_a_value = 5,  // none of its values
    too_small = 6,
    too_large = 7,
};

inline constexpr std::array custom_fault_names{
    EnumName<CustomFault>{CustomFault::unknown, "unknown"},
    EnumName<CustomFault>{CustomFault::other_record_type, "other_record_type"},
    EnumName<CustomFault>{CustomFault::wrong_type, "wrong_type"},
    EnumName<CustomFault>{CustomFault::missing, "missing"},
    EnumName<CustomFault>{CustomFault::not_a_value, "not_a_value"},
    EnumName<CustomFault>{CustomFault::too_small, "too_small"},
    EnumName<CustomFault>{CustomFault::too_large, "too_large"}};
constexpr std::span<const EnumName<CustomFault>> enum_names(CustomFault) {
    return custom_fault_names;
}

struct FaultyField {
    Text name;
    CustomFault fault = CustomFault::unknown;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The custom field's name."),
           field("fault", fault, "What is wrong with it."));
    }
    friend bool operator==(const FaultyField&, const FaultyField&) = default;
};

inline constexpr std::size_t custom_field_rules_max = 100;
inline constexpr std::size_t custom_values_max = 200;
inline constexpr std::size_t custom_value_bytes_max = 256;
inline constexpr std::size_t custom_record_types_max = 100;
inline constexpr std::size_t faulty_fields_max = 100;  // that a refusal names

}  // namespace leadline::events
