// The entry before the one that decided that came nearest to holding, and by what it failed. Stored
// nowhere: it is made when a lead's story is told, of what the log knew at the decision, so that
// what happened to the lead afterwards does not change it. Inside this room only. One thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/routing/compiled_ruleset.hpp"
#include "projections/query.hpp"

namespace leadline::projections {

struct FailedPart {
    std::string part;  // `address.country in ("DE", "AT")`, or not(...) of what held
    std::string has;   // what the lead has instead: `"FR"`
    events::SourcePlace place;
};

struct NearestRow {
    std::uint32_t entry = 0;
    std::string name;
    std::string file;
    events::SourcePlace place;
    std::vector<FailedPart> failed;
    std::uint32_t looked_at = 0;  // so many entries before the one that decided
    bool is_cut = false;          // of more
};

class NearestEntries {
public:
    // Of this lead's decisions; it must outlive this.
    explicit NearestEntries(const LeadAnswer& lead) : lead_(lead) {}

    // None: the step decided nothing by rules, no entry stood before the one that decided, or what
    // is known of the lead is not what the rules were asked about. That is so where a lead that
    // waited was tried again by the entry that it waited for, and where its person has been erased.
    [[nodiscard]] std::optional<NearestRow> of(const Step& step);

private:
    using Ruleset = std::shared_ptr<const engine::CompiledRuleset>;
    [[nodiscard]] Ruleset compiled(const RulesetAnswer& answer);
    [[nodiscard]] std::optional<NearestRow> find(const events::Explanation& why,
                                                 const AtDecision& at);

    const LeadAnswer& lead_;
    std::map<std::uint32_t, Ruleset> compiled_;  // by version; null: it does not compile
};

// A line, or several where more than one comparison failed.
[[nodiscard]] std::vector<std::string> nearest_words(const NearestRow& row);

// As an object.
void append_json(std::string& out, const NearestRow& row);

}  // namespace leadline::projections
