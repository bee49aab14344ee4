// The bodies of NothingChanged.
#include "events/codec/span_archive.hpp"
#include "events/kinds.hpp"

namespace leadline::events {

LEADLINE_BODY(NothingChanged<CreateProgram>)
LEADLINE_BODY(NothingChanged<PublishProgram>)
LEADLINE_BODY(NothingChanged<StageRulesetPart>)
LEADLINE_BODY(NothingChanged<PublishRuleset>)
LEADLINE_BODY(NothingChanged<DefineQueue>)
LEADLINE_BODY(NothingChanged<RegisterPartner>)
LEADLINE_BODY(NothingChanged<UpdatePartner>)
LEADLINE_BODY(NothingChanged<ActivatePartner>)
LEADLINE_BODY(NothingChanged<SuspendPartner>)
LEADLINE_BODY(NothingChanged<DeactivatePartner>)
LEADLINE_BODY(NothingChanged<InviteUser>)
LEADLINE_BODY(NothingChanged<UpdateUser>)
LEADLINE_BODY(NothingChanged<RecordLogin>)
LEADLINE_BODY(NothingChanged<DeactivateUser>)
LEADLINE_BODY(NothingChanged<ReactivateUser>)
LEADLINE_BODY(NothingChanged<CreateLead>)
LEADLINE_BODY(NothingChanged<UpdateLead>)
LEADLINE_BODY(NothingChanged<ChangeLeadStatus>)
LEADLINE_BODY(NothingChanged<ReopenLead>)
LEADLINE_BODY(NothingChanged<MergeLeads>)
LEADLINE_BODY(NothingChanged<AddLeadNote>)
LEADLINE_BODY(NothingChanged<ClaimLead>)
LEADLINE_BODY(NothingChanged<ClaimNext>)
LEADLINE_BODY(NothingChanged<ClaimLeads>)
LEADLINE_BODY(NothingChanged<ReleaseLead>)
LEADLINE_BODY(NothingChanged<ReassignLead>)
LEADLINE_BODY(NothingChanged<AcceptOffer>)
LEADLINE_BODY(NothingChanged<DeclineOffer>)
LEADLINE_BODY(NothingChanged<ConvertLead>)
LEADLINE_BODY(NothingChanged<RegisterDeal>)
LEADLINE_BODY(NothingChanged<ApproveDeal>)
LEADLINE_BODY(NothingChanged<RejectDeal>)
LEADLINE_BODY(NothingChanged<WithdrawDeal>)

}  // namespace leadline::events
