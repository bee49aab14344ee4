// DeactivatePartner: for ever. The open leads of its users go back to the queues they came from,
// what it is offered goes to the next one, its pending registrations are withdrawn; approved ones
// keep their window (SPEC 3).
#include "engine/core/decide/decide.hpp"
#include "engine/core/decide/offer_rules.hpp"
#include "engine/core/decide/partner_rules.hpp"
#include "engine/core/decide/return_work.hpp"

namespace leadline::engine {

void decide(Decision& d, const events::DeactivatePartner& c) {
    const Subject self = about(SubjectKind::partner, c.partner.text);
    if (Refusal no = check_steers(d, c.partner)) return d.reject(self, c, *no);
    const Partner& partner = *d.program->partners.find(c.partner.text);
    if (partner.status == PartnerStatus::deactivated) return d.change_nothing(self, c);
    if (partner.status == PartnerStatus::applied) return d.reject(self, c, status_forbids(partner));

    const std::vector<const Lead*> leads = open_leads(*d.program, partner.users);
    const std::vector<const Deal*> deals = pending_deals(*d.program, partner);
    const std::vector<const Lead*> offers = offered_leads(*d.program, partner);
    const std::size_t items = leads.size() + offers.size();
    if (Refusal no = check_item_count(items + deals.size())) return d.reject(self, c, *no);
    d.emit(self, events::PartnerDeactivated{c, static_cast<std::uint32_t>(items),
                                            static_cast<std::uint32_t>(deals.size())});
    return_leads(d, leads);
    Router router(d);
    router.without(partner.index);
    for (const Lead* lead : offers) {
        withdraw_offer(d, *lead);
        offer_next(d, *lead, OfferEnd::withdrawn, router);
    }
    for (const Deal* deal : deals)
        d.emit(about(SubjectKind::deal, deal->id), events::PendingDealWithdrawn{{deal->id}});
}

}  // namespace leadline::engine
