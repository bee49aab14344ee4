// Folds of deal registrations.
#include <algorithm>

#include "engine/core/evolve/evolve.hpp"

namespace leadline::engine {

namespace {

bool has_status(const Fold& f, events::DealId id, DealStatus status) {
    const Deal* deal = f.program->deals.find(id.text);
    return deal != nullptr && deal->status == status;
}

Deal& deal_of(const Fold& f, events::DealId id) {
    Deal& deal = *f.program->deals.find(id.text);
    f.state.touch(deal);
    return deal;
}

// The partner user who asked; none: somebody of the vendor's.
const User* registering_user(const Fold& f) {
    if (f.header.actor.kind != events::ActorKind::partner_user) return nullptr;
    return f.program->users.find(f.header.actor.id);
}

}  // namespace

bool fits(const Fold& f, const events::DealRegistered& e) {
    const Program& p = *f.program;
    const bool is_by_user = f.header.actor.kind == events::ActorKind::partner_user;
    return e.asked.deal.is_set() && p.deals.find(e.asked.deal.text) == nullptr &&
           p.partners.find(e.partner.text) != nullptr &&
           (!e.asked.opportunity.is_set() ||
            p.opportunities.find(e.asked.opportunity.text) != nullptr) &&
           (!is_by_user || registering_user(f) != nullptr);
}

void evolve(const Fold& f, const events::DealRegistered& e) {
    Program& p = *f.program;
    Deal& deal = p.deals.insert(e.asked.deal.text);
    deal.ordinal = p.counters.deals++;
    deal.partner = p.partners.find(e.partner.text)->index;
    if (const User* user = registering_user(f)) deal.registered_by = user->index;
    if (e.asked.opportunity.is_set())
        deal.opportunity = p.opportunities.find(e.asked.opportunity.text)->index;
    deal.customer_key = e.customer_key;
    deal.products.assign(e.asked.products.begin(), e.asked.products.end());
    std::sort(deal.products.begin(), deal.products.end());
    deal.products.erase(std::unique(deal.products.begin(), deal.products.end()),
                        deal.products.end());
    p.deals_by_customer[deal.customer_key].push_back(deal.index);
    f.state.touch(deal);
    f.state.touch(p.counters);
}

bool fits(const Fold& f, const events::DealApproved& e) {
    return has_status(f, e.asked.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::DealApproved& e) {
    Deal& deal = deal_of(f, e.asked.deal);
    deal.status = DealStatus::approved;
    deal.protected_until = e.protected_until;
    f.state.timers.arm({deal.protected_until, TimerKind::deal_protection, &deal});
}

bool fits(const Fold& f, const events::DealRejected& e) {
    return has_status(f, e.asked.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::DealRejected& e) {
    deal_of(f, e.asked.deal).status = DealStatus::rejected;
}

bool fits(const Fold& f, const events::DealWithdrawn& e) {
    return has_status(f, e.asked.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::DealWithdrawn& e) {
    deal_of(f, e.asked.deal).status = DealStatus::withdrawn;
}

bool fits(const Fold& f, const events::DealProtectionEnded& e) {
    return has_status(f, e.deal, DealStatus::approved);
}

void evolve(const Fold& f, const events::DealProtectionEnded& e) {
    Deal& deal = deal_of(f, e.deal);
    deal.status = DealStatus::expired;
    deal.protected_until = {};
}

bool fits(const Fold& f, const events::PendingDealWithdrawn& e) {
    return has_status(f, e.deal, DealStatus::pending);
}

void evolve(const Fold& f, const events::PendingDealWithdrawn& e) {
    deal_of(f, e.deal).status = DealStatus::withdrawn;
}

}  // namespace leadline::engine
