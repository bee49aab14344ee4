// Which fields of a command, and of what it is made of, must be there in JSON, and which stand for
// each other. One table for reader, schema and generated tests, so that they cannot disagree.
// Constant.
#pragma once

#include <array>

#include "events/kinds.hpp"

namespace leadline::events {

// The fields without which a struct means nothing.
template <class T>
inline constexpr std::array<Text, 0> required_fields{};

#define LEADLINE_REQUIRED(T, ...) \
    template <>                   \
    inline constexpr auto required_fields<T> = std::to_array<Text>({__VA_ARGS__})

LEADLINE_REQUIRED(StageRulesetPart, "ruleset", "number", "of");
LEADLINE_REQUIRED(PublishRuleset, "ruleset", "sha256");
LEADLINE_REQUIRED(DefineQueue, "queue");
LEADLINE_REQUIRED(TierLimits, "tier");
LEADLINE_REQUIRED(RegisterPartner, "partner");
LEADLINE_REQUIRED(UpdatePartner, "partner");
LEADLINE_REQUIRED(ActivatePartner, "partner");
LEADLINE_REQUIRED(DeclinePartner, "partner");
LEADLINE_REQUIRED(SuspendPartner, "partner");
LEADLINE_REQUIRED(DeactivatePartner, "partner");
LEADLINE_REQUIRED(InviteUser, "user", "partner");
LEADLINE_REQUIRED(UpdateUser, "user");
LEADLINE_REQUIRED(RecordLogin, "user");
LEADLINE_REQUIRED(DeactivateUser, "user");
LEADLINE_REQUIRED(ReactivateUser, "user");
LEADLINE_REQUIRED(CreateLead, "lead");
LEADLINE_REQUIRED(UpdateLead, "lead");
LEADLINE_REQUIRED(ChangeLeadStatus, "lead", "status");
LEADLINE_REQUIRED(ReopenLead, "lead");
LEADLINE_REQUIRED(MergeLeads, "leads");
LEADLINE_REQUIRED(AddLeadNote, "lead", "note");
LEADLINE_REQUIRED(ClaimLead, "lead");
LEADLINE_REQUIRED(ClaimNext, "queue");
LEADLINE_REQUIRED(ClaimLeads, "leads");
LEADLINE_REQUIRED(ReleaseLead, "lead");
LEADLINE_REQUIRED(ReassignLead, "to");
LEADLINE_REQUIRED(AcceptOffer, "lead");
LEADLINE_REQUIRED(DeclineOffer, "lead");
LEADLINE_REQUIRED(ConvertLead, "lead");
LEADLINE_REQUIRED(CreateOpportunity, "opportunity", "customer");
LEADLINE_REQUIRED(UpdateOpportunity, "opportunity");
LEADLINE_REQUIRED(ChangeOpportunityStatus, "opportunity", "status");
LEADLINE_REQUIRED(ReopenOpportunity, "opportunity");
LEADLINE_REQUIRED(AddOpportunityNote, "opportunity", "remark");
LEADLINE_REQUIRED(DeliverOpportunity, "opportunity", "partner");
LEADLINE_REQUIRED(AcceptOpportunity, "opportunity");
LEADLINE_REQUIRED(DeclineOpportunity, "opportunity");
LEADLINE_REQUIRED(ApproveOpportunity, "opportunity");
LEADLINE_REQUIRED(AssignOpportunity, "opportunity", "user");
LEADLINE_REQUIRED(AddCollaborator, "opportunity", "partner");
LEADLINE_REQUIRED(RemoveCollaborator, "opportunity", "partner");
LEADLINE_REQUIRED(RegisterDeal, "deal");
LEADLINE_REQUIRED(ApproveDeal, "deal");
LEADLINE_REQUIRED(RejectDeal, "deal");
LEADLINE_REQUIRED(WithdrawDeal, "deal");
LEADLINE_REQUIRED(ExtendDeal, "deal", "remark");
LEADLINE_REQUIRED(CancelDeal, "deal");
LEADLINE_REQUIRED(WinDeal, "deal");
LEADLINE_REQUIRED(CheckCustomer, "customer", "products");
LEADLINE_REQUIRED(RecordNotification, "notification", "event", "channel", "result");
LEADLINE_REQUIRED(Money, "amount", "currency");
LEADLINE_REQUIRED(ConditionNode, "op");
LEADLINE_REQUIRED(Action, "kind");
LEADLINE_REQUIRED(RotationMember, "id");
LEADLINE_REQUIRED(RulesetEntry, "action");
LEADLINE_REQUIRED(ScoreRule, "points");
LEADLINE_REQUIRED(Grade, "name", "from");
LEADLINE_REQUIRED(Qualification, "minimum");
LEADLINE_REQUIRED(Nearness, "km", "at");
LEADLINE_REQUIRED(Coordinates, "latitude", "longitude");
LEADLINE_REQUIRED(NamedTerritory, "name");
LEADLINE_REQUIRED(Territory, "country");
LEADLINE_REQUIRED(LeadProcess, "name");
LEADLINE_REQUIRED(ProcessStatus, "name", "category");
LEADLINE_REQUIRED(CustomFieldRule, "name", "type");
LEADLINE_REQUIRED(LeadStatus, "name", "category");
LEADLINE_REQUIRED(ZoneChange, "at", "offset_s");
#undef LEADLINE_REQUIRED

// Fields of which exactly one is given.
template <class T>
inline constexpr std::array<Text, 0> one_of_fields{};
template <>
inline constexpr auto one_of_fields<ReassignTarget> = std::to_array<Text>({"user", "queue",
                                                                           "partner", "rules"});
template <>
inline constexpr auto one_of_fields<ReassignLead> = std::to_array<Text>({"lead", "leads"});

}  // namespace leadline::events
