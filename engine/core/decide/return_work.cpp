// See return_work.hpp.
#include "engine/core/decide/return_work.hpp"

#include <algorithm>

namespace leadline::engine {

namespace {

bool is_older(const auto* a, const auto* b) { return a->ordinal < b->ordinal; }

}  // namespace

std::vector<const Lead*> open_leads(const Program& program, std::span<const Index> users) {
    std::vector<const Lead*> leads;
    for (const Index user : users)
        for (const Index lead : program.users.at(user).leads)
            leads.push_back(&program.leads.at(lead));
    std::sort(leads.begin(), leads.end(), is_older<Lead, Lead>);
    return leads;
}

// A deactivation is rare, an index of pending registrations would be kept by every one of them.
std::vector<const Deal*> pending_deals(const Program& program, const Partner& partner) {
    std::vector<const Deal*> deals;
    for (const Deal& deal : program.deals)
        if (deal.partner == partner.index && deal.status == DealStatus::pending)
            deals.push_back(&deal);
    std::sort(deals.begin(), deals.end(), is_older<Deal, Deal>);
    return deals;
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

}  // namespace leadline::engine
