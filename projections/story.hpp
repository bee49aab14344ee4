// A lead's story as lines of words, step by step: what explain.hpp prints as text and as JSON.
// Inside this room only. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "projections/nearest_entry.hpp"

namespace leadline::projections {

struct StoryStep {
    const Step* step = nullptr;     // none: the registration of a deal
    const DealRow* deal = nullptr;  // the registration
    bool joins = false;             // belongs to the step before it: the same command's doing
    std::vector<std::string> lines;
    std::optional<NearestRow> nearest = {};  // where the step has a decision behind it

    [[nodiscard]] std::uint64_t position() const { return step ? step->position : deal->position; }
    [[nodiscard]] Time time() const { return step ? step->time : deal->registered; }
};

// All steps in log order, the deals among them. Views the answer.
[[nodiscard]] std::vector<StoryStep> tell_story(const LeadAnswer& lead);

// How it stands now: "working; with user u-1 of partner p-1 since 2026-01-02T03:04:05Z".
[[nodiscard]] std::string standing_words(const LeadRow& row);

// ---- Words that several steps use.

// "2026-01-02T03:04:05Z", with a fraction only where there is one.
[[nodiscard]] std::string time_words(Time time);
// "user u-1", "manager maria", "system crm", "the engine"; and for whom.
[[nodiscard]] std::string actor_words(const Step& step);
[[nodiscard]] std::string holder_words(events::UserId user, events::PartnerId partner);
// "lead already claimed: by user u-1 since 2026-01-02T03:04:05Z".
[[nodiscard]] std::string refusal_words(const events::Rejection& why);
// An enum's name as words: "user_not_active" -> "user not active".
[[nodiscard]] std::string spaced(Text name);
// ": \"TEXT\"", ": (erased)", or nothing.
[[nodiscard]] std::string remark_words(const Step& step);
// "a, b, c".
[[nodiscard]] std::string list_words(List<Text> items);
// "same email; same company and postal code".
[[nodiscard]] std::string matched_words(List<events::MatchRule> matched);
[[nodiscard]] std::string matched_words(List<events::MatchField> fields);
// What was found, as the lead `self` would tell it; what was attached, with who asked.
[[nodiscard]] std::string duplicate_words(const Step& step, events::LeadId self);
[[nodiscard]] std::vector<std::string> attached_words(const Step& step);
// Which leads were merged into it, or into which it was.
[[nodiscard]] std::vector<std::string> merged_words(const Step& step);
// Where a lead goes that nobody has any more: "-> queue q-1", "-> waits".
[[nodiscard]] std::string to_words(const Step& step);
// The same of an event that gives it to somebody: a user, a partner as an offer, or a queue.
[[nodiscard]] std::string given_words(const Step& step);
// How an offer ended.
[[nodiscard]] std::vector<std::string> answer_words(const Step& step);
// A registered deal; a step of one.
[[nodiscard]] std::vector<std::string> deal_words(const DealRow& deal);
[[nodiscard]] std::vector<std::string> deal_step_words(const Step& step);
[[nodiscard]] std::string notified_words(const Step& step);
// What a lead is worth, and which score rules say so.
[[nodiscard]] std::vector<std::string> score_words(const events::LeadScored& scored,
                                                   List<RulesetAnswer> rulesets);
// The decision behind a step, a line each: the rule, the rotation, who was passed over.
[[nodiscard]] std::vector<std::string> decision_words(const events::Explanation& why,
                                                      List<RulesetAnswer> rulesets);

}  // namespace leadline::projections
