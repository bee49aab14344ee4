// The fields of a lead that somebody may see or not (SPEC 6): what a queue shows of a lead before
// it is claimed is a list of these names, which are those of conditions where there is a condition.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "events/field.hpp"

namespace leadline::events {

// Personal data (events/personal.hpp): who asked, and what they wrote.
inline constexpr std::array<Text, 6> personal_lead_fields{
    "contact.name", "contact.email", "contact.phone", "street", "text", "custom"};

inline constexpr std::array<Text, 11> business_lead_fields{
    "company",    "address.country", "address.region", "address.city", "address.postal_code",
    "products",   "source",          "campaign",       "revenue",      "employees",
    "record_type"};

[[nodiscard]] constexpr bool is_lead_field(Text name) {
    const auto has = [name](std::span<const Text> names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    return has(personal_lead_fields) || has(business_lead_fields);
}

// Whether a queue that shows `visible` shows the field; one that names none shows what is not
// personal.
[[nodiscard]] constexpr bool is_visible(Text name, List<Text> visible) {
    if (visible.empty()) {
        return std::find(business_lead_fields.begin(), business_lead_fields.end(), name) !=
               business_lead_fields.end();
    }
    return std::find(visible.begin(), visible.end(), name) != visible.end();
}

}  // namespace leadline::events
