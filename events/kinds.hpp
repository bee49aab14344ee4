// Every kind there is: the one list that dispatch, codecs, schema, golden files and tests walk. To
// add a command or an event: write its struct, give it the next free number, add it here.
#pragma once

#include "events/happened/claim.hpp"
#include "events/happened/conversion.hpp"
#include "events/happened/deactivated.hpp"
#include "events/happened/deal.hpp"
#include "events/happened/duplicate.hpp"
#include "events/happened/lead.hpp"
#include "events/happened/merged.hpp"
#include "events/happened/notification.hpp"
#include "events/happened/offer.hpp"
#include "events/happened/opportunity.hpp"
#include "events/happened/opportunity_partner.hpp"
#include "events/happened/partner.hpp"
#include "events/happened/program.hpp"
#include "events/happened/protected_deal.hpp"
#include "events/happened/reassignment.hpp"
#include "events/happened/reopened.hpp"
#include "events/happened/take_up.hpp"
#include "events/rejection.hpp"

namespace leadline::events {

template <class... Ts>
struct TypeList {
    static constexpr std::size_t size = sizeof...(Ts);

    // Calls f.template operator()<T>() for each T, in order.
    template <class F>
    static constexpr void for_each(F&& f) {
        (f.template operator()<Ts>(), ...);
    }
};

template <class A, class B>
struct Join;
template <class... As, class... Bs>
struct Join<TypeList<As...>, TypeList<Bs...>> {
    using type = TypeList<As..., Bs...>;
};

template <template <class> class Wrap, class List>
struct Map;
template <template <class> class Wrap, class... Ts>
struct Map<Wrap, TypeList<Ts...>> {
    using type = TypeList<Wrap<Ts>...>;
};

using Commands =
    TypeList<CreateProgram, PublishProgram, StageRulesetPart, PublishRuleset, DefineQueue,
             RegisterPartner, UpdatePartner, ActivatePartner, DeclinePartner, SuspendPartner,
             DeactivatePartner, InviteUser, UpdateUser, RecordLogin, DeactivateUser, ReactivateUser,
             CreateLead, UpdateLead, ChangeLeadStatus, ReopenLead, MergeLeads, AddLeadNote,
             ClaimLead, ClaimNext, ClaimLeads, ReleaseLead, ReassignLead, AcceptOffer, DeclineOffer,
             ConvertLead, CreateOpportunity, UpdateOpportunity, ChangeOpportunityStatus,
             ReopenOpportunity, AddOpportunityNote, DeliverOpportunity, AcceptOpportunity,
             DeclineOpportunity, ApproveOpportunity, AssignOpportunity, AddCollaborator,
             RemoveCollaborator, RegisterDeal, ApproveDeal, RejectDeal, WithdrawDeal, ExtendDeal,
             CancelDeal, WinDeal, CheckCustomer, RecordNotification>;

using Happenings =
    TypeList<ProgramCreated, ProgramPublished, RulesetPartStaged, RulesetPublished, QueueDefined,
             TimeReached, PartnerRegistered, PartnerUpdated, PartnerActivated, PartnerDeclined,
             PartnerSuspended, PartnerDeactivated, UserInvited, UserUpdated, UserLoggedIn,
             UserDeactivated, UserReactivated, LeadCreated, LeadDetailsChanged, LeadStatusChanged,
             LeadReopened, LeadNoteAdded, LeadQueued, LeadAssigned, LeadLeftWaiting, LeadScored,
             LeadKeyed, LeadFoundDuplicate, LeadAttached, LeadsMerged, LeadMerged, LeadClaimed,
             LeadsClaimed, LeadClaimRefused, LeadsTakenUp, LeadReleased, ClaimLapsed, LeadReturned,
             LeadsReassigned, LeadReassigned, LeadReassignmentRefused, LeadOffered, OfferAccepted,
             OfferDeclined, OfferExpired, OfferWithdrawn, LeadConverted, AccountCreated,
             AccountFilled, ContactCreated, ContactFilled, OpportunityCreated, OpportunityUpdated,
             OpportunityStatusChanged, OpportunityReopened, OpportunityNoteAdded,
             OpportunityDelivered, OpportunityAccepted, OpportunityDeclined, OpportunityExpired,
             OpportunityApproved, OpportunityAssigned, OpportunityHandedOver, CollaboratorAdded,
             CollaboratorRemoved, OpportunityReturned, DealRegistered, DealApproved, DealRejected,
             DealWithdrawn, DealProtectionEnded, PendingDealWithdrawn, DealExtended, DealCancelled,
             DealWon, CustomerFoundFree, CustomerFoundTaken, ApprovedDealCancelled,
             NotificationRecorded>;

using Rejections = Map<Rejected, Commands>::type;
using NoEffects = Map<NothingChanged, Commands>::type;
using Events = Join<Join<Happenings, Rejections>::type, NoEffects>::type;

// The name of a command kind ("ClaimLead"); "?" for a number that is no command.
[[nodiscard]] Text name_of(CommandKind kind);

// The name of an event kind: "LeadClaimed", "ClaimLeadRejected", "NothingChanged"; "?" for a number
// that is no event.
[[nodiscard]] Text name_of(EventKind kind);

[[nodiscard]] constexpr bool is_rejection(EventKind kind) {
    const auto number = static_cast<std::uint16_t>(kind);
    return number >= 1000 && number < 2000;
}

[[nodiscard]] constexpr bool is_no_effect(EventKind kind) {
    const auto number = static_cast<std::uint16_t>(kind);
    return number >= 2000 && number < 3000;
}

}  // namespace leadline::events
