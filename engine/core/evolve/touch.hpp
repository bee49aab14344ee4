// Small folds that several kinds share. They judge nothing.
#pragma once

#include "engine/core/evolve/evolve.hpp"
#include "engine/core/state/moves.hpp"

namespace leadline::engine {

// Drops what has ended by time alone from a lead that is being folded (DESIGN D7).
inline void drop_ended(Lead& lead, Time now) {
    if (lead.lockouts.empty()) return;
    std::vector<Lockout>& lockouts = lead.lockouts.own();
    std::erase_if(lockouts, [now](const Lockout& lockout) { return lockout.until <= now; });
    if (lockouts.empty()) lead.lockouts.clear();
}

inline void lift_deadline(const Fold& f, Lead& lead) {
    if (lead.claimed && lead.touch_by.is_set()) f.state.timers.disarm(touch_timer(lead));
    lead.touch_by = {};
}

// A claim stops being open: the counters of its queue go down. The owner stays.
inline void close_claim(const Fold& f, Lead& lead) {
    if (!lead.claimed) return;
    const User& owner = f.program->users.at(lead.owner);
    for (ClaimCounter* counter : {&f.program->claims_of_user(lead.queue, owner.index),
                                  &f.program->claims_of_partner(lead.queue, owner.partner)}) {
        ENSURE(counter->open > 0);
        --counter->open;
        f.state.touch(*counter);
    }
    lift_deadline(f, lead);
    lead.claimed = false;
}

// Onto and off the owner's list, of which decisions know the length.
inline void own(const Fold& f, const Lead& lead) {
    add_to_owner(*f.program, lead);
    User& owner = f.program->users.at(lead.owner);
    ++owner.open_leads;
    f.state.touch(owner);
}

inline void disown(const Fold& f, const Lead& lead) {
    take_from_owner(*f.program, lead);
    if (!is_open(lead)) return;  // it left the list when it was closed
    User& owner = f.program->users.at(lead.owner);
    ENSURE(owner.open_leads > 0);
    --owner.open_leads;
    f.state.touch(owner);
}

// Out of the backlog that it waits in, if it does. With the last one the timer goes.
inline void leave_backlog(const Fold& f, Lead& lead) {
    if (!lead.has(LeadMark::backlogged)) return;
    Backlog& backlog = f.program->backlogs.at(lead.queue);
    backlog.order.erase(backlog_place(lead.ordinal));
    if (--backlog.leads == 0 && backlog.due.is_set()) {
        f.state.timers.disarm(backlog_timer(backlog));
        backlog.due = {};
    }
    lead.set(LeadMark::backlogged, false);
    lead.queue = no_index;
    f.state.touch(backlog);
}

// Takes an open lead from wherever it is: out of its queue's order or its backlog, or from its
// owner's list with its claim closed. The caller puts it somewhere else.
inline void lift(const Fold& f, Lead& lead) {
    leave_backlog(f, lead);
    if (lead.place == Place::queue) dequeue(*f.program, lead);
    if (lead.place == Place::user) {
        close_claim(f, lead);
        disown(f, lead);
    }
    lead.owner = no_index;
    f.state.touch(lead);
}

// Puts a lifted lead into a queue, or (no_index) leaves it waiting.
inline void put_into_queue(const Fold& f, Lead& lead, Index queue) {
    lead.place = queue == no_index ? Place::waiting : Place::queue;
    lead.queue = queue;
    lead.set(LeadMark::nurtured, false);
    lead.since = f.occurred.time;
    if (queue != no_index) enqueue(*f.program, lead);
}

// Gives a lifted lead to a user. `lead.queue` stays: it is where the lead came from.
inline void give_to(const Fold& f, Lead& lead, Index user) {
    lead.place = Place::user;
    lead.owner = user;
    lead.set(LeadMark::nurtured, false);
    lead.since = f.occurred.time;
    if (is_open(lead)) own(f, lead);
}

// The owner has touched the lead: its deadline is met.
inline void meet_deadline(const Fold& f, Lead& lead) {
    lift_deadline(f, lead);
    f.state.touch(lead);
}

}  // namespace leadline::engine
