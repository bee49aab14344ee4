// CompiledRuleset: a published ruleset made ready for deciding. Finding the first entry that holds
// costs a few hash look-ups, not a walk over all entries (entry_index.hpp). Immutable; any thread.
#pragma once

#include <boost/container/small_vector.hpp>
#include <memory>
#include <span>

#include "engine/core/routing/caps.hpp"
#include "engine/core/routing/custom_fields.hpp"
#include "engine/core/routing/entry_index.hpp"
#include "engine/core/routing/lead_processes.hpp"
#include "events/base/bytes.hpp"

namespace leadline::engine {

// What a lead is worth, and why.
struct Scored {
    std::int32_t score = 0;
    Text grade;
    boost::container::small_vector<std::uint32_t, 32> held;  // score rules, ascending
};

// What a member of an entry's rotation or pool says of leads.
struct MemberConditions {
    Condition takes;    // empty: everything
    Condition prefers;  // empty: it has no preference
};

class CompiledRuleset {
public:
    // `parts` are the binary bodies of the ruleset's RulesetParts, in order. `bad_input` names what
    // is wrong, with file and line where the entry tells them.
    [[nodiscard]] static events::Result<std::shared_ptr<const CompiledRuleset>> compile(
        std::uint32_t version, std::span<const events::Bytes> parts);

    [[nodiscard]] std::uint32_t version() const { return version_; }
    [[nodiscard]] std::span<const events::RulesetEntry> entries() const { return entries_; }
    [[nodiscard]] const events::Action& fallback() const { return fallback_; }

    [[nodiscard]] std::span<const events::ScoreRule> score_rules() const { return score_rules_; }
    [[nodiscard]] std::span<const events::Grade> grades() const { return grades_; }
    [[nodiscard]] const std::optional<events::Qualification>& qualification() const {
        return qualification_;
    }
    // Of an entry's members, in their order; none: they take everything, and prefer nothing.
    [[nodiscard]] std::span<const MemberConditions> members_of(std::uint32_t entry) const {
        const auto found = members_.find(entry);
        if (found == members_.end()) return {};
        return found->second;
    }
    // When leads are one and the same; none: each is its own.
    [[nodiscard]] const std::optional<events::Duplicates>& duplicates() const {
        return duplicates_;
    }
    // Whether leads of a partner's customers are offered to it first.
    [[nodiscard]] const std::optional<events::ReturningCustomers>& returning_customers() const {
        return returning_customers_;
    }
    // Whether a decision needs to know whose customer a lead is of.
    [[nodiscard]] bool asks_customers() const { return asks_customers_; }
    // Which statuses leads go through.
    [[nodiscard]] const LeadProcesses& lead_processes() const { return lead_processes_; }
    // What custom fields leads may have.
    [[nodiscard]] const CustomFieldRules& custom_fields() const { return custom_fields_; }
    // How deals are extended, and which are approved at once; none: the defaults.
    [[nodiscard]] const std::optional<events::DealTerms>& deal_terms() const { return deal_terms_; }
    // None: the usual ones.
    [[nodiscard]] const std::optional<events::OpportunityStages>& opportunity_stages() const {
        return opportunity_stages_;
    }
    // How many leads anybody is given at most; and the clocks of their windows.
    [[nodiscard]] const Caps& caps() const { return caps_; }
    [[nodiscard]] const TimeZone& zone() const { return around_.zone(); }
    // Whether what this cap of another ruleset has counted until now holds for that of its name
    // here.
    [[nodiscard]] bool goes_on_counting(const CompiledRuleset& other, Text cap,
                                        events::Time now) const;

    // Every score rule is asked.
    [[nodiscard]] Scored score(const LeadFacts& facts) const;

    // The index of the first entry whose condition holds.
    [[nodiscard]] std::optional<std::uint32_t> match(const LeadFacts& facts) const;

    // For who asks more than that: the conditions of all entries and score rules, in order, and
    // what they have been compiled with.
    [[nodiscard]] std::span<const Condition> conditions() const { return conditions_; }
    [[nodiscard]] std::span<const Condition> score_conditions() const { return score_conditions_; }
    [[nodiscard]] const Surroundings& around() const { return around_; }

private:
    [[nodiscard]] events::Result<void> take(const events::RulesetPart& part);
    [[nodiscard]] events::Result<void> take_last(const events::RulesetPart& part);
    [[nodiscard]] events::Result<void> compile_entries();
    [[nodiscard]] events::Result<void> compile_members(std::uint32_t entry);
    [[nodiscard]] events::Result<void> compile_scoring();
    [[nodiscard]] events::Result<void> check_duplicates() const;
    [[nodiscard]] bool find_asks_customers() const;

    std::uint32_t version_ = 0;
    std::vector<events::Bytes> bytes_;  // what the views below look into
    events::Arena arena_;
    std::vector<events::RulesetEntry> entries_;
    std::vector<Condition> conditions_;
    boost::unordered_flat_map<std::uint32_t, std::vector<MemberConditions>> members_;
    events::Action fallback_;
    bool has_fallback_ = false;
    std::vector<events::ScoreRule> score_rules_;
    std::vector<Condition> score_conditions_;
    std::vector<events::Grade> grades_;
    std::optional<events::Qualification> qualification_;
    std::optional<events::Duplicates> duplicates_;
    std::optional<events::ReturningCustomers> returning_customers_;
    bool asks_customers_ = false;
    std::vector<events::Cap> cap_list_;
    Caps caps_;
    std::vector<events::LeadProcess> process_list_;
    LeadProcesses lead_processes_;
    CustomFieldRules custom_fields_;
    std::optional<events::DealTerms> deal_terms_;
    std::optional<events::OpportunityStages> opportunity_stages_;
    std::optional<events::Zone> zone_;
    Surroundings around_;
    EntryIndex index_;
};

}  // namespace leadline::engine
