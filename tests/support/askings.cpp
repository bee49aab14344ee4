// See askings.hpp.
#include "tests/support/askings.hpp"

#include "tests/support/deals.hpp"
#include "tests/support/opportunities.hpp"

namespace leadline::tests {

namespace {

using namespace events;
using Found = std::optional<Asking>;

template <class Command>
Asking ask(std::vector<Asked> before, const Command& command) {
    return {std::move(before), manager(command)};
}
template <class Command>
Asking ask(const Command& command) {
    return ask({}, command);
}

Found about_program(const std::string& name, const Whose&) {
    if (name == "CreateProgram") {
        Asking first = ask(CreateProgram{});
        first.has_program = false;
        return first;
    }
    if (name == "PublishProgram") return ask(PublishProgram{});
    if (name == "StageRulesetPart") return ask(StageRulesetPart{"mine", 1, 1, {}});
    if (name == "PublishRuleset") {
        std::vector<Asked> all = rules("mine", {}, to_queue("inbound"));
        const Asked last = all.back();
        all.pop_back();
        return Asking{all, last};
    }
    if (name == "DefineQueue") return ask(DefineQueue{{"mine"}, {}, true, {}, {}, {}, {}});
    if (name == "RecordNotification") {
        RecordNotification told;
        told.notification = "n";
        told.event = LeadAssigned::name;
        told.event_position = 1;
        return ask(told);
    }
    return {};
}

Found about_partner(const std::string& name, const Whose&) {
    const Asked applies = manager(RegisterPartner{{"new"}, {}, {}, {}});
    if (name == "RegisterPartner") return ask(RegisterPartner{{"new"}, {}, {}, {}});
    if (name == "UpdatePartner") return ask(UpdatePartner{{"west"}, {}, {}, {}, 7, {}});
    if (name == "ActivatePartner") return ask({applies}, ActivatePartner{{"new"}});
    if (name == "DeclinePartner") return ask({applies}, DeclinePartner{{"new"}, {}});
    if (name == "SuspendPartner") return ask(SuspendPartner{{"west"}, {}});
    if (name == "DeactivatePartner") return ask(DeactivatePartner{{"west"}, {}});
    return {};
}

Found about_user(const std::string& name, const Whose& whose) {
    const UserId user{whose.user};
    static const std::vector<OpenSpan> mondays{{1, 540, 1'020}};
    OpeningHours hours;
    hours.week = mondays;
    if (name == "InviteUser") return ask(InviteUser{{"new"}, {whose.partner}, Role::seller, {}});
    if (name == "UpdateUser, when at work") return ask(UpdateUser{user, {}, hours});
    if (name == "UpdateUser, the role") return ask(UpdateUser{user, Role::manager, {}});
    if (name == "RecordLogin") return ask(RecordLogin{user});
    if (name == "DeactivateUser") return ask(DeactivateUser{user, {}});
    if (name == "ReactivateUser") return ask(ReactivateUser{user});
    return {};
}

// One that the user has.
Found about_lead(const std::string& name, const Whose& whose) {
    const std::vector<Asked> there = {captured("l"), assigned("l", whose.user)};
    UpdateLead update;
    update.lead = {"l"};
    update.source = "web";
    static const std::vector<LeadId> two{{"l"}, {"m"}};
    if (name == "CreateLead") return ask(CreateLead{{"l"}, {}});
    if (name == "UpdateLead") return ask(there, update);
    if (name == "ChangeLeadStatus") return ask(there, ChangeLeadStatus{{"l"}, "working", {}});
    if (name == "ReopenLead")
        return ask(there + manager(ChangeLeadStatus{{"l"}, "unqualified", {}}),
                   ReopenLead{{"l"}, {}, {}});
    if (name == "MergeLeads") return ask(there + captured("m"), MergeLeads{two, {}, {}});
    if (name == "AddLeadNote") return ask(there, AddLeadNote{{"l"}, words("l", "Hello.")});
    if (name == "ReleaseLead") return ask(there, ReleaseLead{{"l"}, {}});
    if (name == "ReassignLead")
        return ask(there, ReassignLead{{"l"}, {}, {{}, {"inbound"}, false}, {}});
    if (name == "ConvertLead") return ask(there, ConvertLead{{"l"}, {}, {}, {}});
    return {};
}

// For the user, or offered to its partner.
Found about_claim(const std::string& name, const Whose& whose) {
    const UserId user{whose.user};
    const std::vector<Asked> there = {captured("l"), queued("l")};
    const ReassignTarget to_partner{{}, {}, false, {whose.partner}};
    const std::vector<Asked> offered = {captured("l"),
                                        manager(ReassignLead{{"l"}, {}, to_partner, {}})};
    static const std::vector<LeadId> one{{"l"}};
    if (name == "ClaimLead") return ask(there, ClaimLead{{"l"}, user});
    if (name == "ClaimNext") return ask(there, ClaimNext{{"inbound"}, user});
    if (name == "ClaimLeads") return ask(there, ClaimLeads{one, user});
    if (name == "AcceptOffer") return ask(offered, AcceptOffer{{"l"}, user});
    if (name == "DeclineOffer") return ask(offered, DeclineOffer{{"l"}, {}});
    return {};
}

// One that the user has.
Found about_opportunity(const std::string& name, const Whose& whose) {
    const std::vector<Asked> there = {gives_new("o", whose.user)};
    const OpportunityId o{"o"};
    UpdateOpportunity update;
    update.opportunity = o;
    update.topic = "Routers";
    CreateOpportunity create = opens("o");
    create.user = {whose.user};
    if (name == "CreateOpportunity") return ask(create);
    if (name == "UpdateOpportunity") return ask(there, update);
    if (name == "ChangeOpportunityStatus")
        return ask(there, to("o", OpportunityStatus::in_progress));
    if (name == "ReopenOpportunity")
        return ask(there + manager(to("o", OpportunityStatus::lost)), ReopenOpportunity{o, {}});
    if (name == "AddOpportunityNote")
        return ask(there, AddOpportunityNote{o, words("o", "Hello.")});
    if (name == "DeliverOpportunity")
        return ask(there, DeliverOpportunity{o, {whose.other_partner}, {}, {}});
    if (name == "AddCollaborator") return ask(there, AddCollaborator{o, {whose.other_partner}});
    if (name == "RemoveCollaborator")
        return ask(there + manager(AddCollaborator{o, {whose.other_partner}}),
                   RemoveCollaborator{o, {whose.other_partner}});
    return {};
}

// Delivered to the user's partner, waiting for approval, or to be another's: sue's, since she is
// the one seller of north that never asks.
Found about_delivery(const std::string& name, const Whose& whose) {
    const OpportunityId o{"o"};
    const std::vector<Asked> delivered = {delivers_new("o", whose.partner)};
    if (name == "AcceptOpportunity") return ask(delivered, AcceptOpportunity{o, {whose.user}});
    if (name == "DeclineOpportunity") return ask(delivered, DeclineOpportunity{o, {}});
    if (name == "ApproveOpportunity")
        return ask({user(whose.user, opens("o"))}, ApproveOpportunity{o, {}});
    if (name == "AssignOpportunity")
        return ask({gives_new("o", whose.user)}, AssignOpportunity{o, {"sue"}, {}});
    return {};
}

// One that the user has registered.
Found about_deal(const std::string& name, const Whose& whose) {
    const std::vector<Asked> there = {user(whose.user, deal("d", router))};
    const std::vector<Asked> is_protected = there + approve("d");
    const DealId d{"d"};
    RegisterDeal registers = deal("d", router);
    registers.partner = {whose.partner};
    if (name == "RegisterDeal") return ask(registers);
    if (name == "ApproveDeal") return ask(there, ApproveDeal{d, {}});
    if (name == "RejectDeal") return ask(there, RejectDeal{d, {}});
    if (name == "WithdrawDeal") return ask(there, WithdrawDeal{d, {}});
    if (name == "ExtendDeal, as the rules say") return ask(is_protected, extend("d"));
    if (name == "ExtendDeal, by another time") return ask(is_protected, extend("d", day));
    if (name == "CancelDeal") return ask(is_protected, CancelDeal{d, {}});
    if (name == "WinDeal") return ask(is_protected, WinDeal{d, {}});
    if (name == "CheckCustomer") return ask(there, CheckCustomer{{{"shop"}, {}}, router});
    return {};
}

}  // namespace

std::optional<Asking> asking(const std::string& name, const Whose& whose) {
    for (const auto find : {about_program, about_partner, about_user, about_lead, about_claim,
                            about_opportunity, about_delivery, about_deal})
        if (Found found = find(name, whose)) return found;
    return {};
}

}  // namespace leadline::tests
