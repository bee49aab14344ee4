// The folds, one function per kind, by the file that has them; see evolve.hpp.
#pragma once

#include "engine/core/state/state.hpp"
#include "events/codec/event_codec.hpp"

namespace leadline::engine {

// What a fold may know of an event beside its body: of the header, this.
struct Occurrence {
    Position position;
    Time time;
    events::ProgramId program;
    events::Actor actor;

    [[nodiscard]] static Occurrence of(const events::EventHeader& header) {
        return {header.position, header.time, header.program, header.actor};
    }
};

// What a fold may use beside the event: the program is there for every kind but ProgramCreated,
// TimeReached and rejections.
struct Fold {
    State& state;
    Program* program;
    const Occurrence& occurred;
    BytesView body;  // the event's, in today's version: an upcast to come writes it anew
};

#define LEADLINE_FOLDED(Event)                    \
    bool fits(const Fold&, const events::Event&); \
    void evolve(const Fold&, const events::Event&)

// program.cpp
LEADLINE_FOLDED(ProgramCreated);
LEADLINE_FOLDED(ProgramPublished);
LEADLINE_FOLDED(RulesetPartStaged);
LEADLINE_FOLDED(RulesetPublished);
LEADLINE_FOLDED(QueueDefined);
LEADLINE_FOLDED(TimeReached);
// partner.cpp
LEADLINE_FOLDED(PartnerRegistered);
LEADLINE_FOLDED(PartnerUpdated);
LEADLINE_FOLDED(PartnerActivated);
LEADLINE_FOLDED(PartnerDeclined);
LEADLINE_FOLDED(PartnerSuspended);
LEADLINE_FOLDED(PartnerDeactivated);
LEADLINE_FOLDED(UserInvited);
LEADLINE_FOLDED(UserUpdated);
LEADLINE_FOLDED(UserLoggedIn);
LEADLINE_FOLDED(UserDeactivated);
LEADLINE_FOLDED(UserReactivated);
// offer.cpp
LEADLINE_FOLDED(LeadOffered);
LEADLINE_FOLDED(OfferAccepted);
LEADLINE_FOLDED(OfferDeclined);
LEADLINE_FOLDED(OfferExpired);
LEADLINE_FOLDED(OfferWithdrawn);
// lead.cpp
LEADLINE_FOLDED(LeadCreated);
LEADLINE_FOLDED(LeadDetailsChanged);
LEADLINE_FOLDED(LeadStatusChanged);
LEADLINE_FOLDED(LeadReopened);
LEADLINE_FOLDED(LeadNoteAdded);
LEADLINE_FOLDED(LeadQueued);
LEADLINE_FOLDED(LeadAssigned);
LEADLINE_FOLDED(LeadLeftWaiting);
LEADLINE_FOLDED(LeadsTakenUp);
LEADLINE_FOLDED(LeadScored);
// duplicate.cpp
LEADLINE_FOLDED(LeadKeyed);
LEADLINE_FOLDED(LeadFoundDuplicate);
LEADLINE_FOLDED(LeadAttached);
LEADLINE_FOLDED(LeadsMerged);
LEADLINE_FOLDED(LeadMerged);
// claim.cpp
LEADLINE_FOLDED(LeadClaimed);
LEADLINE_FOLDED(LeadsClaimed);
LEADLINE_FOLDED(LeadClaimRefused);
LEADLINE_FOLDED(LeadReleased);
LEADLINE_FOLDED(ClaimLapsed);
LEADLINE_FOLDED(LeadReturned);
LEADLINE_FOLDED(LeadsReassigned);
LEADLINE_FOLDED(LeadReassigned);
LEADLINE_FOLDED(LeadReassignmentRefused);
// conversion.cpp
LEADLINE_FOLDED(LeadConverted);
LEADLINE_FOLDED(AccountCreated);
LEADLINE_FOLDED(AccountFilled);
LEADLINE_FOLDED(ContactCreated);
LEADLINE_FOLDED(ContactFilled);
// opportunity.cpp
LEADLINE_FOLDED(OpportunityCreated);
LEADLINE_FOLDED(OpportunityUpdated);
LEADLINE_FOLDED(OpportunityStatusChanged);
LEADLINE_FOLDED(OpportunityReopened);
LEADLINE_FOLDED(OpportunityNoteAdded);
LEADLINE_FOLDED(OpportunityDelivered);
LEADLINE_FOLDED(OpportunityAccepted);
LEADLINE_FOLDED(OpportunityDeclined);
LEADLINE_FOLDED(OpportunityExpired);
LEADLINE_FOLDED(OpportunityApproved);
LEADLINE_FOLDED(OpportunityAssigned);
LEADLINE_FOLDED(OpportunityHandedOver);
LEADLINE_FOLDED(CollaboratorAdded);
LEADLINE_FOLDED(CollaboratorRemoved);
LEADLINE_FOLDED(OpportunityReturned);
// deal.cpp
LEADLINE_FOLDED(DealRegistered);
LEADLINE_FOLDED(DealApproved);
LEADLINE_FOLDED(DealRejected);
LEADLINE_FOLDED(DealWithdrawn);
LEADLINE_FOLDED(DealProtectionEnded);
LEADLINE_FOLDED(PendingDealWithdrawn);
LEADLINE_FOLDED(DealExtended);
LEADLINE_FOLDED(DealCancelled);
LEADLINE_FOLDED(DealWon);
LEADLINE_FOLDED(CustomerFoundFree);
LEADLINE_FOLDED(CustomerFoundTaken);
LEADLINE_FOLDED(ApprovedDealCancelled);
// notification.cpp
LEADLINE_FOLDED(NotificationRecorded);

#undef LEADLINE_FOLDED

}  // namespace leadline::engine
