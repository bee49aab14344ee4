// Reads scoring; see ruleset_scoring.hpp.
#include "config/ruleset_scoring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/yaml/names.hpp"

namespace leadline::config {
namespace {

using events::ConditionNode;
using events::ConditionOp;
using events::ScoreRule;

constexpr std::size_t name_bytes_max = 256;
constexpr std::size_t grade_bytes_max = 64;

bool asks_score(const ConditionNode& node) {
    return events::has_field(node.op) && (node.field_name == "score" || node.field_name == "grade");
}

bool asks_time(const ConditionNode& node) { return node.op == ConditionOp::time_window; }

bool asks_status(const ConditionNode& node) {
    return events::has_field(node.op) &&
           (node.field_name == "status" || node.field_name == "status_category");
}

void read_name(MapReader& m, RuleReader& reader, events::Text& out) {
    std::string name;
    if (!m.required("name", name)) return;
    if (name.size() > name_bytes_max)
        m.error("name",
                fmt::format("the name has {} bytes, at most {}", name.size(), name_bytes_max));
    out = reader.arena().copy(name);
}

// What makes a score changes with nothing but the lead.
void check_score_condition(const Node& when, events::List<ConditionNode> condition,
                           Diagnostics& diagnostics) {
    for (const ConditionNode& each : condition) {
        std::string_view wrong;
        if (asks_score(each)) wrong = "what makes the score cannot ask for it";
        if (asks_time(each))
            wrong = "a score does not change with the time of day; ask for the time in a rule";
        if (asks_status(each)) wrong = "a score does not change with the lead's status";
        if (events::has_field(each.op) && each.field_name == "customer_partner")
            wrong = "a score does not change with whose customer the lead's is";
        if (!wrong.empty()) diagnostics.error(*when.source, each.place, std::string(wrong));
    }
}

void read_rule(const Node& node, RuleReader& reader, ScoreRule& out) {
    MapReader m(node, reader.diagnostics(), "a score rule");
    read_name(m, reader, out.name);
    out.place = node.place;
    if (const Node* when = m.child("when")) {
        if (reader.read_when(*when, out.condition))
            check_score_condition(*when, out.condition, reader.diagnostics());
    }
    if (m.required("points",
                   in_range(out.points, -events::score_points_max, events::score_points_max)) &&
        out.points == 0)
        m.error("points", "0 points change nothing");
    m.finish();
}

void read_rules(const Node& list, RuleReader& reader, Scoring& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    if (!list.is_list() || list.items.empty())
        return diagnostics.expected(list, "a list of one or more score rules");
    if (list.items.size() > events::score_rules_max)
        return diagnostics.error(list, fmt::format("{} score rules, at most {}", list.items.size(),
                                                   events::score_rules_max));
    std::map<events::Text, std::uint32_t> lines;  // by name
    for (const Node& node : list.items) {
        ScoreRule& rule = out.rules.emplace_back();
        read_rule(node, reader, rule);
        const auto [first, is_new] = lines.emplace(rule.name, rule.place.line);
        if (!rule.name.empty() && !is_new)
            diagnostics.error(*node.find("name"),
                              fmt::format("the score rule at line {} is called {} too",
                                          first->second, shown(rule.name)));
    }
}

// The least and the greatest score that there can be.
std::pair<std::int32_t, std::int32_t> range_of(const Scoring& scoring) {
    std::int32_t least = 0;
    std::int32_t most = 0;
    for (const ScoreRule& rule : scoring.rules) (rule.points < 0 ? least : most) += rule.points;
    return {least, most};
}

void check_reached(const Node& node, std::int32_t from, const Scoring& scoring,
                   Diagnostics& diagnostics) {
    const auto [least, most] = range_of(scoring);
    if (from > most)
        diagnostics.error(
            node, fmt::format("no lead ever reaches {}: all points together make {}", from, most));
}

void read_grades(const Node& node, RuleReader& reader, Scoring& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    if (!node.is_map() || node.items.empty())
        return diagnostics.expected(node, "grades and their least scores, such as {A: 60, B: 30}");
    if (node.items.size() > events::grades_max)
        return diagnostics.error(
            node, fmt::format("{} grades, at most {}", node.items.size(), events::grades_max));
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        events::Grade grade;
        const std::string& name = node.keys[i].text;
        if (name.empty() || name.size() > grade_bytes_max) {
            diagnostics.expected(node.keys[i],
                                 fmt::format("a name of 1 to {} bytes", grade_bytes_max));
            continue;
        }
        grade.name = reader.arena().copy(name);
        if (!read(node.items[i], diagnostics, grade.from)) continue;
        check_reached(node.items[i], grade.from, out, diagnostics);
        const auto same = std::find_if(out.grades.begin(), out.grades.end(),
                                       [&](const auto& each) { return each.from == grade.from; });
        if (same != out.grades.end())
            diagnostics.error(node.items[i],
                              fmt::format("grade {} begins at {} too", same->name, grade.from));
        else if (!out.grades.empty() && out.grades.back().from < grade.from)
            diagnostics.error(node.items[i],
                              fmt::format("grade {} begins at {}, above {} before it; the best "
                                          "grade comes first",
                                          grade.name, grade.from, out.grades.back().name));
        out.grades.push_back(grade);
    }
    std::sort(out.grades.begin(), out.grades.end(),
              [](const events::Grade& a, const events::Grade& b) { return a.from > b.from; });
}

}  // namespace

void read_scoring(const Node& node, RuleReader& reader, Scoring& out) {
    Diagnostics& diagnostics = reader.diagnostics();
    MapReader m(node, diagnostics, "scoring");
    if (const Node* rules = m.required_child("rules")) read_rules(*rules, reader, out);
    if (const Node* grades = m.child("grades")) read_grades(*grades, reader, out);
    events::Qualification qualification;
    if (m.optional("minimum", qualification.minimum)) {
        check_reached(*m.child("minimum"), qualification.minimum, out, diagnostics);
        if (qualification.minimum <= range_of(out).first)
            m.error("minimum", fmt::format("every lead reaches {}", qualification.minimum));
        out.qualification = qualification;
    }
    if (const Node* nurture = m.child("nurture")) {
        const bool is_read = reader.read_queue(*nurture, qualification.nurture);
        if (out.qualification && is_read) out.qualification->nurture = qualification.nurture;
        if (m.child("minimum") == nullptr)
            m.error("nurture", "no lead waits here without a `minimum`");
    }
    m.finish();
}

void check_asks_score(const Node& when, events::List<ConditionNode> condition,
                      const Scoring& scoring, Diagnostics& diagnostics) {
    std::vector<std::string_view> grades;
    for (const events::Grade& grade : scoring.grades) grades.push_back(grade.name);
    for (const ConditionNode& node : condition) {
        if (!asks_score(node)) continue;
        if (scoring.rules.empty() || (node.field_name == "grade" && grades.empty()))
            return diagnostics.error(
                *when.source, node.place,
                fmt::format("{} is never there: the ruleset has no `scoring`{}", node.field_name,
                            scoring.rules.empty() ? "" : " with `grades`"));
        const bool is_name = node.op == ConditionOp::equals || node.op == ConditionOp::in;
        if (node.field_name != "grade" || !is_name) continue;
        for (const events::Text value : node.values)
            if (std::find(grades.begin(), grades.end(), value) == grades.end())
                diagnostics.error(*when.source, node.place, unknown_name("grade", value, grades));
    }
}

}  // namespace leadline::config
