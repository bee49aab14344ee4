// What the commands and timers of offers share (SPEC 7).
#pragma once

#include "engine/core/decide/decision.hpp"
#include "engine/core/routing/route.hpp"

namespace leadline::engine {

// Whether the lead is offered to this partner: not_your_offer, already_converted or lead_closed,
// lead_not_offered.
[[nodiscard]] Refusal check_offered(const Decision& d, const Lead& lead, Index partner);

// How an offer ended that was not accepted.
enum class OfferEnd : std::uint8_t { declined, withdrawn };

// Where a lead goes whose offer has just ended: on by the entry that made it, while its ruleset is
// in force; else through the rules. Emits what becomes of it. `router` knows what this command has
// done before, and takes note of this.
void offer_next(Decision& d, const Lead& lead, OfferEnd end, Router& router);

// An OfferWithdrawn when the lead is offered, for the vendor does something else with it.
void withdraw_offer(Decision& d, const Lead& lead);

// The leads that are offered to the partner, the oldest first.
[[nodiscard]] std::vector<const Lead*> offered_leads(const Program& program,
                                                     const Partner& partner);

}  // namespace leadline::engine
