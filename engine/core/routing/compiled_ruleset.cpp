// See compiled_ruleset.hpp.
#include "engine/core/routing/compiled_ruleset.hpp"

#include <algorithm>
#include <array>

#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

using events::ActionKind;
using events::ConditionOp;
using events::Failure;
using events::Result;
using events::RulesetEntry;

std::string place_of(const RulesetEntry& entry) {
    return std::string(entry.file) + ":" + std::to_string(entry.place.line) + ": ";
}

bool is_plain_target(const events::Action& action) {
    return (action.kind == ActionKind::user || action.kind == ActionKind::queue) &&
           !action.target.empty() && action.members.empty();
}

bool is_valid(const events::Action& action) {
    switch (action.kind) {
        case ActionKind::user:
        case ActionKind::queue:
            return is_plain_target(action);
        case ActionKind::rotate_users:
        case ActionKind::rotate_queues:
            return !action.target.empty() && !action.members.empty() &&
                   action.members.size() <= events::rotation_members_max;
        case ActionKind::do_not_assign:
            return true;
    }
    return false;
}

// An equality that must hold for the whole condition to hold: the root itself, or a child of an
// `all` at the root.
bool is_equality(const CompiledNode& node) {
    return (node.op == ConditionOp::equals || node.op == ConditionOp::in) &&
           (is_single_text(node.field) || node.field == FieldId::custom);
}

std::vector<const CompiledNode*> necessary_equalities(const Condition& condition) {
    std::vector<const CompiledNode*> found;
    if (condition.empty()) return found;
    if (is_equality(condition[0])) found.push_back(&condition[0]);
    if (condition[0].op != ConditionOp::all) return found;
    for (std::uint32_t child = 1; child < condition[0].end; child = condition[child].end)
        if (is_equality(condition[child])) found.push_back(&condition[child]);
    return found;
}

// A custom field may hold a number where the condition says a text: such an equality is not one of
// bytes, and is not indexed.
bool has_only_texts(const CompiledNode& node) {
    return is_single_text(node.field) ||
           std::none_of(node.values.begin(), node.values.end(),
                        [](const Operand& value) { return value.is_number; });
}

}  // namespace

Result<std::shared_ptr<const CompiledRuleset>> CompiledRuleset::compile(
    std::uint32_t version, std::span<const events::Bytes> parts) {
    auto made = std::make_shared<CompiledRuleset>();
    made->version_ = version;
    made->bytes_.assign(parts.begin(), parts.end());
    for (const events::Bytes& bytes : made->bytes_) {
        events::RulesetPart part;
        if (made->has_fallback_ ||
            !events::read_body(events::BytesView(bytes), made->arena_, part))
            return events::fail(Failure::bad_input, "a part of the ruleset cannot be read");
        TRY(made->take(part));
    }
    if (!made->has_fallback_)
        return events::fail(Failure::bad_input, "the ruleset has no fallback");
    TRY(made->compile_entries());
    TRY(made->compile_scoring());
    made->build_index();
    return std::shared_ptr<const CompiledRuleset>(std::move(made));
}

// What follows the last part's fallback is taken by nobody: see compile.
Result<void> CompiledRuleset::take(const events::RulesetPart& part) {
    entries_.insert(entries_.end(), part.entries.begin(), part.entries.end());
    score_rules_.insert(score_rules_.end(), part.score_rules.begin(), part.score_rules.end());
    if (part.fallback.empty()) {
        if (part.grades.empty() && part.qualification.empty()) return {};
        return events::fail(Failure::bad_input, "what belongs into the last part is in another");
    }
    fallback_ = part.fallback[0];
    has_fallback_ = part.fallback.size() == 1 && is_plain_target(fallback_);
    grades_.assign(part.grades.begin(), part.grades.end());
    if (part.qualification.size() == 1) qualification_ = part.qualification[0];
    return {};
}

Result<void> CompiledRuleset::compile_entries() {
    for (const RulesetEntry& entry : entries_) {
        auto condition = engine::compile(entry.condition);
        if (!condition)
            return events::fail(Failure::bad_input, place_of(entry) + condition.error().message);
        const bool has_good_else = entry.otherwise.empty() || (entry.otherwise.size() == 1 &&
                                                               is_plain_target(entry.otherwise[0]));
        if (!is_valid(entry.action) || !has_good_else)
            return events::fail(Failure::bad_input, place_of(entry) + "the action is not one");
        conditions_.push_back(std::move(*condition));
    }
    return {};
}

Result<void> CompiledRuleset::compile_scoring() {
    const auto refuse = [](std::string why) { return events::fail(Failure::bad_input, why); };
    if (score_rules_.size() > events::score_rules_max) return refuse("too many score rules");
    for (const events::ScoreRule& rule : score_rules_) {
        auto condition = engine::compile(rule.condition);
        if (!condition) return refuse(condition.error().message);
        const bool asks_itself =
            std::any_of(condition->begin(), condition->end(), [](const CompiledNode& node) {
                return node.op >= ConditionOp::equals &&
                       (node.field == FieldId::score || node.field == FieldId::grade);
            });
        if (asks_itself) return refuse("a score rule asks for the score");
        if (rule.points == 0 || rule.points < -events::score_points_max ||
            rule.points > events::score_points_max)
            return refuse("a score rule gives no points, or too many");
        score_conditions_.push_back(std::move(*condition));
    }
    for (std::size_t i = 0; i < grades_.size(); ++i)
        if (grades_[i].name.empty() || (i > 0 && grades_[i].from >= grades_[i - 1].from))
            return refuse("the grades do not fall");
    if (score_rules_.empty() && (!grades_.empty() || qualification_))
        return refuse("grades or a minimum, and nothing that gives points");
    return {};
}

Scored CompiledRuleset::score(const LeadFacts& facts) const {
    Scored scored;
    for (std::uint32_t i = 0; i < score_rules_.size(); ++i) {
        if (!holds(score_conditions_[i], facts)) continue;
        scored.score += score_rules_[i].points;
        scored.held.push_back(i);
    }
    const auto grade =
        std::find_if(grades_.begin(), grades_.end(),
                     [&scored](const events::Grade& each) { return scored.score >= each.from; });
    if (grade != grades_.end()) scored.grade = grade->name;
    return scored;
}

CompiledRuleset::FieldIndex& CompiledRuleset::index_of(const CompiledNode& node) {
    for (FieldIndex& index : indexes_) {
        if (index.field == node.field &&
            (node.field != FieldId::custom || index.custom_name == node.custom_name)) {
            return index;
        }
    }
    indexes_.push_back({node.field, node.custom_name, {}});
    return indexes_.back();
}

// Each entry goes under the equality that shares its values with the fewest others.
void CompiledRuleset::build_index() {
    constexpr std::size_t fields_max = 64;  // more than any sane ruleset asks; the rest is walked
    using Uses = boost::unordered_flat_map<Text, std::uint32_t>;
    std::vector<std::pair<const CompiledNode*, Uses>> fields;
    const auto uses_of = [&fields](const CompiledNode& node) -> Uses& {
        for (auto& [other, uses] : fields)
            if (other->field == node.field &&
                (node.field != FieldId::custom || other->custom_name == node.custom_name))
                return uses;
        return fields.emplace_back(&node, Uses{}).second;
    };
    for (const Condition& condition : conditions_)
        for (const CompiledNode* node : necessary_equalities(condition))
            for (const Operand& value : node->values) ++uses_of(*node)[value.text];

    for (std::uint32_t i = 0; i < conditions_.size(); ++i) {
        const CompiledNode* best = nullptr;
        std::uint64_t best_cost = 0;
        for (const CompiledNode* node : necessary_equalities(conditions_[i])) {
            if (!has_only_texts(*node)) continue;
            std::uint64_t cost = 0;
            for (const Operand& value : node->values) cost += uses_of(*node)[value.text];
            if (best == nullptr || cost < best_cost) best = node, best_cost = cost;
        }
        if (best == nullptr || (indexes_.size() >= fields_max)) {
            unindexed_.push_back(i);
            continue;
        }
        for (const Operand& value : best->values) {
            std::vector<std::uint32_t>& entries = index_of(*best).entries_by_value[value.text];
            if (entries.empty() || entries.back() != i) entries.push_back(i);
        }
    }
}

std::optional<std::uint32_t> CompiledRuleset::match(const LeadFacts& facts) const {
    struct Run {
        const std::uint32_t* at;
        const std::uint32_t* end;
    };
    std::array<Run, 66> runs;
    std::size_t count = 0;
    const auto add = [&](const std::vector<std::uint32_t>& entries) {
        if (!entries.empty()) runs[count++] = {entries.data(), entries.data() + entries.size()};
    };
    add(unindexed_);
    for (const FieldIndex& index : indexes_) {
        const FieldValue value = value_of(facts, index.field, index.custom_name);
        if (value.kind != FieldValue::Kind::text) continue;
        const auto found = index.entries_by_value.find(value.text);
        if (found != index.entries_by_value.end()) add(found->second);
    }
    // The runs are ascending: look at their entries in order until one holds.
    while (count > 0) {
        Run* least = &runs[0];
        for (std::size_t i = 1; i < count; ++i)
            if (*runs[i].at < *least->at) least = &runs[i];
        const std::uint32_t entry = *least->at;
        if (holds(conditions_[entry], facts)) return entry;
        if (++least->at == least->end) *least = runs[--count];
    }
    return std::nullopt;
}

}  // namespace leadline::engine
