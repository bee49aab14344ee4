// See explain.hpp: conditions and territories as a person would say them.
#include <fmt/format.h>

#include "projections/explain.hpp"

namespace leadline::projections {

using events::ConditionOp;

namespace {

Text op_words(ConditionOp op) {
    switch (op) {
        case ConditionOp::equals:
            return "=";
        case ConditionOp::less:
            return "<";
        case ConditionOp::less_or_equal:
            return "<=";
        case ConditionOp::greater:
            return ">";
        case ConditionOp::greater_or_equal:
            return ">=";
        case ConditionOp::all:
        case ConditionOp::any:
        case ConditionOp::not_:
        case ConditionOp::in:
        case ConditionOp::contains:
        case ConditionOp::prefix:
        case ConditionOp::between:
        case ConditionOp::exists:
        case ConditionOp::matches:
        case ConditionOp::territory:
        case ConditionOp::within_km:
        case ConditionOp::time_window:
            return name_of(op);
    }
    return "?";
}

std::string quoted(Text text) { return fmt::format("\"{}\"", text); }

std::string comparison_words(const events::ConditionNode& node) {
    std::string text = fmt::format("{} {}", node.field_name, op_words(node.op));
    if (node.op == ConditionOp::between && node.values.size() == 2)
        return text + fmt::format(" {} and {}", quoted(node.values[0]), quoted(node.values[1]));
    if (node.values.size() == 1 && node.op != ConditionOp::in)
        return text + " " + quoted(node.values[0]);
    if (node.values.empty()) return text;
    std::string values;
    for (const Text value : node.values) values += (values.empty() ? "" : ", ") + quoted(value);
    return text + " (" + values + ")";
}

// "in territory benelux, munich".
std::string territory_words(const events::ConditionNode& node) {
    std::string names;
    for (const Text name : node.values) names += (names.empty() ? "" : ", ") + std::string(name);
    return "in territory " + names;
}

// "Mon-Wed, Fri"; empty: every day.
std::string weekday_words(unsigned weekdays) {
    constexpr const char* names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr unsigned every_day = 0x7F;
    std::string text;
    if (weekdays == every_day) return text;
    for (unsigned first = 0; first < 7; ++first) {
        if ((weekdays >> first & 1U) == 0) continue;
        unsigned last = first;
        while (last < 6 && (weekdays >> (last + 1) & 1U) != 0) ++last;
        text += text.empty() ? "" : ", ";
        text += names[first];
        if (last > first) text += fmt::format("{}{}", last > first + 1 ? "-" : ", ", names[last]);
        first = last;
    }
    return text;
}

// "Mon-Fri 09:00-17:00 2026-12-24 to 2027-01-02 Europe/Berlin".
std::string window_words(const events::TimeWindow& window, Text zone) {
    std::string text = weekday_words(window.weekdays);
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : " ") + part; };
    if (window.from_min != 0 || window.to_min != events::day_minutes)
        add(fmt::format("{:02}:{:02}-{:02}:{:02}", window.from_min / 60, window.from_min % 60,
                        window.to_min / 60, window.to_min % 60));
    if (!window.first_date.empty()) add(fmt::format("from {}", window.first_date));
    if (!window.last_date.empty()) add(fmt::format("to {}", window.last_date));
    add(std::string(zone));
    return text;
}

// The tree that begins at `at`; moves `at` behind it.
std::string tree_words(List<events::ConditionNode> nodes, Text zone, std::size_t& at) {
    if (at >= nodes.size()) return "?";
    const events::ConditionNode& node = nodes[at++];
    if (node.op == ConditionOp::territory) return territory_words(node);
    for (const events::Nearness& near : node.near)
        return fmt::format("within {} km of {}", near.km, near.name);
    for (const events::TimeWindow& window : node.window) return window_words(window, zone);
    if (!events::is_group(node.op)) return comparison_words(node);
    std::string children;
    for (std::uint16_t i = 0; i < node.children; ++i)
        children += (i == 0 ? "" : ", ") + tree_words(nodes, zone, at);
    return fmt::format("{}({})", name_of(node.op), children);
}

}  // namespace

std::string condition_text(List<events::ConditionNode> condition, Text zone) {
    if (condition.empty()) return "always";
    std::size_t at = 0;
    return tree_words(condition, zone, at);
}

std::string area_text(const events::Territory& area) {
    std::string text(area.country);
    if (!area.postal_prefix.empty()) text += fmt::format(" {}...", area.postal_prefix);
    if (!area.region.empty()) text += fmt::format(" {}", area.region);
    return text;
}

}  // namespace leadline::projections
