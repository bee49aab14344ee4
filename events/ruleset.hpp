// A ruleset as it travels in the log (DESIGN D8): parsed entries with the place they were written
// at, so that a decision can name file and line for ever. The core compiles this
// (engine/core/routing); config/ parses it from YAML.
#pragma once

#include "events/action.hpp"
#include "events/cap.hpp"
#include "events/custom_field.hpp"
#include "events/deal_terms.hpp"
#include "events/duplicates.hpp"
#include "events/lead_process.hpp"
#include "events/opportunity_stages.hpp"
#include "events/scoring.hpp"
#include "events/zone.hpp"

namespace leadline::events {

// Entries are tried in order; the first whose condition holds decides.
struct RulesetEntry {
    Text name;
    Text file;  // as given to the parser, for explanations
    SourcePlace place;
    List<ConditionNode> condition;  // a single tree, root first; empty: always holds
    Action action;
    List<Action> otherwise;  // `else`: zero or one action, of kind user or queue

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The rule's name."), field("file", file), field("place", place),
           field("condition", condition), field("action", action), field("else", otherwise));
    }
    friend bool operator==(const RulesetEntry&, const RulesetEntry&) = default;
};

// What conditions ask for by name: an address lies in it when one of its areas covers it.
struct NamedTerritory {
    Text name;
    SourcePlace place;
    List<Territory> areas;

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("name", name, "The territory's name."), field("place", place),
           field("areas", areas, "Countries, and parts of countries."));
    }
    friend bool operator==(const NamedTerritory&, const NamedTerritory&) = default;
};

// One staged part of a ruleset: at most ruleset_part_bytes_max when encoded. The ruleset's lists
// are those of its parts, one after the other.
struct RulesetPart {
    List<RulesetEntry> entries;
    List<Action> fallback;  // in the last part: exactly one, of kind user or queue; else none
    List<ScoreRule> score_rules;
    List<Grade> grades;                 // in the last part, the best first
    List<Qualification> qualification;  // in the last part: zero or one
    List<NamedTerritory> territories = {};
    List<Zone> zone = {};              // in the last part: zero or one; none: UTC
    List<Duplicates> duplicates = {};  // in the last part: zero or one
    List<Cap> caps = {};
    List<LeadProcess> lead_processes = {};
    List<ReturningCustomers> returning_customers = {};  // in the last part: zero or one
    List<CustomFieldRule> custom_fields = {};
    List<DealTerms> deals = {};                       // in the last part: zero or one
    List<OpportunityStages> opportunity_stages = {};  // in the last part: zero or one

    template <class Archive>
    void serialize(Archive& ar) {
        ar(field("entries", entries), field("fallback", fallback),
           field("score_rules", score_rules), field("grades", grades),
           field("qualification", qualification),
           field("territories", territories, "What conditions ask for by name."),
           field("zone", zone,
                 "Whose clocks time windows are read on, in the last part; none: UTC."),
           field("duplicates", duplicates,
                 "When leads are one and the same, in the last part; none: each is its own."),
           field("caps", caps, "How many leads anybody is given at most, and in which window."),
           field("lead_processes", lead_processes,
                 "Which statuses leads go through, by record type."),
           field("returning_customers", returning_customers,
                 "In the last part: that leads go to the partner who has their customer."),
           field("custom_fields", custom_fields),
           field("deals", deals,
                 "In the last part: how deals are extended, and which are approved at once."),
           field("opportunity_stages", opportunity_stages,
                 "In the last part: the stages of opportunities."));
    }
    friend bool operator==(const RulesetPart&, const RulesetPart&) = default;
};

inline constexpr std::size_t ruleset_part_bytes_max = 96U * 1024U;
inline constexpr std::size_t ruleset_entries_max = 100'000;
inline constexpr std::size_t territories_max = 100'000;
inline constexpr std::size_t rotation_members_max = 10'000;

}  // namespace leadline::events
