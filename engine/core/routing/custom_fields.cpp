// See custom_fields.hpp.
#include "engine/core/routing/custom_fields.hpp"

#include <algorithm>
#include <charconv>

#include "events/base/date.hpp"
#include "events/base/decimal.hpp"

namespace leadline::engine {

namespace {

using events::CustomFault;
using events::CustomField;
using events::CustomFieldRule;
using events::CustomType;
using Fault = std::optional<CustomFault>;

tl::unexpected<events::Error> refuse(const CustomFieldRule& rule, const char* why) {
    return events::fail(events::Failure::bad_input,
                        "the custom field " + std::string(rule.name) + " " + why);
}

bool is_known(CustomType type) { return type >= CustomType::string && type <= CustomType::list; }

bool has_range(CustomType type) {
    return type == CustomType::integer || type == CustomType::decimal || type == CustomType::date;
}

// a < b: -1; none when they are no numbers, or no dates.
std::optional<int> compare(CustomType type, Text a, Text b) {
    if (type != CustomType::date) return events::compare_decimals(a, b);
    const auto left = events::parse_day(a);
    const auto right = events::parse_day(b);
    if (!left || !right) return std::nullopt;
    return *left < *right ? -1 : (*right < *left ? 1 : 0);
}

events::Result<void> check_range(const CustomFieldRule& rule) {
    if (rule.minimum.empty() && rule.maximum.empty()) return {};
    const Text least = rule.minimum.empty() ? rule.maximum : rule.minimum;
    const Text most = rule.maximum.empty() ? rule.minimum : rule.maximum;
    if (!has_range(rule.type)) return refuse(rule, "has a range, and is no number or date");
    if (compare(rule.type, least, most).value_or(1) > 0)
        return refuse(rule, "has a range in which nothing lies");
    return {};
}

bool has(events::List<Text> list, Text text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_for(const CustomFieldRule& rule, Text record_type) {
    return rule.record_types.empty() || has(rule.record_types, record_type);
}

// An empty text or list is no value: conditions do not find it either.
bool is_empty(const CustomField& sent) {
    return (sent.type == CustomType::string && sent.text.empty()) ||
           (sent.type == CustomType::list && sent.items.empty());
}

bool has_its_type(const CustomFieldRule& rule, const CustomField& sent) {
    return sent.type == rule.type ||
           (rule.type == CustomType::decimal && sent.type == CustomType::integer);
}

bool has_its_values(const CustomFieldRule& rule, const CustomField& sent) {
    if (rule.values.empty()) return true;
    if (sent.type == CustomType::string) return has(rule.values, sent.text);
    return std::all_of(sent.items.begin(), sent.items.end(),
                       [&rule](Text item) { return has(rule.values, item); });
}

Fault fault_of_range(const CustomFieldRule& rule, const CustomField& sent) {
    if (rule.minimum.empty() && rule.maximum.empty()) return std::nullopt;
    char digits[24];
    Text value = sent.text;
    if (sent.type == CustomType::integer) {
        const auto end = std::to_chars(std::begin(digits), std::end(digits), sent.integer).ptr;
        value = {digits, static_cast<std::size_t>(end - digits)};
    }
    if (!rule.minimum.empty() && compare(rule.type, value, rule.minimum).value_or(-1) < 0)
        return CustomFault::too_small;
    if (!rule.maximum.empty() && compare(rule.type, value, rule.maximum).value_or(1) > 0)
        return CustomFault::too_large;
    return std::nullopt;
}

Fault fault_of(const CustomFieldRule& rule, Text record_type, const CustomField& sent) {
    if (!is_for(rule, record_type)) return CustomFault::other_record_type;
    if (!has_its_type(rule, sent)) return CustomFault::wrong_type;
    if (is_empty(sent)) return rule.required ? Fault(CustomFault::missing) : std::nullopt;
    if (!has_its_values(rule, sent)) return CustomFault::not_a_value;
    return fault_of_range(rule, sent);
}

}  // namespace

events::Result<void> CustomFieldRules::add(const CustomFieldRule& rule) {
    if (rules_.size() == events::custom_field_rules_max) return refuse(rule, "is one too many");
    if (rule.name.empty() || !is_known(rule.type)) return refuse(rule, "has no name, or no type");
    if (rule.values.size() > events::custom_values_max ||
        rule.record_types.size() > events::custom_record_types_max)
        return refuse(rule, "has too many values or record types");
    const bool may_have_values = rule.type == CustomType::string || rule.type == CustomType::list;
    if (has(rule.values, {}) || (!rule.values.empty() && !may_have_values))
        return refuse(rule, "has values, and is no text or list of them, or one is empty");
    TRY(check_range(rule));
    if (!by_name_.emplace(rule.name, rules_.size()).second) return refuse(rule, "is there twice");
    rules_.push_back(rule);
    return {};
}

std::vector<events::FaultyField> CustomFieldRules::faults(Text record_type,
                                                          const events::CustomFields& sent,
                                                          bool is_new) const {
    std::vector<events::FaultyField> faults;
    if (!are_set()) return faults;
    std::vector<bool> is_there(rules_.size(), false);
    for (const CustomField& field : sent.fields) {
        const auto known = by_name_.find(field.name);
        if (known != by_name_.end()) is_there[known->second] = true;
        const Fault fault = known == by_name_.end()
                                ? Fault(CustomFault::unknown)
                                : fault_of(rules_[known->second], record_type, field);
        if (fault) faults.push_back({field.name, *fault});
    }
    for (std::size_t i = 0; is_new && i < rules_.size(); ++i)
        if (rules_[i].required && !is_there[i] && is_for(rules_[i], record_type))
            faults.push_back({rules_[i].name, CustomFault::missing});
    if (faults.size() > events::faulty_fields_max) faults.resize(events::faulty_fields_max);
    return faults;
}

}  // namespace leadline::engine
