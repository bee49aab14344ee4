// See condition.hpp. A comparison with a field that is not there does not hold, whatever it says;
// `not` of it does.
#include "engine/core/routing/condition.hpp"

#include <algorithm>

#include "events/money.hpp"

namespace leadline::engine {

namespace {

using events::ConditionNode;
using events::ConditionOp;
using events::Failure;
using events::List;
using events::Result;

bool is_group(ConditionOp op) {
    return op == ConditionOp::all || op == ConditionOp::any || op == ConditionOp::not_;
}

bool has_right_count(ConditionOp op, std::size_t values) {
    if (op == ConditionOp::exists) return values == 0;
    if (op == ConditionOp::between) return values == 2;
    if (op == ConditionOp::in) return values >= 1;
    return values == 1;
}

Operand operand(Text text) {
    Operand made{text, compare_decimals(text, "0").has_value(), false, 0, {}};
    const std::size_t space = text.find(' ');
    if (space != Text::npos) {
        made.currency = text.substr(space + 1);
        const auto minor = events::minor_units(text.substr(0, space), made.currency);
        made.is_money = minor.has_value();
        made.minor = minor.value_or(0);
    }
    return made;
}

std::string at(const ConditionNode& node) {
    return " (line " + std::to_string(node.place.line) + ")";
}

Result<CompiledNode> compile_node(const ConditionNode& node) {
    CompiledNode made;
    made.op = node.op;
    if (is_group(node.op)) {
        if (node.op == ConditionOp::not_ && node.children != 1)
            return events::fail(Failure::bad_input, "`not` takes one condition" + at(node));
        return made;
    }
    const auto field = field_id(node.field_name);
    if (!field) {
        return events::fail(Failure::bad_input,
                            "unknown field " + std::string(node.field_name) + at(node));
    }
    made.field = *field;
    made.custom_name = node.field_name;
    if (!has_right_count(node.op, node.values.size()))
        return events::fail(Failure::bad_input, "wrong number of values" + at(node));
    for (const Text value : node.values) made.values.push_back(operand(value));
    if (node.op == ConditionOp::matches) {
        re2::RE2::Options options;
        options.set_log_errors(false);
        made.pattern = std::make_unique<re2::RE2>(
            re2::StringPiece(node.values[0].data(), node.values[0].size()), options);
        if (!made.pattern->ok())
            return events::fail(Failure::bad_input, "pattern: " + made.pattern->error() + at(node));
    }
    return made;
}

// Compiles the subtree that begins at nodes[next] and moves `next` behind it.
Result<void> compile_tree(List<ConditionNode> nodes, std::size_t& next, std::size_t depth,
                          Condition& out) {
    if (next >= nodes.size() || depth > events::condition_depth_max)
        return events::fail(Failure::bad_input, "a condition is not one tree");
    const ConditionNode& node = nodes[next++];
    auto made = compile_node(node);
    if (!made) return tl::unexpected(std::move(made).error());
    const std::size_t self = out.size();
    out.push_back(std::move(*made));
    if (is_group(node.op))
        for (std::uint16_t i = 0; i < node.children; ++i)
            TRY(compile_tree(nodes, next, depth + 1, out));
    out[self].end = static_cast<std::uint32_t>(out.size());
    return {};
}

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
            char digits[24];
            const int size =
                std::snprintf(digits, sizeof digits, "%lld", static_cast<long long>(field.number));
            return compare_decimals({digits, static_cast<std::size_t>(size)}, value.text);
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
            return false;  // groups; see holds_at
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

bool holds_at(const Condition& condition, std::uint32_t self, const LeadFacts& facts) {
    const CompiledNode& node = condition[self];
    const bool is_all = node.op == ConditionOp::all;
    switch (node.op) {
        case ConditionOp::not_:
            return !holds_at(condition, self + 1, facts);
        case ConditionOp::all:
        case ConditionOp::any:
            for (std::uint32_t child = self + 1; child < node.end; child = condition[child].end)
                if (holds_at(condition, child, facts) != is_all) return !is_all;
            return is_all;
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
    return compares(node, value_of(facts, node.field, node.custom_name));
}

// Sign, digits before the point without leading zeros, digits behind it without trailing ones.
struct Decimal {
    bool negative = false;
    Text whole;
    Text fraction;
};

std::optional<Decimal> parse_decimal(Text text) {
    Decimal decimal;
    if (text.starts_with('-')) {
        decimal.negative = true;
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    decimal.whole = text.substr(0, point);
    if (point != Text::npos) decimal.fraction = text.substr(point + 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (decimal.whole.empty() || (point != Text::npos && decimal.fraction.empty()) ||
        !std::all_of(decimal.whole.begin(), decimal.whole.end(), is_digit) ||
        !std::all_of(decimal.fraction.begin(), decimal.fraction.end(), is_digit)) {
        return std::nullopt;
    }
    while (decimal.whole.starts_with('0')) decimal.whole.remove_prefix(1);
    while (decimal.fraction.ends_with('0')) decimal.fraction.remove_suffix(1);
    if (decimal.whole.empty() && decimal.fraction.empty()) decimal.negative = false;
    return decimal;
}

int compare_size(const Decimal& a, const Decimal& b) {
    if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
    int order = a.whole.compare(b.whole);
    if (order == 0) order = a.fraction.compare(b.fraction);
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

}  // namespace

Result<Condition> compile(List<ConditionNode> nodes) {
    Condition condition;
    if (nodes.empty()) return condition;
    if (nodes.size() > events::condition_nodes_max)
        return events::fail(Failure::bad_input, "a condition has too many parts");
    std::size_t next = 0;
    TRY(compile_tree(nodes, next, 1, condition));
    if (next != nodes.size())
        return events::fail(Failure::bad_input, "a condition is not one tree");
    return condition;
}

bool holds(const Condition& condition, const LeadFacts& facts) {
    return condition.empty() || holds_at(condition, 0, facts);
}

std::optional<int> compare_decimals(Text a, Text b) {
    const auto left = parse_decimal(a);
    const auto right = parse_decimal(b);
    if (!left || !right) return std::nullopt;
    if (left->negative != right->negative) return left->negative ? -1 : 1;
    const int size = compare_size(*left, *right);
    return left->negative ? -size : size;
}

}  // namespace leadline::engine
