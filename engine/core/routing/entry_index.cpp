// See entry_index.hpp.
#include "engine/core/routing/entry_index.hpp"

#include <algorithm>
#include <bit>

namespace leadline::engine {
namespace {

using events::ConditionOp;

// Of longer beginnings the rest is left to the condition itself.
constexpr std::size_t beginning_bytes_max = 64;

Text beginning(Text text) { return text.substr(0, beginning_bytes_max); }

bool is_equality(const CompiledNode& node) {
    if (node.op != ConditionOp::equals && node.op != ConditionOp::in) return false;
    // A custom field may hold a number where the condition says a text: such an equality is not
    // one of bytes.
    return node.field == FieldId::custom
               ? std::none_of(node.values.begin(), node.values.end(),
                              [](const Operand& value) { return value.is_number; })
               : is_single_text(node.field);
}

bool is_beginning(const CompiledNode& node) {
    return node.op == ConditionOp::prefix && !node.values[0].text.empty() &&
           (is_single_text(node.field) || node.field == FieldId::custom);
}

bool is_indexed(const CompiledNode& node) {
    return node.op == ConditionOp::territory || is_equality(node) || is_beginning(node);
}

// The comparisons that must hold for the whole condition to hold, and that an index can find: the
// root itself, or children of an `all` at the root.
std::vector<const CompiledNode*> necessary(const Condition& condition) {
    std::vector<const CompiledNode*> found;
    if (condition.empty()) return found;
    if (is_indexed(condition[0])) found.push_back(&condition[0]);
    if (condition[0].op != ConditionOp::all) return found;
    for (std::uint32_t child = 1; child < condition[0].end; child = condition[child].end)
        if (is_indexed(condition[child])) found.push_back(&condition[child]);
    return found;
}

struct IsLater {
    template <class Run>
    bool operator()(const Run& a, const Run& b) const {
        return *a.at > *b.at;
    }
};

}  // namespace

template <class Found>
template <class Visit>
void ByComparison<Found>::for_each(const CompiledNode& node, Visit&& visit) {
    if (node.op == ConditionOp::territory) {
        for (const std::uint32_t territory : node.territories) visit(by_territory[territory]);
        return;
    }
    Field& field = node.field == FieldId::custom ? custom_fields[node.custom_name]
                                                 : fields[static_cast<std::size_t>(node.field)];
    if (node.op == ConditionOp::prefix) {
        const Text begin = beginning(node.values[0].text);
        field.beginnings |= std::uint64_t{1} << (begin.size() - 1);
        return visit(field.by_beginning[begin]);
    }
    for (const Operand& value : node.values) visit(field.by_value[value.text]);
}

bool EntryIndex::has_room_for(const CompiledNode& node) const {
    return node.op == ConditionOp::territory || node.field != FieldId::custom ||
           index_.custom_fields.contains(node.custom_name) ||
           index_.custom_fields.size() < custom_fields_max;
}

// Each entry goes under the comparison that shares what it asks for with the fewest others.
void EntryIndex::build(std::span<const Condition> conditions) {
    ByComparison<std::uint32_t> uses;
    for (const Condition& condition : conditions)
        for (const CompiledNode* node : necessary(condition))
            uses.for_each(*node, [](std::uint32_t& count) { ++count; });

    for (std::uint32_t i = 0; i < conditions.size(); ++i) {
        const CompiledNode* best = nullptr;
        std::uint64_t best_cost = 0;
        for (const CompiledNode* node : necessary(conditions[i])) {
            if (!has_room_for(*node)) continue;
            std::uint64_t cost = 0;
            uses.for_each(*node, [&cost](std::uint32_t count) { cost += count; });
            if (best == nullptr || cost < best_cost) best = node, best_cost = cost;
        }
        if (best == nullptr) {
            always_.push_back(i);
            continue;
        }
        index_.for_each(*best, [i](Entries& entries) {
            if (entries.empty() || entries.back() != i) entries.push_back(i);
        });
    }
    for (std::size_t i = 0; i < index_.fields.size(); ++i)
        if (!index_.fields[i].by_value.empty() || !index_.fields[i].by_beginning.empty())
            asked_fields_.push_back(static_cast<FieldId>(i));
}

void EntryIndex::add(const Entries& entries, Runs& runs) {
    if (!entries.empty()) runs.push_back({entries.data(), entries.data() + entries.size()});
}

void EntryIndex::add(const Index::Field& field, const FieldValue& value, Runs& runs) {
    if (value.kind != FieldValue::Kind::text) return;
    const auto exact = field.by_value.find(value.text);
    if (exact != field.by_value.end()) add(exact->second, runs);
    for (std::uint64_t left = field.beginnings; left != 0; left &= left - 1) {
        const auto size = static_cast<std::size_t>(std::countr_zero(left)) + 1;
        if (size > value.text.size()) return;
        const auto begun = field.by_beginning.find(value.text.substr(0, size));
        if (begun != field.by_beginning.end()) add(begun->second, runs);
    }
}

EntryIndex::Runs EntryIndex::runs_of(Inquiry& asked) const {
    Runs runs;
    add(always_, runs);
    for (const FieldId field : asked_fields_)
        add(index_.fields[static_cast<std::size_t>(field)], value_of(asked.facts(), field, {}),
            runs);
    for (const auto& [name, field] : index_.custom_fields)
        add(field, value_of(asked.facts(), FieldId::custom, name), runs);
    if (!index_.by_territory.empty()) {
        for (const std::uint32_t territory : asked.territories()) {
            const auto found = index_.by_territory.find(territory);
            if (found != index_.by_territory.end()) add(found->second, runs);
        }
    }
    std::make_heap(runs.begin(), runs.end(), IsLater{});
    return runs;
}

std::uint32_t EntryIndex::next(Runs& runs) {
    if (runs.empty()) return no_entry;
    std::pop_heap(runs.begin(), runs.end(), IsLater{});
    const std::uint32_t entry = *runs.back().at;
    if (++runs.back().at == runs.back().end) {
        runs.pop_back();
    } else {
        std::push_heap(runs.begin(), runs.end(), IsLater{});
    }
    return entry;
}

}  // namespace leadline::engine
