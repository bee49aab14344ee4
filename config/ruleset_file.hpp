// Rules, from YAML to what travels in the log: entries with the file, line and column where they
// were written, in the order in which they are tried, and a fallback. They stand in a program file,
// or in a file of their own that it names. Every mistake is reported; a rule that no lead can ever
// reach is one. One thread; a Ruleset can be read by any.
#pragma once

#include <filesystem>

#include "config/ruleset_duplicates.hpp"
#include "config/ruleset_scoring.hpp"
#include "events/base/result.hpp"
#include "events/ruleset.hpp"

namespace leadline::config {

class Document;

struct Ruleset {
    events::Arena arena;  // what the views of the others look into
    std::vector<events::RulesetEntry> entries;
    events::Action fallback;
    Scoring scoring;
    std::vector<events::NamedTerritory> territories;
    std::vector<events::Zone> zone;                               // zero or one; none: UTC
    std::vector<events::Duplicates> duplicates;                   // zero or one
    std::vector<events::ReturningCustomers> returning_customers;  // zero or one
    std::vector<events::Cap> caps;
    std::vector<events::LeadProcess> lead_processes;
    std::vector<events::CustomFieldRule> custom_fields;
    std::vector<events::DealTerms> deals;                       // zero or one; none: the defaults
    std::vector<events::OpportunityStages> opportunity_stages;  // zero or one; none: the usual ones
};

// Reads the keys `rules` and `fallback`, which are required, and `scoring`, `duplicates`,
// `returning_customers`, `caps`, `lead_processes`, `custom_fields`, `deals`,
// `opportunity_stages`, `territories` and `time_zone` of the map that `m` is reading.
void read_ruleset(MapReader& m, const KnownNames* known, Diagnostics& diagnostics, Ruleset& out);

// The same for a document that holds nothing but these.
[[nodiscard]] Ruleset read_ruleset_file(const Document& document, const KnownNames* known,
                                        Diagnostics& diagnostics);

// Reads a file that holds nothing but these. Fails as Document::load does.
[[nodiscard]] events::Result<Ruleset> load_ruleset_file(const std::filesystem::path& file,
                                                        const KnownNames* known,
                                                        Diagnostics& diagnostics);

}  // namespace leadline::config
