// LeadFacts: what conditions may ask about a lead, by field. Views; made for one decision.
#pragma once

#include <optional>

#include "events/commands/lead.hpp"

namespace leadline::engine {

using events::Text;

// The fields of events::condition_fields, in that order, then custom fields by name.
enum class FieldId : std::uint8_t {
    lead,
    company,
    contact_name,
    contact_email,
    contact_phone,
    country,
    region,
    city,
    postal_code,
    products,
    source,
    campaign,
    revenue,
    employees,
    text,
    record_type,
    priority,
    status,
    score,
    grade,
    duplicate,
    status_category,
    customer_partner,
    custom,
};

// None for a name that is no field.
[[nodiscard]] std::optional<FieldId> field_id(Text name);

// Products and custom lists: several values. Everything else has one value, or none.
[[nodiscard]] constexpr bool is_single_text(FieldId field) {
    return field != FieldId::products && field != FieldId::revenue && field != FieldId::employees &&
           field != FieldId::priority && field != FieldId::score && field != FieldId::custom;
}

struct LeadFacts {
    events::LeadId lead;
    events::LeadDetails details;
    events::LeadPerson person;  // opened
    events::LeadStatus status = events::LeadStatus::new_;
    std::optional<std::int32_t> score = {};  // none: the ruleset has no score rules
    Text grade = {};
    bool duplicate = false;  // it was found to be one, when it came or since
    events::Time now = {};   // the command's time
    // Who has, or had, the newest lead of the same customer that has an owner; known only where the
    // ruleset asks (CompiledRuleset::asks_customers).
    Text customer_partner = {};
};

// A field's value. Text, or a list of texts, or a whole number, or money.
struct FieldValue {
    enum class Kind : std::uint8_t { none, text, list, number, money };
    Kind kind = Kind::none;
    Text text;
    events::List<Text> list;
    std::int64_t number = 0;  // the number, or minor units of `text`, a currency
};

[[nodiscard]] FieldValue value_of(const LeadFacts& facts, FieldId field, Text custom_name);

// Opens what the details keep sealed-off: the personal part, when it is plain. A part that cannot
// be opened reads as empty.
[[nodiscard]] events::LeadPerson open_person(const events::Part<events::LeadPerson>& part,
                                             events::Arena& arena);

}  // namespace leadline::engine
