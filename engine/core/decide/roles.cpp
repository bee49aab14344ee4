// See roles.hpp.
#include "engine/core/decide/roles.hpp"

#include <array>

namespace leadline::engine {

namespace {

using enum May;

// ---- Who asks together for the same.

constexpr Askers channel_manager{not_at_all, not_at_all, not_at_all, true, false};
constexpr Askers vendor{not_at_all, not_at_all, not_at_all, true, true};
// Sellers about their own work, administrators and managers about that of their partner.
constexpr Askers whose_work_it_is{partners, partners, own, true, true};
// Who speaks for a partner.
constexpr Askers partners_word{partners, partners, not_at_all, true, true};
constexpr Askers partners_word_or_manager{partners, partners, not_at_all, true, false};
constexpr Askers administrators{partners, not_at_all, not_at_all, true, true};

constexpr std::size_t kinds_max = 128;
using Table = std::array<Askers, kinds_max>;

template <class... Commands>
constexpr void put(Table& table, const Askers& askers) {
    ((table[static_cast<std::size_t>(Commands::kind)] = askers), ...);
}

constexpr Table table_of_all() {
    using namespace events;
    Table table;
    put<CreateProgram, RegisterPartner, CreateLead, MergeLeads, RecordNotification>(table, vendor);
    put<PublishProgram, StageRulesetPart, PublishRuleset, DefineQueue>(table, channel_manager);
    put<UpdatePartner, ActivatePartner, DeclinePartner, SuspendPartner, DeactivatePartner>(
        table, channel_manager);
    put<InviteUser, DeactivateUser, ReactivateUser>(table, administrators);
    // When one is at work oneself; the role is for administrators to say.
    put<UpdateUser>(table, {partners, own, own, true, true});
    put<RecordLogin>(table, {own, own, own, true, true});
    put<UpdateLead, ChangeLeadStatus, AddLeadNote, ReleaseLead, ConvertLead>(table,
                                                                             whose_work_it_is);
    put<ClaimLead, ClaimNext, ClaimLeads, AcceptOffer>(table, whose_work_it_is);
    put<ReopenLead, ReassignLead>(table, channel_manager);
    put<DeclineOffer>(table, partners_word);
    put<CreateOpportunity, UpdateOpportunity, ChangeOpportunityStatus, AddOpportunityNote,
        AcceptOpportunity>(table, whose_work_it_is);
    put<DeclineOpportunity, AssignOpportunity>(table, partners_word_or_manager);
    put<ReopenOpportunity, DeliverOpportunity, ApproveOpportunity, AddCollaborator,
        RemoveCollaborator>(table, channel_manager);
    put<RegisterDeal>(table, {partners, partners, partners, true, true});
    put<WithdrawDeal, ExtendDeal, CancelDeal, WinDeal>(table, whose_work_it_is);
    put<ApproveDeal, RejectDeal>(table, channel_manager);
    put<CheckCustomer>(table, {anything, anything, anything, true, true});
    return table;
}

constexpr Table table = table_of_all();

}  // namespace

const Askers& askers_of(events::CommandKind kind) {
    static constexpr Askers nobody;
    const auto number = static_cast<std::size_t>(kind);
    return number < table.size() ? table[number] : nobody;
}

}  // namespace leadline::engine
