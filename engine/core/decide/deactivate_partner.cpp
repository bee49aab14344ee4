// DeactivatePartner: for ever. The open leads of its users go back to the queues they came from, or
// on through the rules; what it is offered goes to the next one, its open opportunities are
// nobody's, its pending registrations are withdrawn; approved ones keep their window unless the
// command says cancel (SPEC 3).
#include <algorithm>

#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"
#include "engine/core/decide/pass_on_work.hpp"
#include "engine/core/decide/return_work.hpp"

namespace leadline::engine {

namespace {

bool is_pending(const Deal* deal) { return deal->status == DealStatus::pending; }

// The registrations that end with their partner.
std::vector<const Deal*> ending_deals(const Decision& d, const Partner& partner,
                                      bool approved_too) {
    std::vector<const Deal*> deals = standing_deals(*d.program, partner);
    if (!approved_too) std::erase_if(deals, [](const Deal* deal) { return !is_pending(deal); });
    return deals;
}

void end_deal(Decision& d, const Deal& deal) {
    const Subject self = about(SubjectKind::deal, deal.id);
    if (is_pending(&deal)) return d.emit(self, events::PendingDealWithdrawn{{deal.id}});
    d.emit(self, events::ApprovedDealCancelled{{deal.id}});
}

}  // namespace

void decide(Decision& d, const events::DeactivatePartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_steers(d, c.partner)) return d.reject(self, c, *no);
    const Partner& partner = *d.program->partners.find(c.partner.text);
    if (partner.status == PartnerStatus::deactivated) return d.change_nothing(self, c);
    if (!has_begun(partner)) return d.reject(self, c, status_forbids(partner));

    const std::vector<const Lead*> leads = open_leads(*d.program, partner.users);
    const std::vector<const Deal*> deals = ending_deals(d, partner, c.cancel_deals);
    const std::vector<const Lead*> offers = offered_leads(*d.program, partner);
    const std::vector<const Opportunity*> opportunities =
        open_opportunities(*d.program, partner.users, &partner);
    const std::size_t items = leads.size() + offers.size();
    if (Refusal no = check_item_count(items + opportunities.size() + deals.size()))
        return d.reject(self, c, *no);
    const auto pending =
        static_cast<std::uint32_t>(std::count_if(deals.begin(), deals.end(), is_pending));
    const auto cancelled = static_cast<std::uint32_t>(deals.size()) - pending;
    d.emit(self,
           events::PartnerDeactivated{c, static_cast<std::uint32_t>(items), pending, cancelled,
                                      static_cast<std::uint32_t>(opportunities.size())});
    Router router(d);
    router.without(partner.index);
    if (c.work == events::WorkOfPartner::rules)
        reroute_leads(d, leads, router);
    else
        return_leads(d, leads);
    for (const Lead* lead : offers) {
        withdraw_offer(d, *lead);
        offer_next(d, *lead, OfferEnd::withdrawn, router);
    }
    return_opportunities(d, opportunities);
    for (const Deal* deal : deals) end_deal(d, *deal);
}

}  // namespace leadline::engine
