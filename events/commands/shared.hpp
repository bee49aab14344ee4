// Value types that several commands share.
#pragma once

#include <array>

#include "events/enum_names.hpp"
#include "events/field.hpp"
#include "events/personal.hpp"

namespace leadline::events {

// Free text from a person: why something was asked, or a note. Personal, since nobody knows what
// stands in it.
struct Remark {
    Text text;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("text", text));
    }
    friend bool operator==(const Remark&, const Remark&) = default;
};

struct Address {
    Text country;  // ISO 3166-1 alpha-2
    Text region;
    Text city;
    Text postal_code;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("country", country), field("region", region), field("city", city),
           field("postal_code", postal_code));
    }
    friend bool operator==(const Address&, const Address&) = default;
};

struct ContactDetails {
    Text name;
    Text email;
    Text phone;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The person's name."), field("email", email), field("phone", phone));
    }
    friend bool operator==(const ContactDetails&, const ContactDetails&) = default;
};

// The type of a custom field's value. Numbers are for ever.
enum class CustomType : std::uint8_t {
    string = 1,   // JSON string
    integer = 2,  // JSON integer
    decimal = 3,  // JSON {"decimal": "12.50"}
    boolean = 4,  // JSON true or false
    date = 5,     // JSON {"date": "2026-01-31"}
    list = 6,     // JSON list of strings
};

inline constexpr std::array custom_type_names{EnumName<CustomType>{CustomType::string, "string"},
                                              EnumName<CustomType>{CustomType::integer, "integer"},
                                              EnumName<CustomType>{CustomType::decimal, "decimal"},
                                              EnumName<CustomType>{CustomType::boolean, "boolean"},
                                              EnumName<CustomType>{CustomType::date, "date"},
                                              EnumName<CustomType>{CustomType::list, "list"}};
constexpr std::span<const EnumName<CustomType>> enum_names(CustomType) { return custom_type_names; }

struct CustomField {
    Text name;
    CustomType type = CustomType::string;
    Text text;                 // string, decimal, date
    std::int64_t integer = 0;  // integer, boolean (0 or 1)
    List<Text> items;          // list

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name), field("type", type), field("text", text), field("integer", integer),
           field("items", items));
    }
    friend bool operator==(const CustomField&, const CustomField&) = default;
};

// In JSON: an object, one member per field.
struct CustomFields {
    List<CustomField> fields;

    friend bool operator==(const CustomFields&, const CustomFields&) = default;
};

}  // namespace leadline::events
