// See lead_facts.hpp.
#include "engine/core/routing/lead_facts.hpp"

#include <algorithm>

#include "events/codec/body.hpp"
#include "events/ruleset.hpp"

namespace leadline::engine {

namespace {

constexpr Text custom_prefix = "custom.";
static_assert(std::size(events::condition_fields) == static_cast<std::size_t>(FieldId::custom));

FieldValue of_text(Text text) {
    if (text.empty()) return {};
    return {FieldValue::Kind::text, text, {}, 0};
}

FieldValue of_list(events::List<Text> list) {
    if (list.empty()) return {};
    return {FieldValue::Kind::list, {}, list, 0};
}

FieldValue of_number(std::int64_t number) { return {FieldValue::Kind::number, {}, {}, number}; }

FieldValue of_custom(const events::CustomFields& custom, Text name) {
    for (const events::CustomField& field : custom.fields) {
        if (field.name != name) continue;
        switch (field.type) {
            case events::CustomType::string:
            case events::CustomType::decimal:
            case events::CustomType::date:
                return of_text(field.text);
            case events::CustomType::integer:
                return of_number(field.integer);
            case events::CustomType::boolean:
                return of_text(field.integer != 0 ? "true" : "false");
            case events::CustomType::list:
                return of_list(field.items);
        }
    }
    return {};
}

}  // namespace

std::optional<FieldId> field_id(Text name) {
    const auto* at =
        std::find(std::begin(events::condition_fields), std::end(events::condition_fields), name);
    if (at != std::end(events::condition_fields))
        return static_cast<FieldId>(at - std::begin(events::condition_fields));
    if (name.starts_with(custom_prefix) && name.size() > custom_prefix.size())
        return FieldId::custom;
    return std::nullopt;
}

FieldValue value_of(const LeadFacts& facts, FieldId field, Text custom_name) {
    const events::LeadDetails& d = facts.details;
    switch (field) {
        case FieldId::lead:
            return of_text(facts.lead.text);
        case FieldId::company:
            return of_text(d.company);
        case FieldId::contact_name:
            return of_text(facts.person.contact.name);
        case FieldId::contact_email:
            return of_text(facts.person.contact.email);
        case FieldId::contact_phone:
            return of_text(facts.person.contact.phone);
        case FieldId::country:
            return of_text(d.address.country);
        case FieldId::region:
            return of_text(d.address.region);
        case FieldId::city:
            return of_text(d.address.city);
        case FieldId::postal_code:
            return of_text(d.address.postal_code);
        case FieldId::products:
            return of_list(d.products);
        case FieldId::source:
            return of_text(d.source);
        case FieldId::campaign:
            return of_text(d.campaign);
        case FieldId::revenue:
            if (!d.revenue) return {};
            return {FieldValue::Kind::money, d.revenue->currency, {}, d.revenue->minor};
        case FieldId::employees:
            return d.employees ? of_number(*d.employees) : FieldValue{};
        case FieldId::text:
            return of_text(facts.person.text);
        case FieldId::record_type:
            return of_text(d.record_type);
        case FieldId::priority:
            return of_number(d.priority);
        case FieldId::status:
            return of_text(facts.status.name);
        case FieldId::score:
            return facts.score ? of_number(*facts.score) : FieldValue{};
        case FieldId::grade:
            return of_text(facts.grade);
        case FieldId::duplicate:
            return of_text(facts.duplicate ? "true" : "false");
        case FieldId::status_category:
            return of_text(events::name_of(facts.status.category));
        case FieldId::customer_partner:
            return of_text(facts.customer_partner);
        case FieldId::custom:
            return of_custom(facts.person.custom, custom_name.substr(custom_prefix.size()));
    }
    return {};
}

events::LeadPerson open_person(const events::Part<events::LeadPerson>& part, events::Arena& arena) {
    events::LeadPerson person;
    if (part.is_set() && part.sealing == events::Sealing::plain &&
        !events::read_body(part.bytes, arena, person)) {
        return {};
    }
    return person;
}

}  // namespace leadline::engine
