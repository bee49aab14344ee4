// describe_step: a step of a timeline as it is answered, from its event. Any kind that the lead
// view stores has its overload in lead_steps.cpp; the rest cannot come. Pure; any thread.
#pragma once

#include "events/kinds.hpp"
#include "projections/deal_row.hpp"
#include "projections/lead_row.hpp"

namespace leadline::projections {

// What every step has, whatever its kind.
[[nodiscard]] Step begin_step(const events::EventHeader& header);

#define LEADLINE_STEP(Event) \
    void describe(Step& step, const events::Event& e, events::Arena& memory)
LEADLINE_STEP(LeadCreated);
LEADLINE_STEP(LeadDetailsChanged);
LEADLINE_STEP(LeadStatusChanged);
LEADLINE_STEP(LeadReopened);
LEADLINE_STEP(LeadNoteAdded);
LEADLINE_STEP(LeadQueued);
LEADLINE_STEP(LeadAssigned);
LEADLINE_STEP(LeadLeftWaiting);
LEADLINE_STEP(LeadScored);
LEADLINE_STEP(LeadFoundDuplicate);
LEADLINE_STEP(LeadAttached);
LEADLINE_STEP(LeadsMerged);
LEADLINE_STEP(LeadMerged);
LEADLINE_STEP(LeadOffered);
LEADLINE_STEP(OfferAccepted);
LEADLINE_STEP(OfferDeclined);
LEADLINE_STEP(OfferExpired);
LEADLINE_STEP(OfferWithdrawn);
LEADLINE_STEP(LeadClaimed);
LEADLINE_STEP(LeadClaimRefused);
LEADLINE_STEP(LeadReleased);
LEADLINE_STEP(ClaimLapsed);
LEADLINE_STEP(LeadReturned);
LEADLINE_STEP(LeadsReassigned);
LEADLINE_STEP(LeadReassigned);
LEADLINE_STEP(LeadReassignmentRefused);
LEADLINE_STEP(LeadConverted);
LEADLINE_STEP(AccountCreated);
LEADLINE_STEP(AccountFilled);
LEADLINE_STEP(ContactCreated);
LEADLINE_STEP(ContactFilled);
LEADLINE_STEP(OpportunityCreated);
LEADLINE_STEP(NotificationRecorded);
#undef LEADLINE_STEP

void show_remark(Step& step, const events::Part<events::Remark>& part, events::Arena& memory);

// What was asked and had no effect.
template <class Command>
void describe(Step& step, const events::NothingChanged<Command>& e, events::Arena& memory) {
    if constexpr (requires { step.status = e.asked.status; }) step.status = e.asked.status;
    if constexpr (requires { e.asked.to; }) {
        step.user = e.asked.to.user;
        step.queue = e.asked.to.queue;
        step.partner = e.asked.to.partner;
    }
    if constexpr (requires { e.asked.remark; }) show_remark(step, e.asked.remark, memory);
}

// A refusal: why, and for whom or where to it was asked.
void describe_refusal(Step& step, const events::Rejection& why, events::Arena& memory);

template <class Command>
void describe(Step& step, const events::Rejected<Command>& e, events::Arena& memory) {
    if constexpr (requires { e.asked.user; }) step.user = e.asked.user;
    if constexpr (requires { step.status = e.asked.status; }) step.status = e.asked.status;
    if constexpr (requires { e.asked.to; }) {
        step.user = e.asked.to.user;
        step.queue = e.asked.to.queue;
        step.partner = e.asked.to.partner;
    }
    if (e.why.reason == events::Reason::duplicate_lead) {
        if constexpr (requires { e.asked.lead; }) step.duplicate = e.asked.lead;
        step.original = {e.why.detail.about.id};
    }
    describe_refusal(step, e.why, memory);
}

// What happened to a deal, as a step of its lead's story.
[[nodiscard]] Step step_of(const DealRow& deal, const DealStep& event, events::Arena& memory);

template <class Event>
[[nodiscard]] Step describe_step(const events::EventHeader& header, const Event& event,
                                 events::Arena& memory) {
    Step step = begin_step(header);
    if constexpr (requires { describe(step, event, memory); }) describe(step, event, memory);
    return step;
}

}  // namespace leadline::projections
