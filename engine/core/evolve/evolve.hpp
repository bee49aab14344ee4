// evolve: events into state, one function per kind. It judges nothing and cannot fail: whatever a
// fold needs stands in the event (DESIGN D11). `fits` is the check made before it on what comes
// from a log: whether the things that the event names are there. A new kind without its two
// functions does not link. One thread.
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
LEADLINE_FOLDED(OpportunityCreated);
// deal.cpp
LEADLINE_FOLDED(DealRegistered);
LEADLINE_FOLDED(DealApproved);
LEADLINE_FOLDED(DealRejected);
LEADLINE_FOLDED(DealWithdrawn);
LEADLINE_FOLDED(DealProtectionEnded);
LEADLINE_FOLDED(PendingDealWithdrawn);

#undef LEADLINE_FOLDED

// Refusals and NothingChanged move time and position, and nothing else.
template <class Command>
bool fits(const Fold&, const events::Rejected<Command>&) {
    return true;
}
template <class Command>
void evolve(const Fold&, const events::Rejected<Command>&) {}
template <class Command>
bool fits(const Fold&, const events::NothingChanged<Command>&) {
    return true;
}
template <class Command>
void evolve(const Fold&, const events::NothingChanged<Command>&) {}

// Applies an event that has just been written: decodes its body, checks that it fits, evolves, and
// moves the state's position and time. False, with state unchanged: the bytes are damaged or do not
// fit. Position, time, kind and version are read back from `event`; the program and the actor are
// those that its header was made from. Whoever decided the command notes it for deduplication.
[[nodiscard]] bool apply(State& state, BytesView event, BytesView body, events::ProgramId program,
                         const events::Actor& actor, events::Arena& arena);

// The same for the event at bytes[0] of a log, with its part of the command's note. False: the log
// cannot be trusted.
[[nodiscard]] bool fold(State& state, BytesView bytes, events::Arena& arena);

// An event that one thread decodes and another applies: views of its bytes and of the arena.
struct Decoded {
    events::EventHeader header;
    BytesView body;
    const void* event = nullptr;  // of the type that header.kind names
    bool (*apply)(State& state, const Decoded& event) = nullptr;
};

// Decodes the event at bytes[0]. False: damaged.
[[nodiscard]] bool decode(BytesView bytes, events::Arena& arena, Decoded& out);

[[nodiscard]] inline bool apply(State& state, const Decoded& event) {
    return event.apply(state, event);
}

}  // namespace leadline::engine
