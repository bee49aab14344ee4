// Who may ask what: the tests that commands share, in the order of precedence of SPEC 6 (program,
// publication, partner, user, actor). One thread.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/decide/roles.hpp"

namespace leadline::engine {

// ---- Eligibility (SPEC 3), apart from the program's publication.

[[nodiscard]] inline bool is_eligible(const Partner& partner) {
    return partner.status == PartnerStatus::active;
}
[[nodiscard]] inline bool is_eligible(const User& user) {
    return user.status == UserStatus::active && user.has_logged_in;
}

// ---- The actor.

// The partner user who acts; none when the actor is somebody else or is not known.
[[nodiscard]] const User* acting_user(const Decision& d);

// unknown_program, or program_not_published where that is asked for.
[[nodiscard]] Refusal check_program(const Decision& d, bool must_be_published);

// unknown_user when the actor is a partner user that the program does not have.
[[nodiscard]] Refusal check_actor_known(const Decision& d);

// actor_not_allowed when the table of roles.hpp lets nobody of the actor's kind or role ask for
// this command.
[[nodiscard]] Refusal check_role(const Decision& d);

// The first three of the above, for a command in a program that need not be published.
[[nodiscard]] Refusal check_may_ask(const Decision& d);

// ---- Work on a lead.

// Whether the actor may ask for this command about what is `owner`'s: by the table of roles.hpp,
// what is its own, its partner's or anybody's. Channel managers and systems ask about anybody's.
[[nodiscard]] bool may_act_for(const Decision& d, const User& owner);

// Whether the actor may work on the lead: its owner, or somebody who may act for the owner, while
// it is open. In the order of SPEC 6: not_your_lead, already_converted or lead_closed,
// lead_not_owned (a partner user, and nobody owns it), partner_not_eligible, user_not_eligible.
[[nodiscard]] Refusal check_works_on(const Decision& d, const Lead& lead);

// partner_not_eligible or user_not_eligible.
[[nodiscard]] Refusal check_eligible(const Decision& d, const User& user);

// The same of a partner user who acts; and of the user that something is asked for, then of whoever
// acts for it.
[[nodiscard]] Refusal check_acts(const Decision& d);
[[nodiscard]] Refusal check_eligible_for(const Decision& d, const User& user);

// The detail of a refusal by what has happened to the lead: when, and by whom for those who may
// know: the vendor, and users of the same partner (SPEC 6).
[[nodiscard]] events::Detail taken_by(const Decision& d, const Lead& lead);

// The detail of a refusal since the lead was merged: it names the survivor.
[[nodiscard]] events::Detail merged_away(const Lead& lead);

// lead_already_claimed, lead_already_assigned, already_converted, lead_closed, lead_offered or
// lead_waiting when the lead is not in a queue.
[[nodiscard]] Refusal check_in_queue(const Decision& d, const Lead& lead);

// already_converted, lead_merged or lead_closed.
[[nodiscard]] Refusal check_open(const Decision& d, const Lead& lead);

}  // namespace leadline::engine
