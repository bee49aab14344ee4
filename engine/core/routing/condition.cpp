// See condition.hpp. A comparison with a field that is not there does not hold, whatever it says;
// `not` of it does.
#include "engine/core/routing/condition.hpp"

#include <algorithm>
#include <charconv>

namespace leadline::engine {

namespace {

using events::ConditionOp;

// -1, 0, 1; none when the two cannot be compared.
std::optional<int> compare(const FieldValue& field, const Operand& value) {
    using Kind = FieldValue::Kind;
    switch (field.kind) {
        case Kind::none:
        case Kind::list:
            return std::nullopt;
        case Kind::text: {
            if (value.is_number)
                if (const auto as_number = compare_decimals(field.text, value.text))
                    return as_number;
            const int order = field.text.compare(value.text);
            return order < 0 ? -1 : (order > 0 ? 1 : 0);
        }
        case Kind::number: {
            if (value.whole)
                return field.number < *value.whole ? -1 : (field.number > *value.whole ? 1 : 0);
            char digits[24];
            const auto end = std::to_chars(std::begin(digits), std::end(digits), field.number).ptr;
            return compare_decimals({digits, static_cast<std::size_t>(end - digits)}, value.text);
        }
        case Kind::money:
            if (!value.is_money || value.currency != field.text) return std::nullopt;
            return field.number < value.minor ? -1 : (field.number > value.minor ? 1 : 0);
    }
    return std::nullopt;
}

// Text equals as bytes: "1" and "1.0" are two texts. Numbers and money equal by value.
bool equals(const FieldValue& field, const Operand& value) {
    if (field.kind == FieldValue::Kind::text) return field.text == value.text;
    return compare(field, value) == 0;
}

bool contains(const FieldValue& field, Text value) {
    if (field.kind == FieldValue::Kind::text) return field.text.find(value) != Text::npos;
    return std::find(field.list.begin(), field.list.end(), value) != field.list.end();
}

bool compares(const CompiledNode& node, const FieldValue& field) {
    const std::vector<Operand>& values = node.values;
    switch (node.op) {
        case ConditionOp::all:
        case ConditionOp::any:
        case ConditionOp::not_:
        case ConditionOp::territory:
        case ConditionOp::within_km:
        case ConditionOp::time_window:
            return false;  // of no field; see holds_at
        case ConditionOp::exists:
            return field.kind != FieldValue::Kind::none;
        case ConditionOp::equals:
            return equals(field, values[0]);
        case ConditionOp::in:
            return std::any_of(values.begin(), values.end(),
                               [&](const Operand& value) { return equals(field, value); });
        case ConditionOp::contains:
            return contains(field, values[0].text);
        case ConditionOp::prefix:
            return field.kind == FieldValue::Kind::text && field.text.starts_with(values[0].text);
        case ConditionOp::less:
            return compare(field, values[0]) == -1;
        case ConditionOp::less_or_equal:
            return compare(field, values[0]).value_or(1) <= 0;
        case ConditionOp::greater:
            return compare(field, values[0]) == 1;
        case ConditionOp::greater_or_equal:
            return compare(field, values[0]).value_or(-1) >= 0;
        case ConditionOp::between:
            return compare(field, values[0]).value_or(-1) >= 0 &&
                   compare(field, values[1]).value_or(1) <= 0;
        case ConditionOp::matches:
            return field.kind == FieldValue::Kind::text &&
                   re2::RE2::PartialMatch(re2::StringPiece(field.text.data(), field.text.size()),
                                          *node.pattern);
    }
    return false;
}

bool is_covered(const CompiledNode& node, Inquiry& asked) {
    const std::span<const std::uint32_t> covering = asked.territories();
    return std::any_of(node.territories.begin(), node.territories.end(), [&](std::uint32_t each) {
        return std::binary_search(covering.begin(), covering.end(), each);
    });
}

bool is_near(const CompiledNode& node, Inquiry& asked) {
    return asked.point() && is_within_km(*asked.point(), node.near.place, node.near.km);
}

bool holds_at(const Condition& condition, std::uint32_t self, Inquiry& asked);

// Whether one of the group's parts decides it: one that does not hold for `all`, one that does for
// `any`. Of those that are costly, or of the others.
bool is_decided(const Condition& condition, std::uint32_t self, Inquiry& asked, bool costly) {
    const CompiledNode& node = condition[self];
    const bool is_all = node.op == ConditionOp::all;
    for (std::uint32_t child = self + 1; child < node.end; child = condition[child].end)
        if (condition[child].is_costly == costly && holds_at(condition, child, asked) != is_all)
            return true;
    return false;
}

bool holds_at(const Condition& condition, std::uint32_t self, Inquiry& asked) {
    const CompiledNode& node = condition[self];
    switch (node.op) {
        case ConditionOp::not_:
            return !holds_at(condition, self + 1, asked);
        case ConditionOp::all:
        case ConditionOp::any: {
            // No part changes anything, so that their order is ours.
            const bool is_all = node.op == ConditionOp::all;
            return (is_decided(condition, self, asked, false) ||
                    (node.is_costly && is_decided(condition, self, asked, true))) != is_all;
        }
        case ConditionOp::territory:
            return is_covered(node, asked);
        case ConditionOp::within_km:
            return is_near(node, asked);
        case ConditionOp::time_window:
            return engine::holds(node.window, asked.zone(), asked.facts().now);
        case ConditionOp::equals:
        case ConditionOp::in:
        case ConditionOp::contains:
        case ConditionOp::prefix:
        case ConditionOp::less:
        case ConditionOp::less_or_equal:
        case ConditionOp::greater:
        case ConditionOp::greater_or_equal:
        case ConditionOp::between:
        case ConditionOp::exists:
        case ConditionOp::matches:
            break;
    }
    return compares(node, value_of(asked.facts(), node.field, node.custom_name));
}

}  // namespace

bool holds(const Condition& condition, Inquiry& asked) {
    return condition.empty() || holds_at(condition, 0, asked);
}

bool part_holds(const Condition& condition, std::uint32_t part, Inquiry& asked) {
    return holds_at(condition, part, asked);
}

}  // namespace leadline::engine
