// Compiles conditions; see condition.hpp.
#include <algorithm>
#include <charconv>

#include "engine/core/routing/condition.hpp"
#include "events/base/date.hpp"
#include "events/money.hpp"

namespace leadline::engine {
namespace {

using events::ConditionNode;
using events::ConditionOp;
using events::Failure;
using events::List;
using events::Result;

bool has_right_count(ConditionOp op, std::size_t values) {
    if (op == ConditionOp::exists || op == ConditionOp::within_km || op == ConditionOp::time_window)
        return values == 0;
    if (op == ConditionOp::between) return values == 2;
    if (op == ConditionOp::in || op == ConditionOp::territory) return values >= 1;
    return values == 1;
}

bool has_right_operands(const ConditionNode& node) {
    return has_right_count(node.op, node.values.size()) &&
           node.near.size() == (node.op == ConditionOp::within_km ? 1U : 0U) &&
           node.window.size() == (node.op == ConditionOp::time_window ? 1U : 0U) &&
           (events::has_field(node.op) || node.field_name.empty());
}

std::optional<std::int64_t> whole_number(Text text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Operand operand(Text text) {
    Operand made;
    made.text = text;
    made.is_number = compare_decimals(text, "0").has_value();
    if (made.is_number) made.whole = whole_number(text);
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

Result<void> compile_territories(const ConditionNode& node, const Surroundings& around,
                                 CompiledNode& made) {
    for (const Text name : node.values) {
        const auto number = around.territory(name);
        if (!number)
            return events::fail(Failure::bad_input,
                                "unknown territory " + std::string(name) + at(node));
        made.territories.push_back(*number);
    }
    return {};
}

Result<void> compile_nearness(const ConditionNode& node, CompiledNode& made) {
    const events::Nearness& near = node.near[0];
    if (near.km > events::distance_km_max || !is_place(near.at))
        return events::fail(Failure::bad_input, "no distance from a place" + at(node));
    made.near = {Point(near.at), near.km};
    return {};
}

Result<void> compile_window(const ConditionNode& node, CompiledNode& made) {
    const events::TimeWindow& written = node.window[0];
    TimeWindow window{written.weekdays, written.from_min, written.to_min, {}, {}};
    const auto is_date = [](Text text, std::optional<Day>& out) {
        if (!text.empty()) out = events::parse_day(text);
        return text.empty() || out.has_value();
    };
    if (!is_date(written.first_date, window.first) || !is_date(written.last_date, window.last))
        return events::fail(Failure::bad_input, "a time window's date is none" + at(node));
    if (const Text wrong = what_is_wrong(window); !wrong.empty())
        return events::fail(Failure::bad_input, "a time window: " + std::string(wrong) + at(node));
    made.window = window;
    return {};
}

Result<void> compile_pattern(const ConditionNode& node, CompiledNode& made) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    made.pattern = std::make_unique<re2::RE2>(
        re2::StringPiece(node.values[0].data(), node.values[0].size()), options);
    if (!made.pattern->ok())
        return events::fail(Failure::bad_input, "pattern: " + made.pattern->error() + at(node));
    return {};
}

Result<void> compile_comparison(const ConditionNode& node, CompiledNode& made) {
    const auto field = field_id(node.field_name);
    if (!field) {
        return events::fail(Failure::bad_input,
                            "unknown field " + std::string(node.field_name) + at(node));
    }
    made.field = *field;
    made.custom_name = node.field_name;
    for (const Text value : node.values) made.values.push_back(operand(value));
    if (node.op == ConditionOp::matches) return compile_pattern(node, made);
    return {};
}

Result<CompiledNode> compile_node(const ConditionNode& node, const Surroundings& around) {
    CompiledNode made;
    made.op = node.op;
    if (events::is_group(node.op)) {
        if (node.op == ConditionOp::not_ && node.children != 1)
            return events::fail(Failure::bad_input, "`not` takes one condition" + at(node));
        return made;
    }
    if (!has_right_operands(node))
        return events::fail(Failure::bad_input, "wrong number of values" + at(node));
    if (node.op == ConditionOp::territory) {
        TRY(compile_territories(node, around, made));
    } else if (node.op == ConditionOp::within_km) {
        TRY(compile_nearness(node, made));
    } else if (node.op == ConditionOp::time_window) {
        TRY(compile_window(node, made));
    } else {
        TRY(compile_comparison(node, made));
    }
    return made;
}

// Ten times what comparing a field costs, and more.
bool is_costly(ConditionOp op) {
    return op == ConditionOp::matches || op == ConditionOp::within_km ||
           op == ConditionOp::time_window;
}

// Compiles the subtree that begins at nodes[next] and moves `next` behind it.
class TreeCompiler {
public:
    TreeCompiler(List<ConditionNode> nodes, const Surroundings& around)
        : nodes_(nodes), around_(around) {}

    Result<void> compile(std::size_t& next, std::size_t depth, Condition& out) const {
        if (next >= nodes_.size() || depth > events::condition_depth_max)
            return events::fail(Failure::bad_input, "a condition is not one tree");
        const ConditionNode& node = nodes_[next++];
        auto made = compile_node(node, around_);
        if (!made) return tl::unexpected(std::move(made).error());
        const std::size_t self = out.size();
        out.push_back(std::move(*made));
        out[self].is_costly = is_costly(node.op);
        if (events::is_group(node.op)) {
            for (std::uint16_t i = 0; i < node.children; ++i) {
                const std::size_t child = out.size();
                TRY(compile(next, depth + 1, out));
                out[self].is_costly = out[self].is_costly || out[child].is_costly;
            }
        }
        out[self].end = static_cast<std::uint32_t>(out.size());
        return {};
    }

private:
    List<ConditionNode> nodes_;
    const Surroundings& around_;
};

}  // namespace

Result<Condition> compile(List<ConditionNode> nodes, const Surroundings& around) {
    Condition condition;
    if (nodes.empty()) return condition;
    if (nodes.size() > events::condition_nodes_max)
        return events::fail(Failure::bad_input, "a condition has too many parts");
    std::size_t next = 0;
    TRY(TreeCompiler(nodes, around).compile(next, 1, condition));
    if (next != nodes.size())
        return events::fail(Failure::bad_input, "a condition is not one tree");
    return condition;
}

}  // namespace leadline::engine
