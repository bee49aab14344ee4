// The bodies of rejections.
#include "events/codec/span_archive.hpp"
#include "events/kinds.hpp"

namespace leadline::events {

LEADLINE_BODY(Rejected<CreateProgram>)
LEADLINE_BODY(Rejected<PublishProgram>)
LEADLINE_BODY(Rejected<StageRulesetPart>)
LEADLINE_BODY(Rejected<PublishRuleset>)
LEADLINE_BODY(Rejected<DefineQueue>)
LEADLINE_BODY(Rejected<RegisterPartner>)
LEADLINE_BODY(Rejected<UpdatePartner>)
LEADLINE_BODY(Rejected<ActivatePartner>)
LEADLINE_BODY(Rejected<SuspendPartner>)
LEADLINE_BODY(Rejected<DeactivatePartner>)
LEADLINE_BODY(Rejected<InviteUser>)
LEADLINE_BODY(Rejected<UpdateUser>)
LEADLINE_BODY(Rejected<RecordLogin>)
LEADLINE_BODY(Rejected<DeactivateUser>)
LEADLINE_BODY(Rejected<ReactivateUser>)
LEADLINE_BODY(Rejected<CreateLead>)
LEADLINE_BODY(Rejected<UpdateLead>)
LEADLINE_BODY(Rejected<ChangeLeadStatus>)
LEADLINE_BODY(Rejected<ReopenLead>)
LEADLINE_BODY(Rejected<MergeLeads>)
LEADLINE_BODY(Rejected<AddLeadNote>)
LEADLINE_BODY(Rejected<ClaimLead>)
LEADLINE_BODY(Rejected<ClaimNext>)
LEADLINE_BODY(Rejected<ClaimLeads>)
LEADLINE_BODY(Rejected<ReleaseLead>)
LEADLINE_BODY(Rejected<ReassignLead>)
LEADLINE_BODY(Rejected<AcceptOffer>)
LEADLINE_BODY(Rejected<DeclineOffer>)
LEADLINE_BODY(Rejected<ConvertLead>)
LEADLINE_BODY(Rejected<RegisterDeal>)
LEADLINE_BODY(Rejected<ApproveDeal>)
LEADLINE_BODY(Rejected<RejectDeal>)
LEADLINE_BODY(Rejected<WithdrawDeal>)

}  // namespace leadline::events
