// Reads conditions; see ruleset_condition.hpp. What values a comparison takes is decided by the
// field's kind (ruleset_field.hpp).
#include "config/ruleset_condition.hpp"

#include <fmt/format.h>

#include "config/ruleset_field.hpp"
#include "config/ruleset_places.hpp"
#include "config/ruleset_time.hpp"
#include "config/yaml/map_reader.hpp"
#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::ConditionNode;
using events::ConditionOp;

class ConditionReader {
public:
    ConditionReader(Diagnostics& diagnostics, events::Arena& arena,
                    const TerritoryNames& territories, const StatusNames& statuses,
                    std::span<const events::CustomFieldRule> custom_fields)
        : diagnostics_(diagnostics),
          arena_(arena),
          territories_(territories),
          statuses_(statuses),
          custom_fields_(custom_fields) {}

    void read(const Node& node, std::size_t depth);

    [[nodiscard]] std::vector<ConditionNode>& nodes() { return nodes_; }

private:
    // Appends a group's node and returns its index, for the number of its children.
    std::size_t open(ConditionOp op, const Node& node);
    void read_group(ConditionOp op, const Node& node, std::size_t depth);
    void read_comparison(MapReader& m, const Node& field, ConditionOp op);
    // Of the lead as a whole.
    void read_without_field(const Node& node, ConditionOp op);
    bool read_territory(const Node& node, ConditionNode& out);
    bool read_near(const Node& node, ConditionNode& out);
    bool read_window(const Node& node, ConditionNode& out);
    events::List<events::Text> kept(const std::vector<std::string>& texts);

    Diagnostics& diagnostics_;
    events::Arena& arena_;
    const TerritoryNames& territories_;
    const StatusNames& statuses_;
    std::span<const events::CustomFieldRule> custom_fields_;
    std::vector<ConditionNode> nodes_;
    bool too_deep_ = false;
};

std::size_t ConditionReader::open(ConditionOp op, const Node& node) {
    ConditionNode group;
    group.op = op;
    group.place = node.place;
    nodes_.push_back(group);
    return nodes_.size() - 1;
}

void ConditionReader::read_group(ConditionOp op, const Node& node, std::size_t depth) {
    const std::size_t self = open(op, node);
    if (op == ConditionOp::not_) {
        nodes_[self].children = 1;
        return read(node, depth + 1);
    }
    if (!node.is_list() || node.items.empty())
        return diagnostics_.expected(node, "a list of one or more conditions");
    nodes_[self].children = static_cast<std::uint16_t>(node.items.size());
    for (const Node& item : node.items) read(item, depth + 1);
}

void ConditionReader::read_comparison(MapReader& m, const Node& field, ConditionOp op) {
    ConditionNode comparison;
    comparison.op = op;
    comparison.place = m.node().place;
    const std::optional<RuleField> known = read_rule_field(field, custom_fields_, diagnostics_);
    if (!known) return;
    comparison.field_name = arena_.copy(field.text);
    const Node& value = *m.node().find(events::name_of(op));
    if (op == ConditionOp::exists) {
        bool wanted = true;
        if (!config::read(value, diagnostics_, wanted)) return;
        if (!wanted) nodes_[open(ConditionOp::not_, m.node())].children = 1;
        return nodes_.push_back(comparison);
    }
    std::vector<std::string> texts;
    const Comparison said{*known, field.text, op, statuses_,
                          declared_as(field.text, custom_fields_)};
    if (!read_rule_values(said, value, diagnostics_, texts)) return;
    comparison.values = kept(texts);
    nodes_.push_back(comparison);
}

events::List<events::Text> ConditionReader::kept(const std::vector<std::string>& texts) {
    const std::span<events::Text> values = arena_.make<events::Text>(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) values[i] = arena_.copy(texts[i]);
    return events::List<events::Text>(values);
}

// One name, or a list of them.
bool ConditionReader::read_territory(const Node& node, ConditionNode& out) {
    if (node.is_list() && node.items.empty()) {
        diagnostics_.expected(node, "a territory, or a list of one or more");
        return false;
    }
    std::vector<std::string> names;
    if (!node.is_list()) {
        if (!config::read(node, diagnostics_, names.emplace_back())) return false;
    } else if (!config::read(node, diagnostics_, names)) {
        return false;
    }
    bool is_good = true;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (territories_.contains(names[i])) continue;
        const std::vector<std::string_view> known(territories_.begin(), territories_.end());
        diagnostics_.error(node.is_list() ? node.items[i] : node,
                           unknown_name("territory", names[i], known));
        is_good = false;
    }
    out.values = kept(names);
    return is_good;
}

bool ConditionReader::read_near(const Node& node, ConditionNode& out) {
    const Node& km = *node.find("within_km");
    const Node* of = node.find("of");
    if (of == nullptr) {
        diagnostics_.error(node, "missing key \"of\": from where are the kilometres measured?");
        return false;
    }
    const std::span near = arena_.make<events::Nearness>(1);
    out.near = events::List<events::Nearness>(near);
    return read_nearness(km, *of, diagnostics_, arena_, near[0]);
}

bool ConditionReader::read_window(const Node& node, ConditionNode& out) {
    const std::span window = arena_.make<events::TimeWindow>(1);
    out.window = events::List<events::TimeWindow>(window);
    return read_time_window(*node.find("time_window"), diagnostics_, arena_, window[0]);
}

void ConditionReader::read_without_field(const Node& node, ConditionOp op) {
    ConditionNode made;
    made.op = op;
    made.place = node.place;
    const bool is_good = op == ConditionOp::territory
                             ? read_territory(*node.find("territory"), made)
                         : op == ConditionOp::within_km ? read_near(node, made)
                                                        : read_window(node, made);
    if (is_good) nodes_.push_back(made);
}

void ConditionReader::read(const Node& node, std::size_t depth) {
    if (depth > events::condition_depth_max) {
        if (!too_deep_)
            diagnostics_.error(node, fmt::format("conditions are nested more than {} deep",
                                                 events::condition_depth_max));
        too_deep_ = true;
        return;
    }
    MapReader m(node, diagnostics_, "a condition");
    std::vector<ConditionOp> said;
    std::vector<std::string_view> names;
    bool has_no_field = false;
    for (const auto& [op, name] : events::condition_op_names) {
        if (m.child(name) == nullptr) continue;
        said.push_back(op);
        names.push_back(name);
        has_no_field = has_no_field || !events::has_field(op);
    }
    const Node* field = m.child("field");
    const Node* of = m.child("of");
    const std::size_t others = (field == nullptr ? 0U : 1U) + (of == nullptr ? 0U : 1U);
    const bool is_misspelt = node.keys.size() > names.size() + others;
    m.finish();
    if (said.empty()) {
        if (!is_misspelt && node.is_map())
            diagnostics_.error(node,
                               "expected a comparison such as {field: source, equals: web}, "
                               "or one of: all, any, not, territory, within_km, time_window");
        return;
    }
    if (said.size() > 1 || (has_no_field && field != nullptr)) {
        if (field != nullptr) names.insert(names.begin(), "field");
        return diagnostics_.error(
            node, fmt::format("a condition says one thing, found: {}; put several into `all` or "
                              "`any`",
                              listed(names)));
    }
    if (of != nullptr && said[0] != ConditionOp::within_km)
        return diagnostics_.error(node, "`of` says from where `within_km` is measured");
    if (events::is_group(said[0])) return read_group(said[0], *node.find(names[0]), depth);
    if (has_no_field) return read_without_field(node, said[0]);
    if (field == nullptr)
        return diagnostics_.error(node, fmt::format("missing key \"field\": what is it that {} {}?",
                                                    names[0], found(*node.find(names[0]))));
    read_comparison(m, *field, said[0]);
}

}  // namespace

bool read_condition(const Node& node, Diagnostics& diagnostics, events::Arena& arena,
                    events::List<ConditionNode>& out, const TerritoryNames& territories,
                    const StatusNames& statuses,
                    std::span<const events::CustomFieldRule> custom_fields) {
    const std::size_t errors = diagnostics.errors();
    ConditionReader reader(diagnostics, arena, territories, statuses, custom_fields);
    reader.read(node, 1);
    const std::vector<ConditionNode>& nodes = reader.nodes();
    if (nodes.size() > events::condition_nodes_max)
        diagnostics.error(node,
                          fmt::format("the condition has {} parts, at most {}; `in` tests many "
                                      "values in one part",
                                      nodes.size(), events::condition_nodes_max));
    if (diagnostics.errors() != errors) return false;
    const std::span<ConditionNode> kept = arena.make<ConditionNode>(nodes.size());
    std::copy(nodes.begin(), nodes.end(), kept.begin());
    out = events::List<ConditionNode>(kept);
    return true;
}

}  // namespace leadline::config
