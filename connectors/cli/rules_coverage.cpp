// See rules_coverage.hpp.
#include "connectors/cli/rules_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "config/ruleset_parts.hpp"
#include "config/yaml/names.hpp"
#include "connectors/cli/output_words.hpp"
#include "connectors/cli/progress.hpp"
#include "projections/explain.hpp"

namespace leadline::connectors {

using engine::Condition;
using events::Result;

namespace {

// A comparison with thousands of values is not told whole.
constexpr std::size_t part_columns_max = 120;

std::string part_text(const events::ConditionNode& part) {
    return projections::condition_text(
        events::List<events::ConditionNode>(std::span<const events::ConditionNode>(&part, 1)));
}

std::string words_for(const UncoveredPlace& place) {
    switch (place.what) {
        case Uncovered::rule_never_true:
        case Uncovered::score_rule_never_true:
            return "its condition was never true";
        case Uncovered::rule_never_chosen:
            return "never chosen, an earlier rule always took the lead";
        case Uncovered::part_never_true:
            return "never true: " + fitted(place.part, part_columns_max);
        case Uncovered::else_never_used:
            return "its else was never used";
    }
    return {};
}

}  // namespace

std::string_view name_of(Uncovered what) {
    switch (what) {
        case Uncovered::rule_never_true:
            return "rule_never_true";
        case Uncovered::rule_never_chosen:
            return "rule_never_chosen";
        case Uncovered::score_rule_never_true:
            return "score_rule_never_true";
        case Uncovered::part_never_true:
            return "part_never_true";
        case Uncovered::else_never_used:
            return "else_never_used";
    }
    return {};
}

CoverageReport::Share CoverageReport::all() const {
    return {rules.covered + parts.covered + score_rules.covered + elses.covered,
            rules.total + parts.total + score_rules.total + elses.total};
}

std::uint64_t CoverageReport::percent() const {
    const Share share = all();
    return share.total == 0 ? 100 : share.covered * 100 / share.total;
}

Result<RulesCoverage> RulesCoverage::of(const config::Ruleset& ruleset,
                                        const std::filesystem::path& file) {
    const auto parts = config::cut_ruleset(ruleset);
    if (!parts) return tl::unexpected(parts.error());
    auto compiled = engine::CompiledRuleset::compile(1, parts->bodies);
    if (!compiled) return tl::unexpected(std::move(compiled).error());
    RulesCoverage made;
    made.ruleset_ = &ruleset;
    const std::filesystem::path name =
        ruleset.entries.empty() ? file.filename() : std::filesystem::path(ruleset.entries[0].file);
    made.file_ = (file.parent_path() / name).string();
    made.compiled_ = *std::move(compiled);
    made.chosen_.resize(ruleset.entries.size());
    for (std::uint32_t i = 0; i < ruleset.entries.size(); ++i) {
        made.never_true_.push_back(i);
        if (!ruleset.entries[i].otherwise.empty()) made.never_else_.push_back(i);
    }
    made.elses_total_ = made.never_else_.size();
    for (std::uint32_t i = 0; i < ruleset.scoring.rules.size(); ++i)
        made.never_scored_.push_back(i);
    made.add_parts(made.compiled_->conditions(), made.parts_);
    made.add_parts(made.compiled_->score_conditions(), made.score_parts_);
    return made;
}

void RulesCoverage::add_parts(std::span<const Condition> conditions, std::vector<Part>& out) {
    for (std::uint32_t rule = 0; rule < conditions.size(); ++rule)
        for (std::uint32_t node = 0; node < conditions[rule].size(); ++node)
            if (!events::is_group(conditions[rule][node].op)) out.push_back({rule, node});
    parts_total_ += out.size();
}

void RulesCoverage::ask(engine::LeadFacts facts) {
    ++leads_;
    engine::Scored scored;
    if (!compiled_->score_rules().empty()) {
        scored = compiled_->score(facts);
        facts.score = scored.score;
        facts.grade = scored.grade;
    }
    engine::Inquiry asked(facts, compiled_->around());
    const auto was_true = [&asked](std::span<const Condition> of, const Part& part) {
        return engine::part_holds(of[part.rule], part.node, asked);
    };
    std::erase_if(never_scored_, [&scored](std::uint32_t rule) {
        return std::binary_search(scored.held.begin(), scored.held.end(), rule);
    });
    std::erase_if(score_parts_,
                  [&](const Part& part) { return was_true(compiled_->score_conditions(), part); });
    const auto& qualification = compiled_->qualification();
    if (qualification && scored.score < qualification->minimum) {
        ++below_minimum_;  // and no entry is asked
        return;
    }
    std::erase_if(parts_,
                  [&](const Part& part) { return was_true(compiled_->conditions(), part); });
    std::erase_if(never_true_, [&](std::uint32_t entry) {
        return engine::holds(compiled_->conditions()[entry], asked);
    });
    if (const auto match = compiled_->match(facts)) {
        ++chosen_[*match];
    } else {
        ++by_fallback_;
    }
}

void RulesCoverage::came_to_else(events::Text rule) {
    std::erase_if(never_else_,
                  [&](std::uint32_t entry) { return ruleset_->entries[entry].name == rule; });
}

void RulesCoverage::tell_rules(CoverageReport& report) const {
    for (std::uint32_t i = 0; i < chosen_.size(); ++i) {
        const bool was_true = !std::binary_search(never_true_.begin(), never_true_.end(), i);
        if (was_true) ++report.rules_true;
        if (chosen_[i] > 0) {
            ++report.rules.covered;
            continue;
        }
        const events::RulesetEntry& entry = ruleset_->entries[i];
        report.uncovered.push_back(
            {was_true ? Uncovered::rule_never_chosen : Uncovered::rule_never_true,
             false,
             std::string(entry.name),
             {},
             file_,
             entry.place});
    }
    for (const std::uint32_t i : never_else_) {
        const events::RulesetEntry& entry = ruleset_->entries[i];
        report.uncovered.push_back({Uncovered::else_never_used,
                                    false,
                                    std::string(entry.name),
                                    {},
                                    file_,
                                    entry.otherwise[0].place});
    }
    for (const std::uint32_t i : never_scored_) {
        const events::ScoreRule& rule = ruleset_->scoring.rules[i];
        report.uncovered.push_back({Uncovered::score_rule_never_true,
                                    true,
                                    std::string(rule.name),
                                    {},
                                    file_,
                                    rule.place});
    }
}

void RulesCoverage::tell_parts(CoverageReport& report) const {
    const auto tell = [&](bool is_of_score, events::Text rule, const events::ConditionNode& part) {
        report.uncovered.push_back({Uncovered::part_never_true, is_of_score, std::string(rule),
                                    part_text(part), file_, part.place});
    };
    for (const Part& part : parts_) {
        const events::RulesetEntry& entry = ruleset_->entries[part.rule];
        tell(false, entry.name, entry.condition[part.node]);
    }
    for (const Part& part : score_parts_) {
        const events::ScoreRule& rule = ruleset_->scoring.rules[part.rule];
        tell(true, rule.name, rule.condition[part.node]);
    }
}

CoverageReport RulesCoverage::report() const {
    CoverageReport report;
    report.leads = leads_;
    report.below_minimum = below_minimum_;
    report.by_fallback = by_fallback_;
    report.rules.total = chosen_.size();
    report.parts = {parts_total_ - parts_.size() - score_parts_.size(), parts_total_};
    const std::size_t score_rules = ruleset_->scoring.rules.size();
    report.elses = {elses_total_ - never_else_.size(), elses_total_};
    report.score_rules = {score_rules - never_scored_.size(), score_rules};
    tell_rules(report);
    tell_parts(report);
    std::stable_sort(report.uncovered.begin(), report.uncovered.end(),
                     [](const UncoveredPlace& a, const UncoveredPlace& b) {
                         return std::tuple(a.place.line, a.place.column) <
                                std::tuple(b.place.line, b.place.column);
                     });
    return report;
}

std::string to_text(const CoverageReport& report) {
    std::string out;
    for (const UncoveredPlace& place : report.uncovered)
        out += fmt::format("{}:{}:{}: {} {}: {}\n", place.file, place.place.line,
                           place.place.column, place.is_of_score ? "score rule" : "rule",
                           config::shown(place.rule), words_for(place));
    out += counted_text(report.leads, "leads") + " came to the rules";
    if (report.below_minimum > 0)
        out += fmt::format(", {} below the minimum", count_text(report.below_minimum));
    if (report.by_fallback > 0)
        out += fmt::format(", {} to the fallback", count_text(report.by_fallback));
    out += fmt::format("\n{} of {} rules chosen, {} true; {} of {} parts of conditions true",
                       report.rules.covered, report.rules.total, report.rules_true,
                       report.parts.covered, report.parts.total);
    if (report.score_rules.total > 0)
        out += fmt::format("; {} of {} score rules true", report.score_rules.covered,
                           report.score_rules.total);
    if (report.elses.total > 0)
        out += fmt::format("; {} of {} else used", report.elses.covered, report.elses.total);
    const CoverageReport::Share all = report.all();
    return out +
           fmt::format("\n{} of {} covered, {} %\n", all.covered, all.total, report.percent());
}

}  // namespace leadline::connectors
