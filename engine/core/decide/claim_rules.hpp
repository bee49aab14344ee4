// The rules of claims that ClaimLead, ClaimNext and ClaimLeads share (SPEC 6).
#pragma once

#include "engine/core/decide/access.hpp"
#include "engine/core/routing/cap_room.hpp"

namespace leadline::engine {

// For whom the claim is: the user named, else the actor. Refused, in this order: unknown_program,
// program_not_published, unknown_user, actor_not_allowed (nobody named; or a partner user who may
// not act for the one named).
struct Claimant {
    const User* user = nullptr;
    Refusal refusal;
};
[[nodiscard]] Claimant claimant(const Decision& d, events::UserId named);

// not_a_member, partner_not_eligible, user_not_eligible.
[[nodiscard]] Refusal check_may_claim_from(const Decision& d, const Queue& queue, const User& user);

// released_recently.
[[nodiscard]] Refusal check_lockout(const Decision& d, const Lead& lead, const User& user);

// limit_reached (user's open, partner's open, user's window, partner's window, by what the queue
// allows the partner's tier; then the caps of the ruleset and the partner's capacity), then
// cool_down. `won`: so many has this
// command won there already, which state does not know yet; `room` knows of all that it has won.
[[nodiscard]] Refusal check_limits(const Decision& d, const Queue& queue, const User& user,
                                   const CapRoom& room, std::uint32_t won = 0);

// All but the limits, for a lead that is named: unknown_lead, what its place forbids, and the
// checks above.
[[nodiscard]] Refusal check_claim(const Decision& d, const Lead* lead, events::LeadId id,
                                  const User& user);

// The claim that is won: of `lead`, from the queue it is in.
[[nodiscard]] events::LeadClaimed won_claim(const Decision& d, const Lead& lead, const User& user);

}  // namespace leadline::engine
