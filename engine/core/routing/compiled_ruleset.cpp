// See compiled_ruleset.hpp.
#include "engine/core/routing/compiled_ruleset.hpp"

#include <algorithm>

#include "engine/core/routing/deal_terms.hpp"
#include "events/codec/body.hpp"
#include "events/same_members.hpp"

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

bool names_one(const events::Action& action) {
    return !action.target.empty() && action.members.empty();
}

// What `else` and the fallback may be.
bool is_plain_target(const events::Action& action) {
    return (action.kind == ActionKind::user || action.kind == ActionKind::queue) &&
           names_one(action);
}

bool is_valid(const events::Action& action) {
    switch (action.kind) {
        case ActionKind::user:
        case ActionKind::queue:
        case ActionKind::partner:
            return names_one(action);
        case ActionKind::rotate_users:
        case ActionKind::rotate_queues:
        case ActionKind::rotate_partners:
        case ActionKind::least_loaded:
            return !action.target.empty() && !action.members.empty() &&
                   action.members.size() <= events::rotation_members_max;
        case ActionKind::do_not_assign:
            return true;
    }
    return false;
}

}  // namespace

Result<std::shared_ptr<const CompiledRuleset>> CompiledRuleset::compile(
    std::uint32_t version, std::span<const events::Bytes> parts) {
    auto made = std::make_shared<CompiledRuleset>();
    made->version_ = version;
    made->bytes_.assign(parts.begin(), parts.end());
    for (const events::Bytes& bytes : made->bytes_) {
        events::RulesetPart part;
        if (made->has_fallback_ || !events::read_body(events::BytesView(bytes), made->arena_, part))
            return events::fail(Failure::bad_input, "a part of the ruleset cannot be read");
        TRY(made->take(part));
    }
    if (!made->has_fallback_)
        return events::fail(Failure::bad_input, "the ruleset has no fallback");
    TRY(made->compile_entries());
    TRY(made->compile_scoring());
    TRY(made->check_duplicates());
    if (made->deal_terms_) TRY(check_terms(*made->deal_terms_));
    if (made->opportunity_stages_) TRY(check_stages(*made->opportunity_stages_));
    made->asks_customers_ = made->find_asks_customers();
    TRY(made->caps_.set(made->cap_list_));
    TRY(made->lead_processes_.set(made->process_list_));
    made->index_.build(made->conditions_);
    return std::shared_ptr<const CompiledRuleset>(std::move(made));
}

Result<void> CompiledRuleset::take(const events::RulesetPart& part) {
    entries_.insert(entries_.end(), part.entries.begin(), part.entries.end());
    score_rules_.insert(score_rules_.end(), part.score_rules.begin(), part.score_rules.end());
    cap_list_.insert(cap_list_.end(), part.caps.begin(), part.caps.end());
    process_list_.insert(process_list_.end(), part.lead_processes.begin(),
                         part.lead_processes.end());
    for (const events::NamedTerritory& territory : part.territories) TRY(around_.add(territory));
    for (const events::CustomFieldRule& rule : part.custom_fields) TRY(custom_fields_.add(rule));
    if (!part.fallback.empty()) return take_last(part);
    if (part.grades.empty() && part.qualification.empty() && part.zone.empty() &&
        part.duplicates.empty() && part.returning_customers.empty() && part.deals.empty() &&
        part.opportunity_stages.empty())
        return {};
    return events::fail(Failure::bad_input, "what belongs into the last part is in another");
}

// What follows the last part's fallback is taken by nobody: see compile.
Result<void> CompiledRuleset::take_last(const events::RulesetPart& part) {
    fallback_ = part.fallback[0];
    has_fallback_ = part.fallback.size() == 1 && is_plain_target(fallback_);
    grades_.assign(part.grades.begin(), part.grades.end());
    if (part.qualification.size() == 1) qualification_ = part.qualification[0];
    if (part.zone.size() == 1) {
        zone_ = part.zone[0];
        TRY(around_.set_zone(*zone_));
    }
    if (part.duplicates.size() == 1) duplicates_ = part.duplicates[0];
    if (part.returning_customers.size() == 1) returning_customers_ = part.returning_customers[0];
    if (part.deals.size() == 1) deal_terms_ = part.deals[0];
    if (part.opportunity_stages.size() == 1) opportunity_stages_ = part.opportunity_stages[0];
    return {};
}

Result<void> CompiledRuleset::compile_entries() {
    boost::unordered_flat_map<Text, const events::Action*> named;  // rotations and pools
    for (const RulesetEntry& entry : entries_) {
        if (entry.name.empty())  // explanations, and leads that wait for it, go by it
            return events::fail(Failure::bad_input, place_of(entry) + "an entry without a name");
        auto condition = engine::compile(entry.condition, around_);
        if (!condition)
            return events::fail(Failure::bad_input, place_of(entry) + condition.error().message);
        const bool has_good_else = entry.otherwise.empty() || (entry.otherwise.size() == 1 &&
                                                               is_plain_target(entry.otherwise[0]));
        if (!is_valid(entry.action) || !has_good_else)
            return events::fail(Failure::bad_input, place_of(entry) + "the action is not one");
        if (events::has_members(entry.action.kind)) {
            const events::Action& first =
                *named.emplace(entry.action.target, &entry.action).first->second;
            if (first.kind != entry.action.kind ||
                !events::have_the_same(first.members, entry.action.members))
                return events::fail(
                    Failure::bad_input,
                    place_of(entry) + "its name is that of another action, or of other members");
        }
        TRY(compile_members(static_cast<std::uint32_t>(conditions_.size())));
        conditions_.push_back(std::move(*condition));
    }
    return {};
}

Result<void> CompiledRuleset::compile_members(std::uint32_t entry) {
    const events::List<events::RotationMember> members = entries_[entry].action.members;
    const bool says_nothing = std::all_of(members.begin(), members.end(), [](const auto& member) {
        return member.condition.empty() && member.preference.empty();
    });
    if (says_nothing) return {};
    std::vector<MemberConditions>& made = members_[entry];
    for (const events::RotationMember& member : members) {
        auto takes = engine::compile(member.condition, around_);
        auto prefers = engine::compile(member.preference, around_);
        if (!takes || !prefers)
            return events::fail(Failure::bad_input, place_of(entries_[entry]) + "member " +
                                                        std::string(member.id) + ": " +
                                                        (takes ? prefers : takes).error().message);
        const auto asks_time = [](const CompiledNode& node) {
            return node.op == ConditionOp::time_window;
        };
        if (std::any_of(takes->begin(), takes->end(), asks_time))  // nobody would try what waits
            return events::fail(Failure::bad_input,
                                place_of(entries_[entry]) + "member " + std::string(member.id) +
                                    ": its condition asks for the time; hours say that");
        made.push_back({std::move(*takes), std::move(*prefers)});
    }
    return {};
}

Result<void> CompiledRuleset::compile_scoring() {
    const auto refuse = [](std::string why) { return events::fail(Failure::bad_input, why); };
    if (score_rules_.size() > events::score_rules_max) return refuse("too many score rules");
    for (const events::ScoreRule& rule : score_rules_) {
        auto condition = engine::compile(rule.condition, around_);
        if (!condition) return refuse(condition.error().message);
        for (const CompiledNode& node : *condition) {
            if (events::has_field(node.op) &&
                (node.field == FieldId::score || node.field == FieldId::grade))
                return refuse("a score rule asks for the score");
            if (node.op == ConditionOp::time_window)
                return refuse("a score rule asks for the time");
            // They change without a word on the score.
            if (events::has_field(node.op) &&
                (node.field == FieldId::status || node.field == FieldId::status_category))
                return refuse("a score rule asks for the status");
            if (events::has_field(node.op) && node.field == FieldId::customer_partner)
                return refuse("a score rule asks for the customer's partner");
        }
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

bool CompiledRuleset::find_asks_customers() const {
    const auto asks = [](const Condition& condition) {
        return std::any_of(condition.begin(), condition.end(), [](const CompiledNode& node) {
            return events::has_field(node.op) && node.field == FieldId::customer_partner;
        });
    };
    const auto one_asks = [&asks](const MemberConditions& member) {
        return asks(member.takes) || asks(member.prefers);
    };
    return returning_customers_ || std::any_of(conditions_.begin(), conditions_.end(), asks) ||
           std::any_of(members_.begin(), members_.end(), [&](const auto& of_entry) {
               return std::any_of(of_entry.second.begin(), of_entry.second.end(), one_asks);
           });
}

Result<void> CompiledRuleset::check_duplicates() const {
    const auto refuse = [](std::string why) { return events::fail(Failure::bad_input, why); };
    if (!duplicates_ && returning_customers_) return refuse("nothing says who is a customer again");
    if (!duplicates_) return {};
    if (returning_customers_ && returning_customers_->accept_within.us < 0)
        return refuse("an offer that is over before it is made");
    const events::List<events::MatchRule> match = duplicates_->match;
    if (match.empty() || match.size() > events::match_rules_max || duplicates_->look_back.us < 0)
        return refuse("duplicates match by nothing, by too much, or look into the future");
    std::vector<unsigned> all;
    for (const events::MatchRule& rule : match) {
        unsigned seen = 0;
        bool is_of_places = true;
        for (const events::MatchField field : rule.fields) {
            const unsigned bit = 1U << static_cast<unsigned>(field);
            if ((seen & bit) != 0) return refuse("a match rule names a field twice");
            seen |= bit;
            is_of_places = is_of_places && events::is_place(field);
        }
        if (is_of_places) return refuse("a match rule compares nothing, or only places");
        if (std::find(all.begin(), all.end(), seen) != all.end())
            return refuse("two match rules compare the same");
        all.push_back(seen);
    }
    return {};
}

bool CompiledRuleset::goes_on_counting(const CompiledRuleset& other, Text cap,
                                       events::Time now) const {
    const events::Cap* mine = caps_.find(cap);
    const events::Cap* its = other.caps_.find(cap);
    return mine != nullptr && its != nullptr &&
           engine::goes_on_counting(*its, other.zone(), *mine, zone(), now);
}

Scored CompiledRuleset::score(const LeadFacts& facts) const {
    Scored scored;
    Inquiry asked(facts, around_);
    for (std::uint32_t i = 0; i < score_rules_.size(); ++i) {
        if (!holds(score_conditions_[i], asked)) continue;
        scored.score += score_rules_[i].points;
        scored.held.push_back(i);
    }
    const auto grade =
        std::find_if(grades_.begin(), grades_.end(),
                     [&scored](const events::Grade& each) { return scored.score >= each.from; });
    if (grade != grades_.end()) scored.grade = grade->name;
    return scored;
}

std::optional<std::uint32_t> CompiledRuleset::match(const LeadFacts& facts) const {
    Inquiry asked(facts, around_);
    return index_.first(asked,
                        [&](std::uint32_t entry) { return holds(conditions_[entry], asked); });
}

}  // namespace leadline::engine
