// Folds of what happens to a lead: its content, its status, and where routing puts it.
#include <algorithm>

#include "engine/core/evolve/caps.hpp"
#include "engine/core/evolve/lead_details.hpp"
#include "engine/core/evolve/rotation.hpp"
#include "events/codec/body.hpp"

namespace leadline::engine {

namespace {

bool knows_lead(const Fold& f, events::LeadId lead) {
    return f.program->leads.find(lead.text) != nullptr;
}

Lead& lead_of(const Fold& f, events::LeadId id) {
    Lead& lead = *f.program->leads.find(id.text);
    drop_ended(lead, f.occurred.time);
    f.state.touch(lead);
    return lead;
}

// The number of a status that the program's rulesets have named, or that is built in.
std::optional<StatusNumber> number_of(const Fold& f, const events::LeadStatus& status) {
    return f.program->ruleset.statuses.find(status);
}

events::LeadStatus status_after(const events::LeadStatusChanged& e) {
    return {e.asked.status, e.category};
}

KeptBytes encoded(const events::LeadDetails& details) {
    thread_local Bytes scratch;
    scratch.clear();
    events::write_body(scratch, details);
    return KeptBytes(scratch);
}

}  // namespace

events::LeadDetails changed_details(const events::LeadDetails& before,
                                    const events::LeadDetailsChanged& e) {
    events::LeadDetails now = before;
    const events::UpdateLead& c = e.asked;
    if (c.company) now.company = *c.company;
    if (c.address) now.address = *c.address;
    if (c.products) now.products = *c.products;
    if (c.source) now.source = *c.source;
    if (c.campaign) now.campaign = *c.campaign;
    if (c.revenue) now.revenue = c.revenue;
    if (c.employees) now.employees = c.employees;
    if (c.record_type) now.record_type = *c.record_type;
    if (c.priority) now.priority = *c.priority;
    if (e.person.is_set()) now.person = e.person;
    return now;
}

bool fits(const Fold& f, const events::LeadCreated& e) {
    return e.asked.lead.is_set() && !knows_lead(f, e.asked.lead) && number_of(f, e.status);
}

void evolve(const Fold& f, const events::LeadCreated& e) {
    Lead& lead = f.program->leads.insert(e.asked.lead.text);
    lead.ordinal = f.program->counters.leads++;
    lead.since = f.occurred.time;
    lead.priority = e.asked.details.priority;
    lead.status = *number_of(f, e.status);
    // The event is its command, and that the lead's id, a truth value of one byte and then its
    // details, in this encoding; and a status, of which the category is one byte.
    const std::size_t before = events::text_bytes(e.asked.lead.text) + 1;
    const std::size_t behind = events::text_bytes(e.status.name) + 1;
    lead.details = KeptBytes(f.body.subspan(before, f.body.size() - before - behind));
    f.state.touch(lead);
    f.state.touch(f.program->counters);
}

bool fits(const Fold& f, const events::LeadDetailsChanged& e) {
    return knows_lead(f, e.asked.lead) &&
           (!e.status || (events::is_open(*e.status) && number_of(f, *e.status)));
}

void evolve(const Fold& f, const events::LeadDetailsChanged& e) {
    Lead& lead = lead_of(f, e.asked.lead);
    events::Arena arena;
    events::LeadDetails before;
    const bool is_readable = events::read_body(lead.details.view(), arena, before);
    ENSURE(is_readable);
    const events::LeadDetails now = changed_details(before, e);
    const bool is_queued = lead.place == Place::queue && is_open(lead);
    if (is_queued) dequeue(*f.program, lead);
    lead.priority = now.priority;
    lead.details = encoded(now);
    if (e.status) lead.status = *number_of(f, *e.status);
    if (is_queued) enqueue(*f.program, lead);
}

bool fits(const Fold& f, const events::LeadStatusChanged& e) {
    return knows_lead(f, e.asked.lead) && number_of(f, status_after(e));
}

void evolve(const Fold& f, const events::LeadStatusChanged& e) {
    Lead& lead = lead_of(f, e.asked.lead);
    if (e.touched) meet_deadline(f, lead);
    if (is_open(lead) && !events::is_open(e.category)) {
        leave_backlog(f, lead);
        if (lead.place == Place::queue) dequeue(*f.program, lead);
        if (lead.place == Place::user) {
            close_claim(f, lead);
            disown(f, lead);
        }
        if (lead.place == Place::offer) {  // an OfferWithdrawn follows
            lift(f, lead);
            put_into_queue(f, lead, no_index);
        }
    }
    lead.status = *number_of(f, status_after(e));
}

bool fits(const Fold& f, const events::LeadReopened& e) {
    const Lead* lead = f.program->leads.find(e.asked.lead.text);
    if (lead == nullptr || is_open(*lead) || !events::is_open(e.status) || !number_of(f, e.status))
        return false;
    return !e.user.is_set() ||
           (lead->place == Place::user && f.program->users.at(lead->owner).id == e.user.text);
}

// What closed it has taken it from its owner's list, and out of every order.
void evolve(const Fold& f, const events::LeadReopened& e) {
    Lead& lead = lead_of(f, e.asked.lead);
    lead.status = *number_of(f, e.status);
    if (e.user.is_set()) {
        give_to(f, lead, lead.owner);
    } else {
        lead.owner = no_index;
        put_into_queue(f, lead, no_index);
    }
}

bool fits(const Fold& f, const events::LeadNoteAdded& e) { return knows_lead(f, e.asked.lead); }

void evolve(const Fold& f, const events::LeadNoteAdded& e) {
    if (e.touched) meet_deadline(f, lead_of(f, e.asked.lead));
}

bool fits(const Fold& f, const events::LeadQueued& e) {
    return knows_lead(f, e.lead) && f.program->queues.find(e.queue.text) != nullptr &&
           fits_turn(f, e.why);
}

void evolve(const Fold& f, const events::LeadQueued& e) {
    turn(f, e.why);
    Lead& lead = lead_of(f, e.lead);
    lift(f, lead);
    const Queue& queue = *f.program->queues.find(e.queue.text);
    put_into_queue(f, lead, queue.index);
    lead.set(LeadMark::nurtured, e.why.by == events::RoutedBy::nurture);
    if (e.why.by == events::RoutedBy::nurture) return;
    count_given(f, queue);
    try_backlog(f, e.why);
}

bool fits(const Fold& f, const events::LeadAssigned& e) {
    return knows_lead(f, e.lead) && f.program->users.find(e.user.text) != nullptr &&
           fits_turn(f, e.why);
}

void evolve(const Fold& f, const events::LeadAssigned& e) {
    turn(f, e.why);
    Lead& lead = lead_of(f, e.lead);
    lift(f, lead);
    lead.queue = no_index;  // it came from none
    const User& user = *f.program->users.find(e.user.text);
    give_to(f, lead, user.index);
    count_given(f, user);
    try_backlog(f, e.why);
}

bool fits(const Fold& f, const events::LeadLeftWaiting& e) {
    return knows_lead(f, e.lead) && fits_wait(f, e.why);
}

void evolve(const Fold& f, const events::LeadLeftWaiting& e) {
    Lead& lead = lead_of(f, e.lead);
    const bool has_waited = lead.place == Place::waiting;
    const Time since = lead.since;
    lift(f, lead);
    put_into_queue(f, lead, no_index);
    if (has_waited) lead.since = since;  // a try in vain is no move
    lead.set(LeadMark::nurtured, e.why.by == events::RoutedBy::nurture);
    wait_for_somebody(f, lead, e.why);
}

bool fits(const Fold& f, const events::LeadScored& e) { return knows_lead(f, e.lead); }

void evolve(const Fold& f, const events::LeadScored& e) {
    lead_of(f, e.lead).scored_by = e.ruleset_version;
}

}  // namespace leadline::engine
