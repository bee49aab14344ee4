// See return_work.hpp.
#include "engine/core/decide/return_work.hpp"

#include <algorithm>

#include "engine/core/decide/opportunity_rules.hpp"

namespace leadline::engine {

namespace {

bool is_older(const auto* a, const auto* b) { return a->ordinal < b->ordinal; }

// What the lists name; a thing that cannot be read is left out, and the runtime will not go on.
template <class Record>
void take(const ColdTable<Record>& table, const StoredList& list, std::vector<const Record*>& out) {
    for (const StoredList::Item& item : list.items())
        if (const Record* record = table.find(item.id)) out.push_back(record);
}

}  // namespace

std::vector<const Lead*> open_leads(const Program& program, std::span<const Index> users) {
    std::vector<const Lead*> leads;
    for (const Index user : users) take(program.leads, program.users.at(user).leads, leads);
    std::sort(leads.begin(), leads.end(), is_older<Lead, Lead>);
    return leads;
}

std::vector<const Deal*> standing_deals(const Program& program, const Partner& partner) {
    std::vector<const Deal*> deals;
    take(program.deals, partner.standing_deals, deals);
    return deals;
}

std::vector<const Opportunity*> open_opportunities(const Program& program,
                                                   std::span<const Index> users,
                                                   const Partner* partner) {
    std::vector<const Opportunity*> all;
    for (const Index user : users)
        take(program.opportunities, program.users.at(user).opportunities, all);
    if (partner != nullptr) take(program.opportunities, partner->deliveries, all);
    std::sort(all.begin(), all.end(), is_older<Opportunity, Opportunity>);
    return all;
}

Refusal check_item_count(std::size_t items) {
    if (items <= returned_items_max) return {};
    return because(Reason::too_many_items,
                   {.used = static_cast<std::uint32_t>(items), .allowed = returned_items_max});
}

void return_leads(Decision& d, std::span<const Lead* const> leads) {
    const Program& p = *d.program;
    for (const Lead* lead : leads) {
        const User& owner = p.users.at(lead->owner);
        events::LeadReturned returned{
            {lead->id}, {}, {owner.id}, {p.partners.at(owner.partner).id}};
        if (lead->queue != no_index) returned.queue = {p.queues.at(lead->queue).id};
        d.emit(about(SubjectKind::lead, lead->id), returned);
    }
}

void return_opportunities(Decision& d, std::span<const Opportunity* const> opportunities) {
    for (const Opportunity* each : opportunities) {
        const Holder holder = holder_of(d, *each);
        d.emit(about(SubjectKind::opportunity, each->id),
               events::OpportunityReturned{{each->id}, each->status, holder.user, holder.partner});
    }
}

}  // namespace leadline::engine
