// What a lead has behind it and before it, in folds: lock-outs and offers that end, deadlines.
#pragma once

#include "engine/core/evolve/evolve.hpp"
#include "engine/core/state/moves.hpp"

namespace leadline::engine {

// Drops what has ended by time alone from a lead that is being folded (DESIGN D7).
inline void drop_ended(Lead& lead, Time now) {
    if (lead.past.empty()) return;
    LeadPast& past = lead.past.own();
    std::erase_if(past.lockouts, [now](const Lockout& lockout) { return lockout.until <= now; });
    if (past.empty()) lead.past.clear();
}

// It has found another place than an offer: the next one begins to count anew.
inline void end_offers(Lead& lead) {
    if (lead.past.empty()) return;
    LeadPast& past = lead.past.own();
    past.offered_by_version = 0;
    past.offered_by = no_index;
    past.offers = 0;
    if (past.empty()) lead.past.clear();
}

// Of an open claim, or of an offer; unset: none.
inline void set_deadline(const Fold& f, Lead& lead, Time due) {
    lead.due = due;
    if (due.is_set()) f.state.timers.arm(lead_timer(lead));
}

inline void lift_deadline(const Fold& f, Lead& lead) {
    if (lead.due.is_set()) f.state.timers.disarm(lead_timer(lead));
    lead.due = {};
}

}  // namespace leadline::engine
