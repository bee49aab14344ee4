// The bodies of commands and of what they are made of.
#include "events/codec/span_archive.hpp"
#include "events/kinds.hpp"

namespace leadline::events {

LEADLINE_BODY(CreateProgram)
LEADLINE_BODY(PublishProgram)
LEADLINE_BODY(StageRulesetPart)
LEADLINE_BODY(PublishRuleset)
LEADLINE_BODY(DefineQueue)
LEADLINE_BODY(RegisterPartner)
LEADLINE_BODY(ActivatePartner)
LEADLINE_BODY(SuspendPartner)
LEADLINE_BODY(DeactivatePartner)
LEADLINE_BODY(InviteUser)
LEADLINE_BODY(RecordLogin)
LEADLINE_BODY(DeactivateUser)
LEADLINE_BODY(ReactivateUser)
LEADLINE_BODY(CreateLead)
LEADLINE_BODY(UpdateLead)
LEADLINE_BODY(ChangeLeadStatus)
LEADLINE_BODY(AddLeadNote)
LEADLINE_BODY(ClaimLead)
LEADLINE_BODY(ClaimNext)
LEADLINE_BODY(ReleaseLead)
LEADLINE_BODY(ReassignLead)
LEADLINE_BODY(ConvertLead)
LEADLINE_BODY(RegisterDeal)
LEADLINE_BODY(ApproveDeal)
LEADLINE_BODY(RejectDeal)
LEADLINE_BODY(WithdrawDeal)
LEADLINE_BODY(LeadDetails)
LEADLINE_BODY(LeadPerson)
LEADLINE_BODY(LeadPersonChanges)
LEADLINE_BODY(UserPerson)
LEADLINE_BODY(Remark)
LEADLINE_BODY(ContactDetails)
LEADLINE_BODY(RulesetPart)
LEADLINE_BODY(Address)
LEADLINE_BODY(Part<UserPerson>)
LEADLINE_BODY(Part<ContactDetails>)

}  // namespace leadline::events
