// Small folds that several kinds share. They judge nothing.
#pragma once

#include "engine/core/evolve/lead_past.hpp"

namespace leadline::engine {

// Somebody may take work who could not: leads that wait for one of them are tried at once. See
// caps.cpp.
void try_backlogs_of(const Fold& f, const User& user);
void try_backlogs_of(const Fold& f, const Partner& partner);

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

// One more, or one less, of what the partner's capacity holds.
inline void fill(const Fold& f, Index partner) { ++f.program->partners.at(partner).open_leads; }
inline void make_room(const Fold& f, Index of) {
    Partner& partner = f.program->partners.at(of);
    const bool was_full = partner.is_full();
    ENSURE(partner.open_leads > 0);
    --partner.open_leads;
    if (was_full && !partner.is_full()) try_backlogs_of(f, partner);
}

// Onto and off the owner's list, of which decisions know the length.
inline void own(const Fold& f, const Lead& lead) {
    add_to_owner(*f.program, lead);
    User& owner = f.program->users.at(lead.owner);
    ++owner.open_leads;
    fill(f, owner.partner);
    f.state.touch(owner);
}

inline void disown(const Fold& f, const Lead& lead) {
    take_from_owner(*f.program, lead);
    if (!is_open(lead)) return;  // it left the list when it was closed
    User& owner = f.program->users.at(lead.owner);
    ENSURE(owner.open_leads > 0);
    --owner.open_leads;
    make_room(f, owner.partner);
    f.state.touch(owner);
}

// The offer that the lead is ends; it is nowhere then.
inline void end_offer(const Fold& f, Lead& lead) {
    Partner& partner = f.program->partners.at(lead.owner);
    lift_deadline(f, lead);
    partner.offers.remove(lead.ordinal);
    ENSURE(partner.offered > 0);
    --partner.offered;
    make_room(f, partner.index);
    f.state.touch(partner);
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
    if (lead.place == Place::offer) end_offer(f, lead);
    lead.place = Place::waiting;
    lead.owner = no_index;
    f.state.touch(lead);
}

// Puts a lifted lead into a queue, or (no_index) leaves it waiting.
inline void put_into_queue(const Fold& f, Lead& lead, Index queue) {
    lead.place = queue == no_index ? Place::waiting : Place::queue;
    lead.queue = queue;
    lead.set(LeadMark::nurtured, false);
    lead.since = f.occurred.time;
    if (queue == no_index) return;
    end_offers(lead);
    enqueue(*f.program, lead);
}

// Gives a lifted lead to a user. `lead.queue` stays: it is where the lead came from.
inline void give_to(const Fold& f, Lead& lead, Index user) {
    lead.place = Place::user;
    lead.owner = user;
    lead.set(LeadMark::nurtured, false);
    lead.since = f.occurred.time;
    end_offers(lead);
    if (is_open(lead)) own(f, lead);
}

// Offers a lifted lead to a partner, who has until `due` (unset: for ever) to answer.
inline void offer_to(const Fold& f, Lead& lead, Partner& partner, Time due) {
    lead.place = Place::offer;
    lead.owner = partner.index;
    lead.set(LeadMark::nurtured, false);
    lead.since = f.occurred.time;
    set_deadline(f, lead, due);
    partner.offers.add(lead.ordinal, lead.id);
    ++partner.offered;
    fill(f, partner.index);
    f.state.touch(partner);
}

// The owner has touched the lead: its deadline is met.
inline void meet_deadline(const Fold& f, Lead& lead) {
    lift_deadline(f, lead);
    f.state.touch(lead);
}

}  // namespace leadline::engine
