// decide: a command into events, one function and one file per command. It reads state, writes
// events into the decision's buffer, and changes nothing; every command leaves at least one event.
// Tests stand in the order of SPEC 6. A new command without its function does not link.
#pragma once

#include "engine/core/decide/decision.hpp"
#include "events/kinds.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::CreateProgram& c);
void decide(Decision& d, const events::PublishProgram& c);
void decide(Decision& d, const events::StageRulesetPart& c);
void decide(Decision& d, const events::PublishRuleset& c);
void decide(Decision& d, const events::DefineQueue& c);
void decide(Decision& d, const events::RegisterPartner& c);
void decide(Decision& d, const events::UpdatePartner& c);
void decide(Decision& d, const events::ActivatePartner& c);
void decide(Decision& d, const events::DeclinePartner& c);
void decide(Decision& d, const events::SuspendPartner& c);
void decide(Decision& d, const events::DeactivatePartner& c);
void decide(Decision& d, const events::InviteUser& c);
void decide(Decision& d, const events::UpdateUser& c);
void decide(Decision& d, const events::RecordLogin& c);
void decide(Decision& d, const events::DeactivateUser& c);
void decide(Decision& d, const events::ReactivateUser& c);
void decide(Decision& d, const events::CreateLead& c);
void decide(Decision& d, const events::UpdateLead& c);
void decide(Decision& d, const events::ChangeLeadStatus& c);
void decide(Decision& d, const events::ReopenLead& c);
void decide(Decision& d, const events::MergeLeads& c);
void decide(Decision& d, const events::AddLeadNote& c);
void decide(Decision& d, const events::ClaimLead& c);
void decide(Decision& d, const events::ClaimNext& c);
void decide(Decision& d, const events::ClaimLeads& c);
void decide(Decision& d, const events::ReleaseLead& c);
void decide(Decision& d, const events::ReassignLead& c);
void decide(Decision& d, const events::AcceptOffer& c);
void decide(Decision& d, const events::DeclineOffer& c);
void decide(Decision& d, const events::ConvertLead& c);
void decide(Decision& d, const events::CreateOpportunity& c);
void decide(Decision& d, const events::UpdateOpportunity& c);
void decide(Decision& d, const events::ChangeOpportunityStatus& c);
void decide(Decision& d, const events::ReopenOpportunity& c);
void decide(Decision& d, const events::AddOpportunityNote& c);
void decide(Decision& d, const events::DeliverOpportunity& c);
void decide(Decision& d, const events::AcceptOpportunity& c);
void decide(Decision& d, const events::DeclineOpportunity& c);
void decide(Decision& d, const events::ApproveOpportunity& c);
void decide(Decision& d, const events::AssignOpportunity& c);
void decide(Decision& d, const events::AddCollaborator& c);
void decide(Decision& d, const events::RemoveCollaborator& c);
void decide(Decision& d, const events::RegisterDeal& c);
void decide(Decision& d, const events::ApproveDeal& c);
void decide(Decision& d, const events::RejectDeal& c);
void decide(Decision& d, const events::WithdrawDeal& c);
void decide(Decision& d, const events::ExtendDeal& c);
void decide(Decision& d, const events::CancelDeal& c);
void decide(Decision& d, const events::WinDeal& c);
void decide(Decision& d, const events::CheckCustomer& c);
void decide(Decision& d, const events::RecordNotification& c);

// Fires a timer that is due: the events it leaves, at d.now.
void fire(Decision& d, const Timer& timer);

}  // namespace leadline::engine
