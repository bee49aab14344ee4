// RulesCoverage: which entries, score rules and parts of conditions of a ruleset were ever true for
// the leads that it is asked about, and which entries ever decided. Every comparison is asked on
// its own, until it was true once: what is covered costs nothing more. Pure; one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/ruleset_file.hpp"
#include "engine/core/routing/compiled_ruleset.hpp"

namespace leadline::connectors {

enum class Uncovered : std::uint8_t {
    rule_never_true,
    rule_never_chosen,  // true, but an earlier one decided each time
    score_rule_never_true,
    part_never_true,  // of the condition of either
    else_never_used,
};
[[nodiscard]] std::string_view name_of(Uncovered what);

struct UncoveredPlace {
    Uncovered what{};
    bool is_of_score = false;
    std::string rule;  // its name
    std::string part;  // the comparison, in words
    std::string file;
    events::SourcePlace place;
};

struct CoverageReport {
    struct Share {
        std::uint64_t covered = 0;
        std::uint64_t total = 0;
    };
    std::uint64_t leads = 0;  // as often as one came to the rules
    std::uint64_t below_minimum = 0;
    std::uint64_t by_fallback = 0;
    std::uint64_t rules_true = 0;
    Share rules;  // covered: chosen
    Share parts;
    Share score_rules;
    Share elses;                            // covered: a lead went where it says
    std::vector<UncoveredPlace> uncovered;  // in the order of their lines

    // Of rules, parts, score rules and `else`s together.
    [[nodiscard]] Share all() const;
    // Rounded down; 100 where there is nothing to cover.
    [[nodiscard]] std::uint64_t percent() const;
};

class RulesCoverage {
public:
    // `file`: in whose folder the rules stand. Fails as cut_ruleset does. Views into `ruleset`.
    [[nodiscard]] static events::Result<RulesCoverage> of(const config::Ruleset& ruleset,
                                                          const std::filesystem::path& file);

    // A lead comes to the rules; they score it themselves.
    void ask(engine::LeadFacts facts);

    // A decision by a rule of that name has come to its `else`, whichever version it was: who may
    // take a lead is nothing that a ruleset could be asked.
    void came_to_else(events::Text rule);

    [[nodiscard]] CoverageReport report() const;

private:
    // A comparison that was never true.
    struct Part {
        std::uint32_t rule = 0;
        std::uint32_t node = 0;
    };

    RulesCoverage() = default;
    void add_parts(std::span<const engine::Condition> conditions, std::vector<Part>& out);
    void tell_rules(CoverageReport& report) const;
    void tell_parts(CoverageReport& report) const;

    const config::Ruleset* ruleset_ = nullptr;
    std::string file_;
    std::shared_ptr<const engine::CompiledRuleset> compiled_;
    std::vector<std::uint64_t> chosen_;        // how often, by entry
    std::vector<std::uint32_t> never_true_;    // entries
    std::vector<std::uint32_t> never_scored_;  // score rules
    std::vector<std::uint32_t> never_else_;    // entries that have one
    std::vector<Part> parts_;
    std::vector<Part> score_parts_;
    std::uint64_t parts_total_ = 0;
    std::uint64_t elses_total_ = 0;
    std::uint64_t leads_ = 0;
    std::uint64_t below_minimum_ = 0;
    std::uint64_t by_fallback_ = 0;
};

// A line for each place that is not covered, then the sums.
[[nodiscard]] std::string to_text(const CoverageReport& report);

}  // namespace leadline::connectors
