// See lead_steps.hpp.
#include "projections/views/lead_steps.hpp"

#include "events/codec/body.hpp"
#include "projections/query.hpp"

namespace leadline::projections {

namespace {

template <class T>
List<T> one(const T& item, events::Arena& memory) {
    const std::span<T> items = memory.make<T>(1);
    items[0] = item;
    return items;
}

void name_holder(Step& step, events::UserId user, events::PartnerId partner) {
    step.user = user;
    step.partner = partner;
}

}  // namespace

void show_remark(Step& step, const events::Part<events::Remark>& part, events::Arena& memory) {
    if (!part.is_set()) return;
    events::Remark remark;
    const bool is_plain =
        part.sealing == events::Sealing::plain && events::read_body(part.bytes, memory, remark);
    step.remark_shown = is_plain ? Shown::plain : Shown::erased;
    step.remark = remark.text;
}

Step begin_step(const events::EventHeader& header) {
    Step step;
    step.position = header.position.number;
    step.time = header.time;
    step.kind = header.kind;
    step.name = events::name_of(header.kind);
    step.actor = header.actor;
    step.on_behalf_of = header.on_behalf_of;
    if (header.cause.kind != events::CommandKind::none)
        step.asked = events::name_of(header.cause.kind);
    return step;
}

void describe(Step& step, const events::LeadCreated& e, events::Arena&) {
    step.source = e.asked.details.source;
    step.campaign = e.asked.details.campaign;
    step.status = e.status.name;
}

void describe(Step& step, const events::LeadDetailsChanged& e, events::Arena& memory) {
    const events::UpdateLead& c = e.asked;
    const std::pair<Text, bool> fields[] = {
        {"company", c.company.has_value()},     {"address", c.address.has_value()},
        {"products", c.products.has_value()},   {"source", c.source.has_value()},
        {"campaign", c.campaign.has_value()},   {"revenue", c.revenue.has_value()},
        {"employees", c.employees.has_value()}, {"record_type", c.record_type.has_value()},
        {"priority", c.priority.has_value()},   {"personal data", e.person.is_set()}};
    std::size_t count = 0;
    for (const auto& [name, is_named] : fields) count += is_named ? 1 : 0;
    const std::span<Text> changed = memory.make<Text>(count);
    std::size_t i = 0;
    for (const auto& [name, is_named] : fields)
        if (is_named) changed[i++] = name;
    step.changed = changed;
    if (e.status) step.status = e.status->name;
}

void describe(Step& step, const events::LeadStatusChanged& e, events::Arena& memory) {
    step.status = e.asked.status;
    step.from_status = e.from.name;
    show_remark(step, e.asked.remark, memory);
}

void describe(Step& step, const events::LeadReopened& e, events::Arena& memory) {
    step.status = e.status.name;
    step.from_status = e.from.name;
    if (e.user.is_set()) name_holder(step, e.user, e.partner);
    show_remark(step, e.asked.remark, memory);
}

void describe(Step& step, const events::LeadNoteAdded& e, events::Arena& memory) {
    show_remark(step, e.asked.note, memory);
}

void describe(Step& step, const events::LeadQueued& e, events::Arena& memory) {
    step.queue = e.queue;
    step.why = one(e.why, memory);
}

void describe(Step& step, const events::LeadAssigned& e, events::Arena& memory) {
    name_holder(step, e.user, e.partner);
    step.why = one(e.why, memory);
}

void describe(Step& step, const events::LeadLeftWaiting& e, events::Arena& memory) {
    step.why = one(e.why, memory);
}

void describe(Step& step, const events::LeadScored& e, events::Arena& memory) {
    step.scored = one(e, memory);
}

void describe(Step& step, const events::LeadFoundDuplicate& e, events::Arena&) {
    step.duplicate = e.lead;
    step.original = e.duplicate_of;
    step.matched = e.matched;
}

void describe(Step& step, const events::LeadAttached& e, events::Arena& memory) {
    step.duplicate = e.asked.lead;
    step.original = e.lead;
    step.opportunity = e.opportunity;
    step.matched = e.matched;
    step.source = e.asked.details.source;
    step.campaign = e.asked.details.campaign;
    const ShownPerson person = show_person(e.asked.details.person, memory);
    step.inquirer = person.person.contact;
    step.remark = person.person.text;
    const bool says_nothing = person.shown == Shown::plain && step.remark.empty();
    step.remark_shown = says_nothing ? Shown::nothing : person.shown;
}

void describe(Step& step, const events::NotificationRecorded& e, events::Arena& memory) {
    step.user = e.asked.user;
    step.partner = e.asked.partner;
    step.notified = one(e.asked, memory);
}

void describe(Step& step, const events::LeadsMerged& e, events::Arena& memory) {
    step.merged = e.merged;
    step.filled = e.filled;
    show_remark(step, e.asked.remark, memory);
}

void describe(Step& step, const events::LeadMerged& e, events::Arena&) {
    step.survivor = e.into;
    step.from_user = e.from_user;
    step.status = events::merged_status.name;
    step.from_status = e.from.name;
}

void describe(Step& step, const events::LeadOffered& e, events::Arena& memory) {
    step.partner = e.partner;
    step.until = e.expires_at;
    step.why = one(e.why, memory);
}

void describe(Step& step, const events::OfferAccepted& e, events::Arena&) {
    name_holder(step, e.user, e.partner);
}

void describe(Step& step, const events::OfferDeclined& e, events::Arena& memory) {
    step.partner = e.partner;
    show_remark(step, e.asked.remark, memory);
}

void describe(Step& step, const events::OfferExpired& e, events::Arena&) {
    step.partner = e.partner;
}

void describe(Step& step, const events::OfferWithdrawn& e, events::Arena&) {
    step.partner = e.partner;
}

void describe(Step& step, const events::LeadClaimed& e, events::Arena&) {
    name_holder(step, e.user, e.partner);
    step.queue = e.queue;
    step.until = e.touch_by;
}

void describe(Step& step, const events::LeadClaimRefused& e, events::Arena& memory) {
    step.user = e.user;
    describe_refusal(step, e.why, memory);
}

void describe(Step& step, const events::LeadReleased& e, events::Arena& memory) {
    name_holder(step, e.user, e.partner);
    step.queue = e.queue;
    step.until = e.no_reclaim_until;
    show_remark(step, e.asked.remark, memory);
}

void describe(Step& step, const events::ClaimLapsed& e, events::Arena&) {
    name_holder(step, e.user, e.partner);
    step.queue = e.queue;
    step.until = e.no_reclaim_until;
}

void describe(Step& step, const events::LeadReturned& e, events::Arena&) {
    name_holder(step, e.user, e.partner);
    step.queue = e.queue;
}

void describe(Step& step, const events::LeadsReassigned& e, events::Arena& memory) {
    step.user = e.asked.to.user;
    step.queue = e.asked.to.queue;
    step.partner = e.asked.to.partner;
    show_remark(step, e.asked.remark, memory);
}

void describe(Step& step, const events::LeadReassigned& e, events::Arena&) {
    name_holder(step, e.user, e.partner);
    step.queue = e.queue;
    step.from_user = e.from_user;
    step.why = e.why;
    step.passed_caps = e.passed_caps;
    step.until = e.expires_at;
}

void describe(Step& step, const events::LeadReassignmentRefused& e, events::Arena& memory) {
    describe_refusal(step, e.why, memory);
}

void describe(Step& step, const events::LeadConverted& e, events::Arena&) {
    name_holder(step, e.owner, e.partner);
    step.status = e.status.name;
    step.account = e.account;
    step.contact = e.contact;
    step.opportunity = e.opportunity;
}

void describe(Step& step, const events::AccountCreated& e, events::Arena&) {
    step.account = e.account;
    step.title = e.title;
}

void describe(Step& step, const events::AccountFilled& e, events::Arena&) {
    step.account = e.account;
    step.title = e.title;
}

void describe(Step& step, const events::ContactCreated& e, events::Arena&) {
    step.contact = e.contact;
}

void describe(Step& step, const events::ContactFilled& e, events::Arena&) {
    step.contact = e.contact;
}

void describe(Step& step, const events::OpportunityCreated& e, events::Arena&) {
    step.opportunity = e.opportunity;
    step.title = e.topic;
    step.amount = e.amount;
    name_holder(step, e.owner, e.partner);
}

void describe_refusal(Step& step, const events::Rejection& why, events::Arena& memory) {
    if (!step.user.is_set() && !step.queue.is_set() &&
        step.actor.kind == events::ActorKind::partner_user) {
        step.user = {step.actor.id};
    }
    step.refused = one(why, memory);
}

Step step_of(const DealRow& deal, const DealStep& event, events::Arena& memory) {
    Step step;
    step.position = event.position;
    step.time = event.time;
    step.kind = events::EventKind{event.number};
    step.name = event.name;
    step.actor = event.actor;
    step.on_behalf_of = event.on_behalf_of;
    step.asked = event.asked;
    step.deal = deal.deal;
    step.partner = deal.partner;
    step.until = event.protected_until;
    step.amount = event.amount;
    step.ruleset_version = event.ruleset_version;
    show_remark(step, event.remark, memory);
    return step;
}

}  // namespace leadline::projections
