// The rules of opportunities that several commands share (SPEC 10): who may ask what, which status
// may follow, which stages there are. One thread.
#pragma once

#include "engine/core/decide/access.hpp"
#include "events/commands/opportunity.hpp"

namespace leadline::engine {

// ---- Who asks.

// program_not_published, unknown_user, actor_not_allowed (by the role), unknown_opportunity.
[[nodiscard]] Refusal check_asks_about(const Decision& d, events::OpportunityId opportunity);

// Whether the actor may work on it: the owner, or somebody who may act for the owner, while it is
// open; the vendor always. not_your_opportunity, opportunity_closed, opportunity_not_owned (the
// partner has not accepted it), partner_not_eligible, user_not_eligible.
[[nodiscard]] Refusal check_works_on(const Decision& d, const Opportunity& opportunity);

// Whether it is delivered to the partner: not_your_opportunity, opportunity_not_delivered.
[[nodiscard]] Refusal check_delivered(const Decision& d, const Opportunity& opportunity,
                                      Index partner);

// What it is about, and who has it, for those who may know.
[[nodiscard]] events::Detail detail_of(const Decision& d, const Opportunity& opportunity);

// ---- What may follow.

// Whether ChangeOpportunityStatus may take an open one there.
[[nodiscard]] bool may_follow(const Opportunity& opportunity, events::OpportunityStatus to);

// Their names, in the order of their numbers; none may follow where it is closed.
[[nodiscard]] events::List<Text> statuses_after(const Decision& d, const Opportunity& opportunity);

// The stages of the program, in their order; never none.
struct Stages {
    std::span<const Text> names;
    bool may_go_back = false;
};
[[nodiscard]] Stages stages_of(const Program& program);

// unknown_stage; stage_not_allowed when it lies before the one that it is in and the program does
// not allow that. Anything may follow a stage that the program no longer has.
[[nodiscard]] Refusal check_stage(const Decision& d, Text from, Text to);

// ---- Whose it is.

// Who has it now, as events tell it; empty: nobody.
struct Holder {
    events::UserId user;
    events::PartnerId partner;  // that user's, or whom it is delivered to
};
[[nodiscard]] Holder holder_of(const Decision& d, const Opportunity& opportunity);

}  // namespace leadline::engine
