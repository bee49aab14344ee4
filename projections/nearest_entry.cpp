// See nearest_entry.hpp.
#include "projections/nearest_entry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/routing/nearest.hpp"
#include "events/codec/body.hpp"
#include "events/codec/json_text.hpp"
#include "projections/explain.hpp"
#include "projections/lead_has.hpp"

namespace leadline::projections {

namespace {

constexpr std::size_t parts_told_max = 5;

const RulesetAnswer* ruleset_of(std::uint32_t version, List<RulesetAnswer> rulesets) {
    for (const RulesetAnswer& ruleset : rulesets)
        if (ruleset.row.version == version) return &ruleset;
    return nullptr;
}

// By the entries in order, whatever became of the one that held.
bool is_by_match(const events::Explanation& why) {
    return why.ruleset_version != 0 && why.by != events::RoutedBy::nurture &&
           why.by != events::RoutedBy::returning;
}

std::string part_words(const events::ConditionNode& part, bool must_not, Text zone) {
    const std::span<const events::ConditionNode> alone(&part, 1);
    const std::string words = condition_text(List<events::ConditionNode>(alone), zone);
    return must_not ? fmt::format("not({})", words) : words;
}

}  // namespace

NearestEntries::Ruleset NearestEntries::compiled(const RulesetAnswer& answer) {
    const auto [found, is_new] = compiled_.try_emplace(answer.row.version);
    if (!is_new) return found->second;
    events::RulesetPart part;
    part.entries = answer.entries;
    part.fallback = answer.fallback;
    part.score_rules = answer.score_rules;
    part.grades = answer.grades;
    part.qualification = answer.qualification;
    part.territories = answer.territories;
    part.zone = answer.zone;
    part.duplicates = answer.duplicates;
    part.returning_customers = answer.returning_customers;
    part.caps = answer.caps;
    std::vector<events::Bytes> parts(1);
    events::write_body(parts[0], part);
    if (auto made = engine::CompiledRuleset::compile(answer.row.version, parts))
        found->second = *std::move(made);
    return found->second;
}

std::optional<NearestRow> NearestEntries::of(const Step& step) {
    if (step.why.empty() || !is_by_match(step.why[0])) return std::nullopt;
    for (const AtDecision& at : lead_.story.decisions)
        if (at.position == step.position) return find(step.why[0], at);
    return std::nullopt;
}

std::optional<NearestRow> NearestEntries::find(const events::Explanation& why,
                                               const AtDecision& at) {
    const events::Part<events::LeadPerson>& person = at.before.details.person;
    if (person.is_set() && person.sealing != events::Sealing::plain) return std::nullopt;
    const RulesetAnswer* answer = ruleset_of(why.ruleset_version, lead_.rulesets);
    const Ruleset ruleset = answer == nullptr ? nullptr : compiled(*answer);
    if (ruleset == nullptr) return std::nullopt;
    events::Arena arena;
    engine::LeadFacts facts;
    facts.lead = at.before.lead;
    facts.details = at.before.details;
    facts.person = engine::open_person(person, arena);
    facts.status = at.before.status;
    facts.duplicate = at.before.duplicate_of.is_set();
    facts.now = at.time;
    if (!why.customer.empty()) facts.customer_partner = why.customer[0].partner.text;
    engine::Scored scored;
    if (!ruleset->score_rules().empty()) {
        scored = ruleset->score(facts);
        facts.score = scored.score;
        facts.grade = scored.grade;
    }
    std::optional<std::uint32_t> decided;
    if (events::is_of_entry(why)) decided = why.entry;
    if (ruleset->match(facts) != decided) return std::nullopt;
    const auto end = static_cast<std::uint32_t>(ruleset->entries().size());
    const engine::Nearest nearest = engine::nearest_before(*ruleset, decided.value_or(end), facts);
    if (!nearest.found) return std::nullopt;
    const events::RulesetEntry& entry = ruleset->entries()[nearest.found->entry];
    const engine::Condition& condition = ruleset->conditions()[nearest.found->entry];
    NearestRow row{
        nearest.found->entry, std::string(entry.name), std::string(entry.file), entry.place, {},
        nearest.looked_at,    nearest.is_cut};
    engine::Inquiry asked(facts, ruleset->around());
    for (const std::uint32_t part : nearest.found->turns) {
        const bool must_not = engine::part_holds(condition, part, asked);
        row.failed.push_back(
            {part_words(entry.condition[part], must_not, answer->zone_name()),
             lead_has(facts, condition[part], ruleset->zone(), answer->zone_name()),
             entry.condition[part].place});
    }
    return row;
}

std::vector<std::string> nearest_words(const NearestRow& row) {
    std::vector<std::string> lines;
    std::string line =
        fmt::format("rule \"{}\" ({}:{}) came nearest", row.name, row.file, row.place.line);
    line += row.is_cut ? fmt::format(" of the {} before it: ", row.looked_at) : std::string(": ");
    if (row.failed.size() == 1) {
        const FailedPart& only = row.failed[0];
        lines.push_back(fmt::format("{}only {} did not hold: {}", line, only.part, only.has));
        return lines;
    }
    lines.push_back(fmt::format("{}{} comparisons did not hold", line, row.failed.size()));
    const std::size_t told = std::min(row.failed.size(), parts_told_max);
    for (std::size_t i = 0; i < told; ++i)
        lines.push_back(fmt::format("  {}: {}", row.failed[i].part, row.failed[i].has));
    if (told < row.failed.size())
        lines.push_back(fmt::format("  and {} more", row.failed.size() - told));
    return lines;
}

void append_json(std::string& out, const NearestRow& row) {
    const auto add_text = [&out](Text key, Text value) {
        events::append_key(out, key);
        events::append_json(out, value);
    };
    const auto add_number = [&out](Text key, std::uint32_t value) {
        events::append_key(out, key);
        events::append_number(out, value);
    };
    const auto add_place = [&](events::SourcePlace place) {
        add_number("line", place.line);
        add_number("column", place.column);
    };
    out += '{';
    add_number("entry", row.entry);
    add_text("entry_name", row.name);
    add_text("file", row.file);
    add_place(row.place);
    events::append_key(out, "failed");
    out += '[';
    for (const FailedPart& failed : row.failed) {
        if (&failed != &row.failed.front()) out += ',';
        out += '{';
        add_text("part", failed.part);
        add_text("has", failed.has);
        add_place(failed.place);
        out += '}';
    }
    out += ']';
    add_number("looked_at", row.looked_at);
    events::append_key(out, "is_cut");
    out += row.is_cut ? "true" : "false";
    out += '}';
}

}  // namespace leadline::projections
